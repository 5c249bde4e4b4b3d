"""Searches by a number that stands for a person leave a trace, wherever they are made; the number itself does not."""

from collections.abc import Iterable
from infostrada.core.accesslog.interfaces import ISearchedPersons
from infostrada.core.accesslog.rows import GRANTED
from infostrada.core.accesslog.rows import note
from typing import NamedTuple
from zope.component import getUtilitiesFor


class Searched(NamedTuple):
    """A person searched for: the object and unit where the register has one, and by what (`pesel`)."""

    uid: str | None
    unit: str | None
    by: str


def searched(words: object) -> None:
    """Note the persons whom words of a search identify, if any."""
    if not isinstance(words, str) or not words:
        return
    for _name, persons in getUtilitiesFor(ISearchedPersons):
        _note(persons.found(words))


def _note(found: Iterable[Searched]) -> None:
    for each in found:
        note(f"search.{each.by}", uid=each.uid, unit=each.unit, outcome=GRANTED, reason=each.by)
