"""Visits as lists: read by one statement each, from rows of the side index."""

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from infostrada.core.record.sql import rows
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.rules import PUBLIC_STATES
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple


PAGE = 50
USUAL_DAYS = 30
LONGEST_DAYS = 3 * 366
PLACES = ("bip_bulletin", "bip_section")
_PUBLIC = (
    "record.unit = %(unit)s AND record.type = ANY(%(types)s) AND record.state = ANY(%(states)s)"
    " AND (record.expires IS NULL OR record.expires > now())"
)
_FROM = "FROM core.visit AS visit JOIN core.record AS record ON record.uid = visit.uid"
_BETWEEN = "visit.day BETWEEN %(first)s AND %(last)s"


class Period(NamedTuple):
    """Days counted, the first and the last included."""

    first: date
    last: date


class Read(NamedTuple):
    """How often an entry was read in a period."""

    uid: str
    path: str
    title: str
    visits: int


def period_of(first: str, last: str, today: date) -> Period:
    """The period a form or an address names, usually the last thirty days; InvalidData for what is none."""
    end = _day("to", last) or today
    begin = _day("from", first) or end - timedelta(days=USUAL_DAYS - 1)
    if begin > end:
        raise invalid("from", "after_the_end")
    if (end - begin).days > LONGEST_DAYS:
        raise invalid("from", "period_too_long")
    return Period(begin, end)


def most_read(unit: str, period: Period, start: int = 0, size: int = PAGE) -> list[Read]:
    """Public entries of a unit by their visits, the most read first."""
    found = rows(
        f"SELECT record.uid, record.path, record.title, sum(visit.visits)::bigint AS visits {_FROM}"
        f" WHERE {_PUBLIC} AND {_BETWEEN} GROUP BY record.uid, record.path, record.title"
        " ORDER BY visits DESC, record.uid LIMIT %(size)s OFFSET %(start)s",
        {**_bound(unit, period), "size": size, "start": start},
    )
    return [Read(**row) for row in found]


def by_day(unit: str, period: Period) -> list[tuple[date, int]]:
    """Visits of a unit's bulletin on each day with one: entries, sections and the first page."""
    found = rows(
        f"SELECT visit.day, sum(visit.visits)::bigint AS visits {_FROM} WHERE record.unit = %(unit)s"
        f" AND record.type = ANY(%(all)s) AND {_BETWEEN} GROUP BY visit.day ORDER BY visit.day",
        {**_bound(unit, period), "all": [*TYPES, *PLACES]},
    )
    return [(row["day"], row["visits"]) for row in found]


def days_of(uid: str, period: Period) -> list[tuple[date, int]]:
    """Visits of one object on each day with one."""
    found = rows(
        f"SELECT visit.day, visit.visits FROM core.visit AS visit WHERE visit.uid = %(uid)s AND {_BETWEEN}"  # noqa: S608 - our names
        " ORDER BY visit.day",
        {"uid": uid, "first": period.first, "last": period.last},
    )
    return [(row["day"], row["visits"]) for row in found]


def entry_days(unit: str, period: Period) -> Iterator[dict[str, Any]]:
    """Visits of each public entry on each day, for a file."""
    yield from rows(
        f"SELECT record.uid, record.path, record.title, visit.day, visit.visits {_FROM} WHERE {_PUBLIC} AND {_BETWEEN}"
        " ORDER BY visit.day, record.uid",
        _bound(unit, period),
    )


def _bound(unit: str, period: Period) -> dict[str, Any]:
    return {
        "unit": unit,
        "types": list(TYPES),
        "states": list(PUBLIC_STATES),
        "first": period.first,
        "last": period.last,
    }


def _day(name: str, given: str) -> date | None:
    try:
        return date.fromisoformat(given) if given else None
    except ValueError as error:
        raise invalid(name, "not_a_date") from error
