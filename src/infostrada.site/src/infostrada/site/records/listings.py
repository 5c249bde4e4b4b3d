"""Registers and work lists, each answered by one SQL statement that wakes no object."""

from collections.abc import Iterator
from dataclasses import replace
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Hint
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import own
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.pages import Page
from infostrada.core.record.pages import page
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site import _
from typing import Any


SIZE = 50
CAP = LARGEST_PAGE
LISTS_OF_A_YEAR = 2_000

# Where a term stands on the office's calendar; what has none is sorted behind all others.
TERM = Column(
    "term",
    """CASE WHEN own.due_on IS NULL THEN 'none'
        WHEN own.due_on < (now() AT TIME ZONE 'Europe/Warsaw')::date THEN 'past'
        WHEN own.due_on <= (now() AT TIME ZONE 'Europe/Warsaw')::date + 7 THEN 'near'
        ELSE 'later' END""",
)
OPEN = ("started", "in_progress", "paused", "suspended")
# A case is settled by leaving these states, and reopened by coming back to them.
RUNNING = Hint("state", frozenset(OPEN), "own.settled_on IS NULL")
NEAREST = Column("nearest", "coalesce(own.due_on, DATE '9999-12-31')", "date")

LETTERS = Listing(
    name="letters",
    types=("records_letter",),
    permission="infostrada.site: View the register of letters",
    table="site.letter_listing",
    columns=(
        own("year", _("Year"), "integer"),
        own("number", _("RPW number"), "integer"),
        own("received_date", _("Date of receipt"), "date"),
        own("letter_date", _("Date on the letter")),
        own("sender", _("Sender")),
        own("sender_reference", _("Sender's reference")),
        own("delivery_method", _("Way of delivery")),
        own("attachment_count", _("Number of attachments"), "integer"),
        own("assigned_to", _("To whom")),
        own("case_uid"),
        own("class_symbol", _("Class of the plan")),
        own("remarks", _("Remarks")),
        own("unopened"),
        own("unopened_kind", _("Not opened at the counter")),
    ),
    sorts={
        "number": Sort(("year", "number"), descending=True),
        "received": Sort(("received_date", "year", "number"), descending=True),
    },
    filters=("state", "year", "assigned_to", "unopened", "class_symbol"),
    words=("title", "sender", "sender_reference"),
    signs=("{number}/{year}",),
)
CASES = Listing(
    name="cases",
    types=("records_case",),
    permission="infostrada.site: Use the records desk",
    table="site.case_listing",
    columns=(
        own("sign", _("Sign of the case")),
        own("org_id"),
        own("class_symbol", _("Class of the plan")),
        own("officer"),
        own("officer_name", _("Officer")),
        own("party", _("Party")),
        own("started_on", _("Start of the case"), "date"),
        own("due_on", _("Statutory term"), "date"),
        own("settled_on", _("Settled"), "date"),
        own("closed_on", _("Finally ended"), "date"),
        own("handling_mode", _("Way of keeping")),
        TERM,
        NEAREST,
    ),
    sorts={"started_on": Sort(("started_on",), descending=True), "due": Sort(("nearest",))},
    filters=("state", "officer", "org_id", "class_symbol", "term", "handling_mode"),
    words=("title", "sign", "party"),
    hints=(RUNNING,),
)
TODAY = "(now() AT TIME ZONE 'Europe/Warsaw')::date"
OVER = f"(own.settled_on IS NULL AND own.due_on < {TODAY})"
OVER_INTERNAL = f"(own.settled_on IS NULL AND own.internal_due_on < {TODAY})"
CASE_TERMS = Listing(
    name="case_terms",
    types=("records_case",),
    permission="infostrada.site: Use the records desk",
    table="site.case_listing",
    columns=(
        own("sign", _("Sign of the case")),
        own("org_symbol", _("Organisational unit")),
        own("officer_name", _("Officer")),
        own("party", _("Party")),
        own("started_on", _("Start of the case"), "date"),
        own("due_on", _("Statutory term"), "date"),
        own("internal_due_on", _("Internal term"), "date"),
        Column("over_term", f"CASE WHEN {OVER} THEN 'yes' ELSE 'no' END", title=_("Over term")),
        Column(
            "over_internal",
            f"CASE WHEN {OVER_INTERNAL} THEN 'yes' ELSE 'no' END",
            title=_("Over internal term"),
        ),
        Column(
            "days_over", f"CASE WHEN {OVER} THEN {TODAY} - own.due_on ELSE 0 END", "integer", _("Days over")
        ),
        own("extensions", _("Notices of delay"), "integer"),
        own("extension_cause", _("Cause of the delay")),
        own("urgings", _("Ponaglenia"), "integer"),
        own("stopped_by", _("What stops the clock")),
        Column("term_day", "coalesce(own.due_on, DATE '9999-12-31')", "date", _("Order of terms")),
    ),
    sorts={"due_on": Sort(("term_day",))},
    filters=("state", "over_term", "over_internal", "org_symbol", "officer_name"),
    words=("title", "sign", "party"),
    hints=(RUNNING,),
)
OUTSIDE = "(own.scan IN ('partial', 'none') OR own.media <> '')"
NOT_SCANNED = Listing(
    name="not_scanned",
    types=("records_letter",),
    permission="infostrada.site: View the register of letters",
    table="site.letter_listing",
    columns=(
        own("year", _("Year"), "integer"),
        own("number", _("RPW number"), "integer"),
        own("scan", _("Scan")),
        own("scan_note", _("What is missing")),
        own("media", _("Carriers outside the system")),
        own("shelf", _("Place in the store")),
        own("borrower", _("Borrower")),
        Column("outside", f"CASE WHEN {OUTSIDE} THEN 'yes' ELSE 'no' END", title=_("Outside the system")),
        Column("lent", "CASE WHEN own.borrower <> '' THEN 'yes' ELSE 'no' END", title=_("Lent")),
    ),
    sorts={"number": Sort(("year", "number"), descending=True)},
    filters=("state", "year", "scan", "outside", "lent"),
    words=("title", "scan_note", "media"),
    signs=("{number}/{year}",),
)
SPIS = Listing(
    name="spis_spraw",
    types=("records_case",),
    permission="infostrada.site: Use the records desk",
    table="site.case_listing",
    columns=(
        own("sign", _("Sign of the case")),
        own("org_symbol", _("Organisational unit")),
        own("class_symbol", _("Class of the plan")),
        own("year", _("Year"), "integer"),
        Column("number", "coalesce(own.number, 0)", "integer", _("Number")),
        Column("inside", "coalesce(own.inside, 0)", "integer", _("Number in the group")),
        own("party", _("From whom")),
        own("initiator_reference", _("Reference of the letter that began it")),
        Column(
            "initiating_letter_date",
            "own.initiating_letter_date",
            title=_("Date of the letter that began it"),
        ),
        own("started_on", _("Start of the case"), "date"),
        own("closed_on", _("Finally ended"), "date"),
        own("officer_name", _("Officer")),
        own("resolution_note", _("Remarks")),
        own("handling_mode", _("Way of keeping")),
    ),
    sorts={"number": Sort(("year", "class_symbol", "org_symbol", "number", "inside"))},
    filters=("state", "org_symbol", "class_symbol", "year", "handling_mode"),
    words=("title", "sign", "party"),
)
TASKS = Listing(
    name="tasks",
    types=("records_task",),
    permission="infostrada.site: Use the records desk",
    table="site.task_listing",
    columns=(
        own("about"),
        own("about_kind"),
        own("about_label", _("RPW number or sign")),
        own("assignee"),
        own("assignee_name", _("To whom")),
        own("author_name", _("Given by")),
        own("disposition", _("Disposition")),
        own("due_on", _("Term"), "date"),
        own("given_at", _("Given"), "timestamptz"),
        own("done_at", _("Ended"), "timestamptz"),
        TERM,
        NEAREST,
    ),
    sorts={"due": Sort(("nearest",)), "given": Sort(("given_at",), descending=True)},
    filters=("state", "assignee", "author_name", "disposition", "term"),
    words=("title", "about_label", "assignee_name"),
)
DOCUMENTS = Listing(
    name="documents",
    types=("records_document",),
    permission="infostrada.site: Use the records desk",
    table="site.document_listing",
    columns=(
        own("case_uid"),
        own("case_sign", _("Sign of the case")),
        own("document_kind", _("Kind of document")),
        own("version", _("Version"), "integer"),
        own("author"),
        own("author_name", _("Author")),
        own("acceptor"),
        own("submitted_at", _("Submitted"), "timestamptz"),
        own("dated", _("Date on the document"), "date"),
        own("filed_at", _("Filed"), "timestamptz"),
    ),
    filters=("state", "author", "acceptor", "document_kind", "case_uid"),
    words=("title", "case_sign", "author_name"),
)
# Columns of every listing that tell nothing in the list of one unit and type.
_SAME_FOR_ALL = {"unit", "type", "modified"}

for each in (LETTERS, CASES, CASE_TERMS, NOT_SCANNED, SPIS, TASKS, DOCUMENTS):
    register_listing(each)


SUPERVISION = f"""
    SELECT own.org_symbol, count(*) AS open,
        count(*) FILTER (WHERE {OVER}) AS over_term,
        count(*) FILTER (WHERE {OVER_INTERNAL}) AS over_internal,
        count(*) FILTER (WHERE own.stopped_by <> '') AS stopped,
        coalesce(sum(own.extensions), 0)::integer AS notices,
        coalesce(sum(own.urgings), 0)::integer AS urgings
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s
        AND record.state = ANY(%(_states)s) AND {visible("record")}
    GROUP BY own.org_symbol ORDER BY own.org_symbol LIMIT %(_limit)s
"""  # noqa: S608 - our own columns and clauses


LISTS = f"""
    SELECT own.org_symbol, own.class_symbol, count(*) AS cases
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s AND own.year = %(_year)s
        AND (own.org_symbol, own.class_symbol) > (%(_org)s, %(_class)s) AND {visible("record")}
    GROUP BY own.org_symbol, own.class_symbol ORDER BY own.org_symbol, own.class_symbol LIMIT %(_limit)s
"""  # noqa: S608 - our own columns and clauses
# From one year to the one before it by the index, however many cases lie between.
YEARS = """
    WITH RECURSIVE found AS (
        SELECT max(year) AS year FROM site.case_listing WHERE unit = %(_unit)s
        UNION ALL
        SELECT (SELECT max(year) FROM site.case_listing WHERE unit = %(_unit)s AND year < found.year)
        FROM found WHERE found.year IS NOT NULL)
    SELECT year FROM found WHERE year IS NOT NULL
"""
OUTSIDE_CASES = f"""
    SELECT own.class_symbol, own.year, count(*) AS letters
    FROM site.letter_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_letter' AND own.unit = %(_unit)s AND own.class_symbol <> '' AND {visible("record")}
    GROUP BY own.class_symbol, own.year ORDER BY own.year DESC, own.class_symbol LIMIT %(_limit)s
"""  # noqa: S608 - our own columns and clauses
BY_SIGN = """
    SELECT own.uid FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.sign = %(sign)s AND own.unit = %(unit)s LIMIT 1
"""


def years_of_cases(unit: str) -> list[int]:
    """Years of the unit's cases, the newest first."""
    return [row["year"] for row in _rows(YEARS, {"_unit": unit})]


def case_lists(unit: str, year: int, after: tuple[str, str] = ("", "")) -> list[dict[str, Any]]:
    """The unit's lists of a year with a case the person may see, behind that of `after`: at most 2,000 and one more.

    The one more says that the lists go on.
    """
    org, symbol = after
    given = {"_unit": unit, "_year": year, "_org": org, "_class": symbol, "_limit": LISTS_OF_A_YEAR + 1}
    return _rows(LISTS, {**given, **parameters(principals())})


def outside_cases(unit: str) -> list[dict[str, Any]]:
    """Documentation that makes no case, by class and year, as far as the person may see its letters."""
    return _rows(OUTSIDE_CASES, {"_unit": unit, "_limit": CAP, **parameters(principals())})


def case_by_sign(unit: str, sign: str) -> str | None:
    """UID of the case with this sign, whoever may see it."""
    found = _rows(BY_SIGN, {"unit": unit, "sign": sign})
    return found[0]["uid"] if found else None


def spis_spraw(unit: str, org: str, symbol: str, year: int, cursor: str | None = None) -> Page:
    """The list of cases of a unit, class and year by number, as far as the person may see it."""
    filters: dict[str, str | list[str] | None] = {
        "org_symbol": org,
        "class_symbol": symbol,
        "year": str(year),
    }
    return _page(SPIS, unit, filters, cursor, SIZE)


def whole_spis_spraw(unit: str, org: str, symbol: str, year: int) -> Iterator[dict[str, Any]]:
    """All cases of the list the person may see, page by page."""
    cursor: str | None = None
    while True:
        page = spis_spraw(unit, org, symbol, year, cursor)
        yield from page.rows
        cursor = page.next_cursor
        if not cursor:
            return


def supervision(unit: str) -> list[dict[str, Any]]:
    """Open cases the person may see, counted by organisational unit: over term, notices, urgings."""
    own = {"_unit": unit, "_states": list(OPEN), "_limit": CAP}
    return _rows(SUPERVISION, {**own, **parameters(principals())})


def terms(
    unit: str,
    *,
    over: str | None = None,
    org: str | None = None,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page:
    """Open cases by the end of their term; `over` is `term` or `internal` for those past it."""
    filters: dict[str, str | list[str] | None] = {"state": list(OPEN), "org_symbol": org}
    if over in ("term", "internal"):
        filters[f"over_{over}"] = "yes"
    return _page(CASE_TERMS, unit, filters, cursor, size)


def register(
    unit: str,
    *,
    year: int | None = None,
    state: str | None = None,
    unopened: str | None = None,
    class_symbol: str | None = None,
    cursor: str | None = None,
    size: int = SIZE,
) -> Page:
    """The RPW as far as the person may see it, newest number first; at most 200 rows."""
    filters: dict[str, str | list[str] | None] = {
        "year": str(year) if year else None,
        "state": state,
        "unopened": unopened,
        "class_symbol": class_symbol,
    }
    return _page(LETTERS, unit, filters, cursor, size)


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


def page_of_unit(
    listing: Listing, unit: str, filters: dict[str, str | list[str] | None], cursor: str | None, size: int
) -> Page:
    """A page of any list of one unit, as far as the person may see it; at most 200 rows."""
    return _page(listing, unit, filters, cursor, size)


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
        Question(unit=unit, filters={name: value for name, value in filters.items() if value is not None}),
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
