"""A message of e-mail (.eml, or .msg of Outlook) as a letter brings it: sender, subject, day, attachments as they came.

What a stranger wrote is only read: damaged headers become texts, parts beyond the bounds are refused.
"""

from base64 import b64decode
from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.message import Message
from infostrada.site.records.correspondence import mailheaders
from infostrada.site.records.correspondence import tnef
from infostrada.site.records.correspondence.mailheaders import filename
from infostrada.site.records.correspondence.mailheaders import POLICY
from infostrada.site.records.correspondence.msg import COMPOUND
from infostrada.site.records.correspondence.msg import CONTENT_TYPE
from infostrada.site.records.correspondence.msg import NotOutlookError
from infostrada.site.records.correspondence.msg import read_msg
from infostrada.site.records.correspondence.nested import taken_out
from infostrada.site.records.correspondence.senders import LONGEST
from infostrada.site.records.correspondence.senders import MOST_SENDERS
from infostrada.site.records.files import safe_name
from infostrada.site.records.signatures.cms import encapsulated
from infostrada.site.records.upload import Upload
from mimetypes import guess_extension
from mimetypes import guess_type
from typing import Any

import re


LARGEST = 50_000_000
MOST_PARTS = 500
DEEPEST = 20
MOST_ATTACHMENTS = 49
LONGEST_TITLE, LONGEST_NAMES = 1000, 1000
LONGEST_NAME = 100
LOOKED_AT = 10_000
WINMAIL = "winmail.dat"
# Texts that are the message itself rather than something sent with it.
BODY = frozenset(["plain", "html", "enriched", "x-amp-html", "watch-html"])
# Two messages in one file as mail programs keep them: a line "From …" after an empty one, then headers.
_SEVERAL = re.compile(rb"\r?\n\r?\nFrom [^\r\n]{1,300}\d{4}[^\r\n]{0,20}\r?\n[A-Za-z-]{2,60}:")
# Signs of a subject ("działka 12/3") that would make folders of a file's name, or that some systems refuse.
_SIGNS = re.compile(r'\s*[\\/:*?"<>|]+')
_BODY = re.compile(rb"\r?\n\r?\n")
# Apple Mail keeps a message with its length in the line above.
_COUNTED = re.compile(rb"(\d{1,10})\s*\r?\n")


class BadMailError(ValueError):
    """A message that is not read; its word is the reason."""


@dataclass(frozen=True, slots=True)
class Mail:
    """What the register needs of a message.

    `damaged` are attachments in which more lies than could be read, `others` names and addresses of senders after the first.
    """

    sender_name: str
    sender_email: str
    subject: str
    sent_on: date | None
    attachments: tuple[Upload, ...]
    damaged: tuple[str, ...] = ()
    content_type: str = "message/rfc822"
    empty: tuple[str, ...] = ()
    """Names of attachments without a byte: nothing to keep, but the register tells of them."""
    others: tuple[tuple[str, str], ...] = ()
    closed: tuple[str, ...] = ()
    """Messages inside whose files were too many, or lay too deep, to be taken out."""

    @property
    def note(self) -> str:
        """What a clerk has to know of attachments that are empty or damaged; nothing when all is well."""
        told = []
        if self.empty:
            told.append(f"Puste załączniki: {_named(self.empty)}")
        if self.damaged:
            told.append(
                f"Uszkodzony załącznik {_named(self.damaged)}: plików leżących w nim za uszkodzeniem nie odczytano."
                " Wiadomość jest zachowana w całości."
            )
        if self.closed:
            told.append(
                f"Załączników wiadomości {_named(self.closed)} nie wyjęto osobno: jest ich za dużo albo leżą za głęboko."
                " Są zachowane w jej pliku."
            )
        return "\n".join(told)


def _named(names: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(map(safe_name, names)))[:LONGEST_NAMES]


def mail_of(upload: Upload) -> Mail:
    """The message in a file that was sent in, which is not read when it is too large; raises as `read_mail` does."""
    if upload.size > LARGEST:
        raise BadMailError("file_too_large")
    return read_mail(upload.data)


def read_mail(data: bytes) -> Mail:
    """Read a message and those that came inside it; raises `BadMailError`: `mail_broken`, `mail_several`, `file_too_large`, `too_many_files`."""
    return taken_out(_read(data), _read, MOST_ATTACHMENTS)


def _read(data: bytes) -> Mail:
    if len(data) > LARGEST:
        raise BadMailError("file_too_large")
    if data.startswith(COMPOUND):
        return _of_outlook(data)
    message = _parsed(_bare(data))
    if not message.get("From") and not message.get("Date") and not message.get("Subject"):
        raise BadMailError("mail_broken")
    attachments, damaged = _attachments(message)
    (name, address), *others = mailheaders.senders(message)
    files, empty = _sorted(attachments)
    return Mail(
        sender_name=name[:200],
        sender_email=address,
        subject=mailheaders.header(message, "Subject")[:LONGEST_TITLE],
        sent_on=mailheaders.day(message),
        attachments=files,
        damaged=tuple(damaged),
        empty=empty,
        others=tuple(
            (other[:200], at if len(at) <= LONGEST else "") for other, at in others[: MOST_SENDERS - 1]
        ),
    )


def _sorted(found: Iterable[Upload]) -> tuple[tuple[Upload, ...], tuple[str, ...]]:
    """The files, and the names of those that are empty."""
    uploads = list(found)
    return (
        tuple(each for each in uploads if each.size),
        tuple(each.filename for each in uploads if not each.size),
    )


def _of_outlook(data: bytes) -> Mail:
    try:
        told = read_msg(data)
    except NotOutlookError as error:
        raise BadMailError("mail_broken") from error
    found: list[tuple[str, bytes]] = []
    damaged = []
    for file in told.files:
        name = file.name or "zalacznik"
        held, whole = _opened(name, file.data)
        found += held
        damaged += [] if whole else [name]
    if len(found) > MOST_ATTACHMENTS:
        raise BadMailError("too_many_files")
    files, empty = _sorted(Upload(name, data, guess_type(name)[0] or "") for name, data in found)
    return Mail(
        told.sender_name[:200],
        told.sender_email,
        told.subject[:LONGEST_TITLE],
        told.sent_on,
        files,
        tuple(damaged),
        CONTENT_TYPE,
        empty,
    )


def _opened(name: str, data: bytes) -> tuple[list[tuple[str, bytes]], bool]:
    """A file, after a `winmail.dat` what lies in it, and whether all of it was read."""
    if not tnef.is_tnef(data):
        return [(name, data)], not data or name.lower() != WINMAIL
    read = tnef.read(data)
    return [(name, data), *((one.name or "zalacznik", one.data) for one in read.files)], read.whole


def _bare(data: bytes) -> bytes:
    """The message without what programs put before it: a mark of UTF-8, empty lines, its length."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    counted = _COUNTED.match(data)
    if counted:
        data = data[counted.end() : counted.end() + int(counted[1])]
    if b"\0" in _BODY.split(data[:LOOKED_AT], maxsplit=1)[0]:
        raise BadMailError("mail_broken")
    if data.startswith(b"From ") and _SEVERAL.search(data):
        raise BadMailError("mail_several")
    return data


def _parsed(data: bytes) -> Message:
    ends = "\r\n" if b"\r\n" in data[:LOOKED_AT] else "\n"
    try:
        return message_from_bytes(data, policy=POLICY.clone(linesep=ends))
    except (RecursionError, ValueError) as error:
        raise BadMailError("mail_broken") from error


def _attachments(message: Message) -> tuple[list[Upload], list[str]]:
    """The attachments, and the names of those that were not read to their end."""
    found: list[Upload] = []
    damaged = []
    for part in _parts(message):
        name = filename(part)
        if not _is_attached(part, name):
            continue
        name = name or _nameless(part, len(found) + 1)
        held, whole = _opened(name, _content(part))
        damaged += [] if whole else [name]
        for place, (told, data) in enumerate(held):
            kind = guess_type(told)[0] or "" if place else part.get_content_type()
            found.append(Upload(told, data, kind))
        if len(found) > MOST_ATTACHMENTS:
            raise BadMailError("too_many_files")
    return found, damaged


def _is_attached(part: Message, name: str) -> bool:
    """Was it sent with the message? Everything that has a name or is no text and no report of a mail server."""
    main, sub = part.get_content_maintype(), part.get_content_subtype()
    if name or part.get_content_disposition() == "attachment":
        return True
    return sub not in BODY if main == "text" else main != "message" or sub == "rfc822"


def _nameless(part: Message, number: int) -> str:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inner = part.get_payload(0) if part.is_multipart() else None
        subject = mailheaders.header(inner, "Subject") if isinstance(inner, Message) else ""
        return f"{_SIGNS.sub('-', subject)[:LONGEST_NAME].strip() or 'wiadomosc'}.eml"
    if kind == "text/calendar":
        return "zaproszenie.ics"
    return f"zalacznik-{number}{guess_extension(kind) or ''}"


def _content(part: Message) -> bytes:
    if part.get_content_maintype() != "message" or not part.is_multipart():
        return bytes(part.get_payload(decode=True) or b"")
    inner: Any = part.get_payload(0)
    if str(part.get("Content-Transfer-Encoding") or "").strip().lower() == "base64":
        # Against RFC 2046, 5.2.1, and still sent.
        return b64decode("".join(str(inner.get_payload()).split()) + "==")
    return bytes(inner.as_bytes(policy=inner.policy))


def _parts(message: Message) -> Iterator[Message]:
    """Leaves in order; a message inside is one part and not opened. Bounded in number and depth."""
    pending: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while pending:
        part, depth = pending.pop()
        seen += 1
        if seen > MOST_PARTS or depth > DEEPEST:
            raise BadMailError("mail_too_deep")
        within: list[Message] = []
        if part.get_content_maintype() == "multipart":
            within = part.get_payload() if part.is_multipart() else []  # type: ignore[assignment]
        else:
            yield part
            within = _signed(part)
        pending += [(child, depth + 1) for child in reversed(within)]


def _signed(part: Message) -> list[Message]:
    """The message inside a signature that encloses it (RFC 8551, 3.5.2); what is encrypted stays closed."""
    if part.get_content_type() not in ("application/pkcs7-mime", "application/x-pkcs7-mime"):
        return []
    try:
        content = encapsulated(bytes(part.get_payload(decode=True) or b""))
    except (ValueError, TypeError):
        return []
    return [_parsed(content)] if content else []
