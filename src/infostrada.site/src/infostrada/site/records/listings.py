"""Registers and work lists, each answered by one SQL statement that wakes no object."""

from dataclasses import replace
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import LARGEST_PAGE
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import Page
from infostrada.core.record.listing import page
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.sql import rows
from typing import Any


CAP = LARGEST_PAGE
SIZE = 50


LETTERS = Listing(
    name="letters",
    types=("records_letter",),
    permission="infostrada.site: View the register of letters",
    table="site.letter_listing",
    columns=(
        Column("year", "own.year", "integer"),
        Column("number", "own.number", "integer"),
        Column("received_date", "own.received_date", "date"),
        Column("letter_date", "own.letter_date"),
        Column("sender", "own.sender"),
        Column("sender_reference", "own.sender_reference"),
        Column("delivery_method", "own.delivery_method"),
        Column("attachment_count", "own.attachment_count", "integer"),
        Column("assigned_to", "own.assigned_to"),
        Column("case_uid", "own.case_uid"),
        Column("remarks", "own.remarks"),
    ),
    sorts={"number": Sort(("year", "number"), descending=True)},
    filters=("state", "year", "assigned_to"),
    words=("title", "sender", "sender_reference"),
)
CASES = Listing(
    name="cases",
    types=("records_case",),
    permission="infostrada.site: Use the records desk",
    table="site.case_listing",
    columns=(
        Column("sign", "own.sign"),
        Column("class_symbol", "own.class_symbol"),
        Column("officer", "own.officer"),
        Column("officer_name", "own.officer_name"),
        Column("party", "own.party"),
        Column("started_on", "own.started_on", "date"),
        Column("due_on", "own.due_on", "date"),
        Column("settled_on", "own.settled_on", "date"),
        Column("closed_on", "own.closed_on", "date"),
    ),
    sorts={"started_on": Sort(("started_on",), descending=True)},
    filters=("state", "officer", "class_symbol"),
    words=("title", "sign", "party"),
)
OPEN = ("started", "in_progress", "paused", "suspended")

# Columns of every listing that tell nothing in the list of one unit and type.
_SAME_FOR_ALL = {"unit", "type", "modified"}

register_listing(LETTERS)
register_listing(CASES)


TASKS = """
    SELECT record.uid, record.path, record.title, about.path AS about_path, task.about,
        task.about_kind, task.about_label, task.assignee_name, task.author_name,
        task.disposition, task.due_on, task.given_at
    FROM site.task_listing AS task JOIN core.record AS record USING (uid)
    LEFT JOIN core.record AS about ON about.uid = task.about
    WHERE record.unit = %(unit)s AND task.done_at IS NULL AND task.assignee = ANY(%(mine)s)
    ORDER BY task.due_on NULLS LAST, task.given_at, record.uid LIMIT %(limit)s
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
    filters = {"year": str(year) if year else None, "state": state}
    return _page(LETTERS, unit, filters, cursor, size)


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
    states = [each for each in OPEN if state in (None, each)] if open_only else state
    return _page(CASES, unit, {"officer": officer, "state": states}, cursor, size)


def _page(
    listing: Listing,
    unit: str,
    filters: dict[str, str | list[str] | None],
    cursor: str | None,
    size: int,
) -> Page:
    found = page(
        listing,
        principals(),
        unit=unit,
        filters={name: value for name, value in filters.items() if value is not None},
        cursor=cursor,
        size=max(1, min(size, LARGEST_PAGE)),
        counted=False,
    )
    rows = [{n: v for n, v in row.items() if n not in _SAME_FOR_ALL} for row in found.rows]
    return replace(found, rows=rows)


def _rows(statement: str, given: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows as they stand in this transaction: what it has just saved is in the list."""
    pending.flush()
    found: list[dict[str, Any]] = rows(statement, given)
    return found
