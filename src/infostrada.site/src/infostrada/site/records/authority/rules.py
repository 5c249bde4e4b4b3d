"""What an authorisation must say, which one covers a document, and the line `z up.` it gives. Pure.

Source: KPA art. 268a (an authority may authorise its officials in writing to settle matters in its name); the signature
names who signs and on what post, "z up." before the authority (art. 107 § 1 pkt 8).
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import re


BASIS = "KPA art. 268a"
SYMBOLS = re.compile(r"\d{1,10}\Z")
LONGEST = 500
MOST_CLASSES = 50


class Authorisation(NamedTuple):
    """An act of the authority: its reference and day, for whom, in whose name, for which classes, how long.

    `classes` are beginnings of symbols of the plan; none of them means every class. `name` and `post` are those of the
    day it was given. A revoked one ends on the day of `revoked_on`, that day still in force.
    """

    reference: str
    given_on: date
    person: str
    name: str
    post: str
    authority: str
    classes: tuple[str, ...]
    first: date
    last: date | None = None
    scope: str = ""
    revoked_on: date | None = None
    reason: str = ""

    def in_force(self, day: date) -> bool:
        """Does it hold on a day?"""
        ends = [end for end in (self.last, self.revoked_on) if end is not None]
        return self.first <= day and all(day <= end for end in ends)

    def covers(self, class_symbol: str) -> bool:
        """Is it for cases of this class?"""
        return not self.classes or any(class_symbol.startswith(each) for each in self.classes)

    @property
    def line(self) -> str:
        """What stands above the name of who signs."""
        return f"z up. {self.authority}"


def authorisation_faults(given: Authorisation, today: date) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with a new authorisation."""
    needed = ("reference", "person", "authority")
    found = [(name, "required") for name in needed if not getattr(given, name).strip()]
    texts = ("reference", "authority", "scope")
    found += [(name, "too_long") for name in texts if len(getattr(given, name)) > LONGEST]
    if given.given_on > today:
        found.append(("given_on", "in_future"))
    if given.first < given.given_on:
        found.append(("first", "before_start"))
    if given.last is not None and given.last < given.first:
        found.append(("last", "before_start"))
    if len(given.classes) > MOST_CLASSES or not all(SYMBOLS.match(each) for each in given.classes):
        found.append(("classes", "symbol_malformed"))
    return found


def covering(
    listed: Iterable[Authorisation], person: str, class_symbol: str, day: date
) -> Authorisation | None:
    """The authorisation by which a person may sign in a case of the class on a day; the narrowest, then the newest."""
    held = [
        each for each in listed if each.person == person and each.in_force(day) and each.covers(class_symbol)
    ]
    return max(held, key=lambda each: (_closeness(each, class_symbol), each.first), default=None)


def _closeness(given: Authorisation, class_symbol: str) -> int:
    return max((len(each) for each in given.classes if class_symbol.startswith(each)), default=0)
