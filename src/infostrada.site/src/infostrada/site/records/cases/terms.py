"""The statutory term of a case and what stops its clock (KPA art. 35).

The numbers are data with their legal basis, so that a change of the law is a new row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import next_working_day
from infostrada.core.calendar import term_end
from typing import Literal


@dataclass(frozen=True, slots=True)
class Term:
    """A term named by the law: count and unit from the start of the case, and the act."""

    count: int
    unit: Literal["day", "month"]
    basis: str


TERMS: dict[str, Term] = {
    "inquiry": Term(1, "month", "KPA art. 35 § 3"),
    "complex": Term(2, "month", "KPA art. 35 § 3"),
    "simplified": Term(1, "month", "KPA art. 35 § 3a"),
    "appeal": Term(1, "month", "KPA art. 35 § 3"),
    "certificate": Term(7, "day", "KPA art. 217 § 3"),
    "complaint": Term(1, "month", "KPA art. 237 § 1"),
    "public_information": Term(14, "day", "u.d.i.p. art. 13 ust. 1"),
    "petition": Term(3, "month", "ustawa o petycjach art. 10"),
}


@dataclass(frozen=True, slots=True)
class Stop:
    """Days not counted (KPA 35 § 5): first day, last day (None: still running) and reason."""

    reason: str
    first: date
    last: date | None = None


def due_on(started_on: date, term: str, stops: Iterable[Stop] = ()) -> date | None:
    """Last day of the term, later by every stopped day; None while a stop is running.

    Overlapping stops are counted once. The end moves off Saturdays and days off (KPA 57 § 4).
    """
    rule = TERMS[term]
    days: set[date] = set()
    for stop in stops:
        if stop.last is None:
            return None
        days |= {stop.first + timedelta(n) for n in range((stop.last - stop.first).days + 1)}
    end = term_end(started_on, rule.count, rule.unit, shift=False)
    stopped = len([day for day in days if day > started_on])
    return next_working_day(end + timedelta(days=stopped))
