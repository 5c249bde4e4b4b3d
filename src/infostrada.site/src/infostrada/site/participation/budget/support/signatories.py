"""People on a paper list of support, read from the lines somebody typed. Plain Python.

Two people may have one name; what tells them apart is what the list says besides: where they live or when they were born
(ustawa o samorządzie gminnym, art. 5a ust. 7 pkt 2 asks for a number of supporters, so nobody may be counted twice and
nobody left out). Where they do not say enough, nobody but an official can tell.
"""

from collections.abc import Iterable
from datetime import date
from infostrada.site.participation.budget.voting.identity import even
from typing import NamedTuple

import re


SEPARATORS = re.compile(r"[;\t]")
DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})|(\d{1,2})[.-](\d{1,2})[.-](\d{4})")
# Words of an address that say the same whether they stand there or not.
KINDS = frozenset(
    ("ul", "ulica", "al", "aleja", "os", "osiedle", "pl", "plac", "m", "mieszkanie", "lok", "nr")
)
POSTCODE = re.compile(r"\b\d{2}-\d{3}\b")


class Signatory(NamedTuple):
    """Somebody who signed; `address` and `born` are empty where the list does not say."""

    name: str
    address: str = ""
    born: date | None = None


def read_line(line: str) -> Signatory | None:
    """A line `name; address; date of birth`, the last two in any order or missing; None for a line without a name."""
    name, *rest = (" ".join(cell.split()) for cell in SEPARATORS.split(line))
    if not even(name):
        return None
    born = next((day for cell in rest if (day := _day(cell)) is not None), None)
    address = next((cell for cell in rest if cell and _day(cell) is None), "")
    return Signatory(name[:200], address[:300], born)


def read_lines(lines: Iterable[str]) -> list[Signatory]:
    """Everybody named, in the order of the list."""
    return [found for line in lines if (found := read_line(line)) is not None]


def different(people: Iterable[Signatory]) -> list[Signatory]:
    """The people who are certainly different ones, each once."""
    kept: dict[str, list[Signatory]] = {}
    for person in people:
        namesakes = kept.setdefault(even(person.name), [])
        if not any(may_be_one(person, other) for other in namesakes):
            namesakes.append(person)
    return [person for namesakes in kept.values() for person in namesakes]


def is_one(one: Signatory, other: Signatory) -> bool:
    """Are these two, whose names are the same, certainly one person? Only a day of birth says so: a son lives with his father."""
    return bool(one.born and one.born == other.born)


def may_be_one(one: Signatory, other: Signatory) -> bool:
    """May these two, whose names are the same, be one person?"""
    if one.born and other.born:
        return one.born == other.born
    if one.address and other.address:
        return same_address(one.address, other.address)
    return True


def same_address(one: str, other: str) -> bool:
    """Do two ways of writing name one address? A town or a flat one of them leaves out makes no difference."""
    first, second = _words(one), _words(other)
    return bool(first and second) and (first <= second or second <= first)


def _words(address: str) -> frozenset[str]:
    return frozenset(even(POSTCODE.sub(" ", address)).split()) - KINDS


def _day(text: str) -> date | None:
    found = DAY.fullmatch(text.strip())
    if found is None:
        return None
    year, month, day, *turned = found.groups()
    numbers = (year, month, day) if year else tuple(reversed(turned))
    try:
        return date(*map(int, numbers))
    except ValueError:
        return None
