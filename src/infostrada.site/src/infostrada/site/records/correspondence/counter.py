"""What the counter does with a parcel that is not as it should be, and what bears no stamp of receipt. Pure.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67: a damaged parcel gets a protocol, money found in one a note and
the cash desk's receipt; contracts, invitations, personal property, periodicals and annexes are not stamped. The rows of
kinds that are not stamped are dated, as an office's own instruction may change them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from typing import NamedTuple


LONGEST = 2000
MOST_GROSZE = 10_000_000_00


@dataclass(frozen=True, slots=True)
class Stampless:
    """Papers that are not stamped: their words, and the kinds of documents that tell of them."""

    words: str
    kinds: frozenset[str] = frozenset()
    valid_from: date = date.min
    valid_to: date = date.max


STAMPLESS: tuple[Stampless, ...] = (
    Stampless("umowy", frozenset({"umowa", "akt notarialny"})),
    Stampless("zaproszenia"),
    Stampless("przedmioty osobiste"),
    Stampless("czasopisma i wydawnictwa"),
    Stampless("załączniki"),
)


def stampless_on(day: date) -> list[str]:
    """What is not stamped on a day, in words."""
    return [each.words for each in STAMPLESS if each.valid_from <= day <= each.valid_to]


def is_stamped(document_kind: str, day: date) -> bool:
    """May the stamp of receipt be put on a paper of this kind?"""
    running = (each for each in STAMPLESS if each.valid_from <= day <= each.valid_to)
    return not any(document_kind in each.kinds for each in running)


class Damage(NamedTuple):
    """A parcel that came damaged: what was seen, what lay in it, who was there; `file` is the protocol's identifier."""

    at: datetime
    by: str
    post: str
    seen: str
    inside: str
    witnesses: str
    file: str


class Money(NamedTuple):
    """Money found in a parcel, in grosze, and the cash desk's receipt for it."""

    at: datetime
    by: str
    grosze: int
    receipt: str


def damage_faults(seen: str, witnesses: str) -> Iterable[tuple[str, str]]:
    """(field, reason) for what a protocol lacks."""
    for name, text in (("seen", seen), ("witnesses", witnesses)):
        if not text.strip():
            yield name, "required"
        if len(text) > LONGEST:
            yield name, "too_long"


def money_faults(grosze: int, receipt: str) -> Iterable[tuple[str, str]]:
    """(field, reason) for what a note on money lacks."""
    if not 0 < grosze <= MOST_GROSZE:
        yield "amount", "not_an_amount"
    if not receipt.strip():
        yield "receipt", "required"
    if len(receipt) > LONGEST:
        yield "receipt", "too_long"


def grosze_of(text: str) -> int:
    """An amount of złoty as people write it, in grosze; 0 for what is no amount."""
    plain = "".join(text.split()).removesuffix("zł").replace(",", ".")
    whole, dot, part = plain.partition(".")
    if not whole.isdecimal() or (dot and not (part.isdecimal() and len(part) <= 2)):
        return 0
    return int(whole) * 100 + int((part or "0").ljust(2, "0"))


def amount_in_words(grosze: int) -> str:
    """The amount as it stands in a note."""
    return f"{grosze // 100},{grosze % 100:02d} zł"
