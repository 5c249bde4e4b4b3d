"""What a unit's id, TERYT number and host name must look like, and when an assignment holds."""

from datetime import date

import re
import unicodedata


ID_PATTERN = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
ID_LENGTH = 60
HOST_PATTERN = re.compile(
    r"(?=.{1,253}(:|$))([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)"
    r"(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*(:\d{1,5})?"
)
TERYT_LENGTHS: dict[str, tuple[int, ...]] = {
    "voivodeship": (2,),
    "county": (4,),
    "city": (4, 6, 7),
    "commune": (6, 7),
    "other": (),
}
"""Kind of unit -> numbers of digits its TERYT may have; a unit of another kind has none."""

KINDS = tuple(TERYT_LENGTHS)


def valid_id(text: str) -> bool:
    """A stable id: lower-case ASCII words joined by single hyphens, at most 60 characters."""
    return len(text) <= ID_LENGTH and ID_PATTERN.fullmatch(text) is not None


def valid_host(text: str) -> bool:
    """A host name (RFC 1123) in lower case, with a port if need be, without scheme or path."""
    if HOST_PATTERN.fullmatch(text) is None:
        return False
    port = text.partition(":")[2]
    return not port or 0 < int(port) < 65536


def valid_teryt(kind: str, text: str) -> bool:
    """An empty number, or one with as many digits as the kind of unit has."""
    if not text:
        return True
    return text.isascii() and text.isdigit() and len(text) in TERYT_LENGTHS[kind]


def holds_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Does an assignment hold on ``day``? Both ends are included; an open end has no date."""
    return (valid_from is None or valid_from <= day) and (valid_to is None or day <= valid_to)


def slug(text: str) -> str:
    """Lower-case ASCII words joined by hyphens, fit for a unit's stable id."""
    plain = unicodedata.normalize("NFKD", text.lower().replace("ł", "l"))
    ascii_text = plain.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text).strip("-")
