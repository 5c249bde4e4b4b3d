"""Registers and work lists, each answered by one SQL statement that wakes no object."""

from dataclasses import dataclass
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from typing import Any


CAP = 200
SIZE = 50


@dataclass(frozen=True)
class Page:
    """Rows of a list and the cursor of the next page, None on the last one."""

    rows: list[dict[str, Any]]
    next_cursor: str | None


REGISTER = """
    SELECT record.uid, record.path, record.state, record.title, letter.year, letter.number,
        letter.received_date, letter.letter_date, letter.sender, letter.sender_reference,
        letter.delivery_method, letter.attachment_count, letter.assigned_to, letter.case_uid,
        letter.remarks
    FROM site.letter_listing AS letter JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND {visible}
        AND (CAST(%(year)s AS integer) IS NULL OR letter.year = %(year)s)
        AND (CAST(%(state)s AS text) IS NULL OR record.state = %(state)s)
        AND (CAST(%(before)s AS integer) IS NULL
            OR (letter.year, letter.number) < (%(before_year)s, %(before)s))
    ORDER BY letter.year DESC, letter.number DESC LIMIT %(limit)s
"""
TASKS = """
    SELECT record.uid, record.path, record.title, about.path AS about_path, task.about,
        task.about_kind, task.about_label, task.assignee_name, task.author_name,
        task.disposition, task.due_on, task.given_at
    FROM site.task_listing AS task JOIN core.record AS record USING (uid)
    LEFT JOIN core.record AS about ON about.uid = task.about
    WHERE record.unit = %(unit)s AND task.done_at IS NULL AND task.assignee = ANY(%(mine)s)
    ORDER BY task.due_on NULLS LAST, task.given_at, record.uid LIMIT %(limit)s
"""
CASES = """
    SELECT record.uid, record.path, record.state, record.title, filed.sign, filed.class_symbol,
        filed.officer_name, filed.party, filed.started_on, filed.due_on, filed.settled_on,
        filed.closed_on
    FROM site.case_listing AS filed JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND {visible}
        AND (CAST(%(officer)s AS text) IS NULL OR filed.officer = %(officer)s)
        AND (CAST(%(state)s AS text) IS NULL OR record.state = %(state)s)
        AND (NOT %(open)s OR record.state IN ('started', 'in_progress', 'paused', 'suspended'))
        AND (CAST(%(before)s AS date) IS NULL
            OR (filed.started_on, record.uid) < (%(before)s, %(before_uid)s))
    ORDER BY filed.started_on DESC, record.uid DESC LIMIT %(limit)s
"""
AWAITING = """
    SELECT record.uid, record.path, record.title, document.document_kind, document.case_sign,
        document.author_name, document.version, document.submitted_at
    FROM site.document_listing AS document JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND document.acceptor = ANY(%(mine)s)
        AND record.state = 'submitted'
    ORDER BY document.submitted_at, record.uid LIMIT %(limit)s
"""


def register(
    unit: str,
    *,
    year: int | None = None,
    state: str | None = None,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page:
    """The RPW as far as the person may see it, newest number first; at most 200 rows."""
    before_year, before = _numbers(cursor)
    given = {"year": year, "state": state, "before_year": before_year, "before": before}
    rows = _visible_rows(REGISTER, unit, size, given)
    return _page(rows, size, lambda row: f"{row['year']}-{row['number']}")


def my_tasks(unit: str, mine: tuple[str, ...]) -> list[dict[str, Any]]:
    """Open tasks of a person and the posts held today, the nearest term first."""
    return _rows(TASKS, {"unit": unit, "mine": list(mine), "limit": CAP})


def awaiting(unit: str, mine: tuple[str, ...]) -> list[dict[str, Any]]:
    """Documents waiting for the person's acceptance, the oldest first."""
    return _rows(AWAITING, {"unit": unit, "mine": list(mine), "limit": CAP})


def cases(
    unit: str,
    *,
    officer: str | None = None,
    state: str | None = None,
    open_only: bool = False,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page:
    """Cases the person may see, the newest first; at most 200 rows."""
    before, _sep, before_uid = (cursor or "").partition("_")
    given = {
        "officer": officer,
        "state": state,
        "open": open_only,
        "before": before or None,
        "before_uid": before_uid,
    }
    rows = _visible_rows(CASES, unit, size, given)
    return _page(rows, size, lambda row: f"{row['started_on'].isoformat()}_{row['uid']}")


def _visible_rows(statement: str, unit: str, size: int, given: dict[str, Any]) -> list[dict[str, Any]]:
    who = principals()
    limit = max(1, min(size, CAP)) + 1
    given = {**given, **parameters(who), "unit": unit, "limit": limit}
    return _rows(statement.format(visible=visible()), given)


def _page(rows: list[dict[str, Any]], size: int, key: Any) -> Page:
    size = max(1, min(size, CAP))
    shown = rows[:size]
    return Page(shown, key(shown[-1]) if len(rows) > size else None)


def _numbers(cursor: str | None) -> tuple[int | None, int | None]:
    year, _sep, number = (cursor or "").partition("-")
    if not year.isdigit() or not number.isdigit():
        return None, None
    return int(year), int(number)


def _rows(statement: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as they stand in this transaction: what it has just saved is in the list."""
    pending.flush()
    found: list[dict[str, Any]] = rows(statement, given)
    return found
