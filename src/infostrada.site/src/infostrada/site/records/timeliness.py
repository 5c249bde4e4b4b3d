"""How cases are settled in time: figures of a period by organisational unit, which the office may publish.

Sources: UDIP art. 6 (1) 3 e (the state of cases and the order in which they are settled), KPA art. 35-37 (terms, notices of
delay, ponaglenia). Counted are all cases of the office, by what is known of them today: one taken up again counts as open
on days before, too. A count names nobody. A case stands in the figures of the unit its sign names.
"""

from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.records.problems import invalid
from typing import Any
from typing import NamedTuple


LONGEST = 366
# The state of the cases, and how it stands with their terms: two tables a page holds.
CASES = ("carried", "taken", "settled", "open", "days", "oldest")
TERMS = ("in_time", "late", "without_term", "overdue", "delayed", "urgings")
STATEMENT = """
    WITH mine AS (
        SELECT own.org_symbol, own.started_on, own.settled_on, own.due_on, own.extensions, own.urgings,
            coalesce(own.settled_on <= %(last)s, false) AS done
        FROM site.case_listing AS own JOIN core.record AS record USING (uid)
        WHERE own.unit = %(unit)s AND record.type = 'records_case' AND record.state <> 'void'
            AND own.started_on <= %(last)s AND (own.settled_on IS NULL OR own.settled_on >= %(first)s)
    )
    SELECT org_symbol,
        count(*) FILTER (WHERE started_on < %(first)s)::int AS carried,
        count(*) FILTER (WHERE started_on >= %(first)s)::int AS taken,
        count(*) FILTER (WHERE done)::int AS settled,
        count(*) FILTER (WHERE done AND settled_on <= due_on)::int AS in_time,
        count(*) FILTER (WHERE done AND settled_on > due_on)::int AS late,
        count(*) FILTER (WHERE done AND due_on IS NULL)::int AS without_term,
        count(*) FILTER (WHERE NOT done)::int AS open,
        count(*) FILTER (WHERE NOT done AND due_on < %(last)s)::int AS overdue,
        count(*) FILTER (WHERE extensions > 0)::int AS delayed,
        coalesce(sum(urgings), 0)::int AS urgings,
        round(avg(settled_on - started_on) FILTER (WHERE done), 1)::float AS days,
        min(started_on) FILTER (WHERE NOT done) AS oldest
    FROM mine GROUP BY GROUPING SETS ((org_symbol), ()) ORDER BY org_symbol NULLS LAST
"""


class Timeliness(NamedTuple):
    """Rows by organisational unit and the whole office: counts, average days, first day of the oldest open case."""

    first: date
    last: date
    orgs: list[dict[str, Any]]
    total: dict[str, Any]


def timeliness(unit: str, first: date, last: date, *, today: date) -> Timeliness:
    """The figures of the days from `first` to `last`; InvalidData for days to come and for more than a year."""
    if last > today:
        raise invalid("last", "in_future")
    if last < first:
        raise invalid("last", "before_start")
    if (last - first).days >= LONGEST:
        raise invalid("last", "period_over_year")
    pending.flush()
    found = rows(STATEMENT, {"unit": unit, "first": first, "last": last})
    total = next(row for row in found if row["org_symbol"] is None)
    return Timeliness(
        first,
        last,
        [row for row in found if row["org_symbol"] is not None],
        {name: total[name] for name in (*CASES, *TERMS)},
    )


def period_of(first: date | None, last: date | None, *, today: date) -> tuple[date, date]:
    """The days asked for; without them this year up to today."""
    last = last or today
    return first or date(last.year, 1, 1), last
