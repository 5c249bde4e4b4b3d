"""Terms of publication and of service by public notice; pure.

The table is data with its sources; a term that is not certain in law is left to the editor's own last day.
"""

from calendar import monthrange
from datetime import date
from datetime import timedelta
from typing import NamedTuple


NOTICE_DAYS = 14


class Term(NamedTuple):
    """How long an entry of a kind stays public, from its publication; `since` is the first day the rule binds."""

    kind: str
    months: int
    since: date
    basis: str


TERMS = (Term("recruitment_result", 3, date(2009, 1, 1), "art. 15 ust. 2 u.p.s."),)


def term_of(kind: str, published: date) -> Term | None:
    """The term that binds an entry of a kind published on a day; None when law sets none."""
    found = [term for term in TERMS if term.kind == kind and term.since <= published]
    return max(found, key=lambda term: term.since, default=None)


def last_day(published: date, months: int) -> date:
    """The last day of a term in months: the same day number, or the last of a shorter month (KPA 57 par. 3)."""
    month = published.month - 1 + months
    year, month = published.year + month // 12, month % 12 + 1
    return date(year, month, min(published.day, monthrange(year, month)[1]))


def service_date(published: date) -> date:
    """The day a public notice counts as served: fourteen days after it, its own day not counted (KPA 49 par. 2).

    The day does not move when it is a Saturday or a holiday: it ends no term of the parties, it begins theirs.
    """
    return published + timedelta(days=NOTICE_DAYS)
