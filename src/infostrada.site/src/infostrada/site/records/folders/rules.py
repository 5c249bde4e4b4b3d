"""What a folder may hold and when it goes to the archive. Pure.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67: a folder holds the papers of one final class of one
organisational unit. Where no more than ten cases a year are opened it may run on for several years; the list of cases stays
one of each year. It is kept as a whole: its years count from the end of the case that ended last.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from typing import NamedTuple


MOST_A_YEAR = 10
MOST_VOLUMES = 999
LONGEST = 500
FIRST_YEAR = 1900
# A case in one of these states adds nothing to the folder any more.
ENDED = frozenset({"closed", "void", "archived", "transferred", "destroyed"})


class Folder(NamedTuple):
    """A folder: of a unit and class, from the year it was begun to the last year it holds, in so many volumes.

    `contents` is what kind of papers it holds, `handover` the UID of the list it goes to the archive by, `signature` the
    archive's (number of the list, position). Title and category are those of the class on the day it was entered.
    """

    uid: str
    unit: str
    org_symbol: str
    class_symbol: str
    class_title: str
    category: str
    first_year: int
    last_year: int
    volumes: int
    contents: str
    made_at: datetime
    made_by: str
    handover: str = ""
    signature: str = ""

    @property
    def sign(self) -> str:
        """Znak teczki: unit and class."""
        return f"{self.org_symbol}.{self.class_symbol}"

    @property
    def years(self) -> str:
        """The years it holds."""
        first, last = self.first_year, self.last_year
        return str(first) if first == last else f"{first}–{last}"

    @property
    def title(self) -> str:
        """Title of the folder: the class, and what papers it holds."""
        return f"{self.class_title} – {self.contents}" if self.contents else self.class_title


class Within(NamedTuple):
    """A paper case of a folder, as its rules see it."""

    uid: str
    sign: str
    year: int
    state: str
    handover_from: date | None


def folder_faults(
    given: Folder, others: Iterable[Folder], this_year: int, counts: Mapping[int, int]
) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong; `counts` are the cases of the unit and class in each of the years."""
    found = []
    if not FIRST_YEAR <= given.first_year <= this_year:
        found.append(("first_year", "year_wrong"))
    if not given.first_year <= given.last_year <= max(this_year, given.first_year):
        found.append(("last_year", "year_wrong"))
    elif any(_meet(given, each) for each in others if each.uid != given.uid):
        found.append(("first_year", "folder_overlaps"))
    elif given.first_year < given.last_year and crowded(given, counts):
        found.append(("last_year", "too_many_cases_a_year"))
    if not 1 <= given.volumes <= MOST_VOLUMES:
        found.append(("volumes", "not_in_range"))
    if len(given.contents) > LONGEST:
        found.append(("contents", "too_long"))
    return found


def crowded(given: Folder, counts: Mapping[int, int]) -> list[int]:
    """Years with more than ten cases: each of them has a folder of its own."""
    return [
        year
        for year, cases in sorted(counts.items())
        if given.first_year <= year <= given.last_year and cases > MOST_A_YEAR
    ]


def _meet(one: Folder, other: Folder) -> bool:
    same = (one.org_symbol, one.class_symbol) == (other.org_symbol, other.class_symbol)
    return same and one.first_year <= other.last_year and other.first_year <= one.last_year


def due_from(cases: Sequence[Within]) -> date | None:
    """First day the folder may be handed over: two full years after its last case; None while one runs or there is none."""
    mattering = [case for case in cases if case.state != "void"]
    if not mattering or any(case.state not in ENDED for case in mattering):
        return None
    days = [case.handover_from for case in mattering]
    return None if None in days else max(day for day in days if day is not None)


def against_handover(cases: Sequence[Within], today: date) -> list[tuple[str, Within | None]]:
    """(reason, case) for everything that stands against handing the folder over; no case for the folder itself."""
    running: list[tuple[str, Within | None]] = [
        ("case_not_ended", case) for case in cases if case.state not in ("closed", "void")
    ]
    if running:
        return running
    due = due_from(cases)
    if due is None:
        return [("folder_empty", None)]
    return [] if due <= today else [("folder_not_due", None)]
