"""Wordings of the clause, which of them a case needs, and what a note of its giving says. Pure.

Sources: RODO art. 13 (told when the data are obtained from the person) and art. 14; KPA art. 61 § 5 (with the notice of the
start of proceedings, else with the first letter to the party). A wording never changes: another one follows it.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.representation import Participant
from typing import NamedTuple

import hashlib
import re


WAYS = ("letter", "handed", "form", "shown", "told")
SYMBOLS = re.compile(r"\d{1,10}\Z")
LONGEST_TEXT, LONGEST, MOST_CLASSES = 20_000, 200, 50


class Wording(NamedTuple):
    """A wording of a clause: which clause, its number in the order of entry, the text, from when it is used.

    `classes` are beginnings of symbols of the plan the clause is for; none of them means every class.
    """

    clause: str
    number: int
    text: str
    first: date
    classes: tuple[str, ...]
    by: Actor
    at: datetime

    @property
    def sha256(self) -> str:
        """Digest of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def label(self) -> str:
        """The clause and its number."""
        return f"{self.clause}, wersja {self.number}"


class Given(NamedTuple):
    """A note in a case: which wording was given to whom, when and how.

    `document` is the UID of the letter it went with, if one; `sha256` that of the text.
    """

    clause: str
    number: int
    sha256: str
    name: str
    party: str
    day: date
    way: str
    document: str
    by: Actor

    @property
    def label(self) -> str:
        """The clause and its number."""
        return f"{self.clause}, wersja {self.number}"


def wording_faults(
    clause: str, text: str, first: date, classes: Sequence[str], held: Iterable[Wording]
) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with a new wording of a clause."""
    found = [(name, "required") for name, value in (("clause", clause), ("text", text)) if not value.strip()]
    if len(clause) > LONGEST:
        found.append(("clause", "too_long"))
    if len(text) > LONGEST_TEXT:
        found.append(("text", "too_long"))
    if len(classes) > MOST_CLASSES or not all(SYMBOLS.match(each) for each in classes):
        found.append(("classes", "symbol_malformed"))
    before = [each for each in held if each.clause == clause.strip()]
    if before and first < before[-1].first:
        found.append(("first", "before_earlier_wording"))
    if before and before[-1].text == text.strip() and before[-1].classes == tuple(classes):
        found.append(("text", "doubled"))
    return found


def in_use(held: Iterable[Wording], day: date) -> list[Wording]:
    """The newest wording of each clause that is used on a day."""
    newest: dict[str, Wording] = {}
    for each in held:
        if each.first <= day:
            newest[each.clause] = each
    return list(newest.values())


def wording_for(held: Iterable[Wording], class_symbol: str, day: date) -> Wording | None:
    """The wording for a case of a class on a day: of the clause made for it most closely."""
    fitting = [
        (closeness, each)
        for each in in_use(held, day)
        if (closeness := _closeness(each, class_symbol)) is not None
    ]
    return max(fitting, key=lambda pair: (pair[0], pair[1].first), default=(0, None))[1]


def _closeness(wording: Wording, symbol: str) -> int | None:
    if not wording.classes:
        return 0
    return max((len(each) for each in wording.classes if symbol.startswith(each)), default=None)


def same_person(given: Given, name: str, party: str) -> bool:
    """Is the note about this person: by the register when both have an entry, else by the name?"""
    return given.party == party if given.party and party else given.name == name


def without_clause(participants: Iterable[Participant], given: Sequence[Given]) -> list[Participant]:
    """Participants nobody gave a clause to yet."""
    return [
        each for each in participants if not any(same_person(note, each.name, each.uid) for note in given)
    ]
