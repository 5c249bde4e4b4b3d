"""Headers of e-mail as people read them: encoded words, bytes without a charset, names in any of the ways programs write.

Sources: RFC 5322, 2047 (encoded words), 2231 (parameters in pieces and with a charset), 6266 (`filename*` first).
What cannot be read stays as it was written.
"""

from datetime import date
from datetime import datetime
from datetime import UTC
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.policy import Compat32
from email.utils import getaddresses
from email.utils import parsedate_to_datetime
from infostrada.core.filetext import decoded
from infostrada.core.filetext import POLISH
from infostrada.site.records.texts import made_writable
from typing import Any
from zoneinfo import ZoneInfo

import re


WARSAW = ZoneInfo("Europe/Warsaw")
LONGEST = 20_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
_FOLD = re.compile(r"\r?\n(?=[ \t])")
_EMAIL = re.compile(r"[^@\s<>\"]+@[^@\s<>\"]+\.[^@\s<>\"]+\Z")
_SOMEWHERE = re.compile(r"<?([^@\s<>\"(),;]+@[^@\s<>\"(),;]+\.[^@\s<>\"(),;]+)>?")


class Lenient(Compat32):
    """Headers with bytes of no told charset are read by what they look like, not as marks of damage."""

    def header_fetch_parse(self, name: str, value: Any) -> Any:
        """The text of a header as it is asked for."""
        if isinstance(value, str) and not value.isascii():
            try:
                return decoded(value.encode("ascii", "surrogateescape"))
            except UnicodeError:
                return value
        return value


# Never folded anew: a message inside is written out as it came.
POLICY = Lenient(max_line_length=None)


def header(message: Message, name: str) -> str:
    """A header in one line."""
    return plain(words(_raw(message, name)))


def senders(message: Message) -> list[tuple[str, str]]:
    """Names and addresses of everybody the message is from, at least one: RFC 5322, 3.6.2, lets several be."""
    raw = _raw(message, "From") or _raw(message, "Sender")
    try:
        pairs = getaddresses([raw])
    except (RecursionError, ValueError, IndexError):
        pairs = []
    told: list[tuple[str, str]] = []
    before: list[str] = []
    for name, address in pairs:
        if not is_address(address):
            before.append(name or address)
            continue
        # "Nowak, Jan <jan@…>" without quotation marks falls apart at its comma.
        told.append((plain(words(", ".join([*before, name] if name else before))), address))
        before = []
    return list(dict.fromkeys(told)) or [_somewhere(raw)]


def _somewhere(raw: str) -> tuple[str, str]:
    """Name and address of a header that is none of the known forms."""
    found = _SOMEWHERE.search(raw)
    if found:
        return plain(words(raw[: found.start()].strip(' "<'))), found[1]
    return plain(words(raw)), ""


def is_address(text: str) -> bool:
    """Is it an address of e-mail?"""
    return bool(_EMAIL.match(text))


def day(message: Message) -> date | None:
    """The day of sending by Polish time; None when the header cannot be read."""
    told = moment(_raw(message, "Date"))
    return told.date() if told else None


def moment(raw: str) -> datetime | None:
    """When a header `Date` says it was, by Polish time; None when it cannot be read.

    "-0000" is universal time of a computer that does not tell where it stands (RFC 5322, 3.3); without any zone the hour is
    taken for Polish.
    """
    try:
        told = parsedate_to_datetime(raw)
        if told.tzinfo is None:
            told = told.replace(tzinfo=UTC if "-0000" in raw else WARSAW)
        return told.astimezone(WARSAW)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def filename(part: Message) -> str:
    """The name a part's sender gave it; empty without one."""
    for field, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            told = [value for key, value in part.get_params([], field) if key.lower() == parameter]
        except (ValueError, LookupError, MessageError):
            return "zalacznik"
        for value in sorted(told, key=lambda value: not isinstance(value, tuple)):
            if name := plain(_extended(value) if isinstance(value, tuple) else words(str(value)[:LONGEST])):
                return name
    return ""


def words(text: str) -> str:
    """The text with its encoded words decoded.

    Unfolded first (RFC 5322, 2.2.3): the space a line begins with belongs to the text unless it parts two encoded words.
    """
    try:
        return "".join(_word(part, charset) for part, charset in decode_header(_FOLD.sub("", text)))
    except (ValueError, MessageError):
        return text


def plain(text: str) -> str:
    """One line without control characters and broken letters."""
    clean: str = made_writable(_CONTROL.sub(" ", text))
    return " ".join(clean.split())


def _raw(message: Message, name: str) -> str:
    return str(message.get(name) or "")[:LONGEST]


def _word(part: bytes | str, charset: str | None) -> str:
    """A piece of a header; one whose charset is unknown or not as told is read by what it looks like, if that is Polish.

    Raises ValueError for a piece that cannot be read.
    """
    if isinstance(part, str):
        return part
    if charset is None:
        return part.decode("raw-unicode-escape")
    try:
        return part.decode(charset)
    except (LookupError, ValueError):
        return part.decode() if _is_utf8(part) else _polish(part)


def _is_utf8(part: bytes) -> bool:
    try:
        part.decode()
    except UnicodeDecodeError:
        return False
    return True


def _polish(part: bytes) -> str:
    text = decoded(part)
    if any(sign.isalpha() and not sign.isascii() and sign not in POLISH for sign in text):
        raise ValueError("a piece of a header in no known charset")
    return text


def _extended(value: tuple[str | None, str | None, str]) -> str:
    """A parameter by RFC 2231: its bytes stand as Latin-1, beside the charset they are in."""
    try:
        return _word(value[2].encode("latin-1"), value[0] or "us-ascii")
    except ValueError:
        return value[2]
