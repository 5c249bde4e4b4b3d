"""Figures of a year for the head of the office: letters, cases, workload; three statements over the side index.

They count all records of the office, also those the head may not read: a count names nobody. Days are calendar days
in Polish time; "overdue" means that the statutory term has passed and the case is not settled.
"""

from datetime import date
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.rules import OPEN
from typing import Any
from typing import NamedTuple


LETTERS = """
    SELECT 'in' AS way, coalesce(own.delivery_method, '') AS channel,
        extract(month FROM own.received_date)::int AS month, count(*)::int AS count
    FROM site.letter_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.unit = %(unit)s AND own.received_date >= %(first)s AND own.received_date < %(after)s
        AND record.state <> 'void'
    GROUP BY 1, 2, 3
    UNION ALL
    SELECT 'out', own.method, extract(month FROM own.sent_on)::int, count(*)::int
    FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.unit = %(unit)s AND own.sent_on >= %(first)s AND own.sent_on < %(after)s
    GROUP BY 1, 2, 3 ORDER BY 1, 2, 3
"""
_CASE = """
        count(*) FILTER (WHERE own.started_on >= %(first)s AND own.started_on < %(after)s)::int AS opened,
        count(*) FILTER (WHERE own.settled_on >= %(first)s AND own.settled_on < %(after)s)::int AS settled,
        count(*) FILTER (WHERE record.state = ANY(%(open)s))::int AS open,
        count(*) FILTER (WHERE record.state = ANY(%(open)s) AND own.due_on < %(today)s)::int AS overdue,
        count(*) FILTER (WHERE own.settled_on >= %(first)s AND own.settled_on < %(after)s
            AND own.due_on < own.settled_on)::int AS late,
        round(avg(own.settled_on - own.started_on) FILTER (
            WHERE own.settled_on >= %(first)s AND own.settled_on < %(after)s), 1)::float AS days
"""
_OF_YEAR = """
    FROM site.case_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.unit = %(unit)s AND record.state <> 'void' AND own.started_on < %(after)s
        AND (own.started_on >= %(first)s OR own.settled_on >= %(first)s OR record.state = ANY(%(open)s))
"""
CASES = f"""
    SELECT own.org_symbol, own.class_symbol, {_CASE} {_OF_YEAR}
    GROUP BY GROUPING SETS ((own.org_symbol, own.class_symbol), (own.org_symbol), ())
    ORDER BY own.org_symbol NULLS LAST, own.class_symbol NULLS FIRST
"""
CLERKS = f"""
    WITH cases AS (
        SELECT own.officer AS person, max(own.officer_name) AS name, {_CASE} {_OF_YEAR} GROUP BY own.officer
    ), tasks AS (
        SELECT own.assignee AS person, max(own.assignee_name) AS name,
            count(*) FILTER (WHERE own.done_at IS NULL)::int AS tasks,
            count(*) FILTER (WHERE own.done_at IS NULL AND own.due_on < %(today)s)::int AS tasks_overdue,
            count(*) FILTER (WHERE own.done_at >= %(first)s AND own.done_at < %(after)s)::int AS tasks_done
        FROM site.task_listing AS own JOIN core.record AS record USING (uid)
        WHERE own.unit = %(unit)s AND (own.done_at IS NULL OR own.done_at >= %(first)s)
        GROUP BY own.assignee
    )
    SELECT coalesce(cases.person, tasks.person) AS person, coalesce(cases.name, tasks.name) AS name,
        coalesce(opened, 0) AS opened, coalesce(settled, 0) AS settled, coalesce(open, 0) AS open,
        coalesce(overdue, 0) AS overdue, coalesce(late, 0) AS late, days,
        coalesce(tasks, 0) AS tasks, coalesce(tasks_overdue, 0) AS tasks_overdue,
        coalesce(tasks_done, 0) AS tasks_done
    FROM cases FULL JOIN tasks USING (person)
    WHERE coalesce(opened, 0) + coalesce(settled, 0) + coalesce(open, 0) + coalesce(tasks, 0)
        + coalesce(tasks_done, 0) > 0
    ORDER BY open DESC, tasks DESC, name
"""  # noqa: S608 - our own text
COUNTED = ("opened", "settled", "open", "overdue", "late", "days")


class Figures(NamedTuple):
    """The figures of a year; rows are mappings."""

    year: int
    letters: list[dict[str, Any]]
    total: dict[str, Any]
    orgs: list[dict[str, Any]]
    classes: list[dict[str, Any]]
    clerks: list[dict[str, Any]]

    def by_month(self, way: str) -> list[int]:
        """Letters of a way (`in`, `out`) in each of the twelve months."""
        found = [0] * 12
        for row in self.letters:
            if row["way"] == way:
                found[row["month"] - 1] += row["count"]
        return found

    def by_channel(self, way: str) -> dict[str, list[int]]:
        """The same for each channel."""
        found: dict[str, list[int]] = {}
        for row in self.letters:
            if row["way"] == way:
                found.setdefault(row["channel"], [0] * 12)[row["month"] - 1] += row["count"]
        return found


def figures(unit: str, year: int, today: date) -> Figures:
    """What the office did in a year, and how it stands now."""
    pending.flush()
    given = {
        "unit": unit,
        "first": date(year, 1, 1),
        "after": date(year + 1, 1, 1),
        "today": today,
        "open": sorted(OPEN),
    }
    cases = rows(CASES, given)
    none = dict.fromkeys(COUNTED, 0) | {"days": None}
    totals = [row for row in cases if row["org_symbol"] is None and row["class_symbol"] is None]
    return Figures(
        year,
        rows(LETTERS, given),
        {name: totals[0][name] for name in COUNTED} if totals else none,
        [row for row in cases if row["org_symbol"] is not None and row["class_symbol"] is None],
        [row for row in cases if row["class_symbol"] is not None],
        rows(CLERKS, given),
    )
