"""A message of e-mail (.eml) as a letter brings it: sender, subject, day, attachments as they came.

What a stranger wrote is only read: damaged headers become texts, parts beyond the bounds are refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email import policy
from email.errors import MessageError
from email.header import decode_header
from email.header import make_header
from email.message import Message
from email.utils import getaddresses
from email.utils import parsedate_to_datetime
from infostrada.site.records.upload import Upload
from typing import Any
from zoneinfo import ZoneInfo

import re


LARGEST = 50_000_000
MOST_PARTS = 500
DEEPEST = 20
MOST_ATTACHMENTS = 49
LONGEST_TITLE = 1000
WARSAW = ZoneInfo("Europe/Warsaw")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_EMAIL = re.compile(r"[^@\s<>]+@[^@\s<>]+\.[^@\s<>]+\Z")


class BadMailError(ValueError):
    """A message that is not read; its word is the reason."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the register needs of a message."""

    sender_name: str
    sender_email: str
    subject: str
    sent_on: date | None
    attachments: tuple[Upload, ...]


def read_mail(data: bytes) -> Mail:
    """Read a message; raises `BadMailError`: `mail_broken`, `file_too_large`, `too_many_files`."""
    if len(data) > LARGEST:
        raise BadMailError("file_too_large")
    if b"\0" in data[:1000]:
        raise BadMailError("mail_broken")
    try:
        message = message_from_bytes(data, policy=policy.compat32)
    except (RecursionError, ValueError) as error:
        raise BadMailError("mail_broken") from error
    if not message.get("From") and not message.get("Date") and not message.get("Subject"):
        raise BadMailError("mail_broken")
    name, address = (getaddresses([_header(message, "From")]) or [("", "")])[0]
    return Mail(
        sender_name=_plain(name)[:200],
        sender_email=address if _EMAIL.match(address) else "",
        subject=_plain(_header(message, "Subject"))[:LONGEST_TITLE],
        sent_on=_day(message),
        attachments=tuple(_attachments(message)),
    )


def _header(message: Message, name: str) -> str:
    """A header decoded as far as it can be: what cannot be read stays as it was written."""
    raw = message.get(name)
    if raw is None:
        return ""
    text = str(raw)
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, MessageError):
        return text


def _plain(text: str) -> str:
    """One line without control characters and broken letters."""
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return " ".join(_CONTROL.sub(" ", clean).split())


def _day(message: Message) -> date | None:
    """The day of sending by Polish time; None when the header cannot be read."""
    try:
        moment = parsedate_to_datetime(str(message.get("Date") or ""))
        return (moment.astimezone(WARSAW) if moment.tzinfo else moment).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _attachments(message: Message) -> Iterator[Upload]:
    found = 0
    for part in _parts(message):
        filename = _filename(part)
        attached = part.get_content_disposition() == "attachment"
        inner = part.get_content_type() == "message/rfc822"
        if not (filename or attached or inner):
            continue
        within: Any = part.get_payload(0) if inner and part.is_multipart() else None
        data = within.as_bytes() if within is not None else part.get_payload(decode=True)
        if not data:
            continue
        found += 1
        if found > MOST_ATTACHMENTS:
            raise BadMailError("too_many_files")
        name = filename or ("wiadomosc.eml" if inner else f"zalacznik-{found}")
        yield Upload(name, bytes(data), part.get_content_type())


def _filename(part: Message) -> str:
    try:
        given = part.get_filename()
        return _plain(str(make_header(decode_header(given)))) if given else ""
    except (ValueError, LookupError, MessageError):
        return "zalacznik"


def _parts(message: Message) -> Iterator[Message]:
    """Parts in order; a message inside is one part and not opened. Bounded in number and depth."""
    pending: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while pending:
        part, depth = pending.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise BadMailError("mail_too_deep")
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            pending += [(child, depth + 1) for child in reversed(part.get_payload())]  # type: ignore[union-attr,arg-type]
        elif depth or part.get_content_disposition() == "attachment":
            yield part
