"""What waits for a person in a unit: every list of "my work" from one SQL statement."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.rules import OPEN
from typing import Any
from typing import NamedTuple


class Part(NamedTuple):
    """One list: which rows wait, by what they are sorted, and what is shown of the first of them (`waiting`)."""

    rows: str
    order: str
    shown: str


TASKS = Part(
    """SELECT task.uid, task.due_on, {place} AS place FROM site.task_listing AS task
        WHERE task.unit = %(unit)s AND task.done_at IS NULL AND task.assignee = ANY(%(mine)s)""",
    "task.due_on NULLS LAST, task.given_at, task.uid",
    """SELECT record.uid, record.path, record.title, about.path AS about_path, task.about,
            task.about_kind, task.about_label, task.assignee_name, task.author_name,
            task.disposition, task.due_on, task.given_at
        FROM waiting JOIN site.task_listing AS task USING (uid) JOIN core.record AS record USING (uid)
        LEFT JOIN core.record AS about ON about.uid = task.about""",
)
TO_ACCEPT = Part(
    """SELECT document.uid, {place} AS place FROM site.document_waiting AS document
        WHERE document.unit = %(unit)s AND document.person = ANY(%(mine)s) AND document.accepting""",
    "document.since, document.uid",
    """SELECT record.uid, record.path, record.title, document.document_kind, document.case_sign,
            document.author_name, document.version, document.submitted_at
        FROM waiting JOIN site.document_listing AS document USING (uid) JOIN core.record AS record USING (uid)""",
)
DRAFTS = Part(
    """SELECT document.uid, {place} AS place FROM site.document_waiting AS document
        WHERE document.unit = %(unit)s AND document.person = %(person)s AND NOT document.accepting""",
    "document.since DESC, document.uid DESC",
    """SELECT record.uid, record.path, record.title, record.state, document.document_kind,
            document.case_sign, document.version, record.modified
        FROM waiting JOIN site.document_listing AS document USING (uid) JOIN core.record AS record USING (uid)""",
)
CASES = Part(
    """SELECT "case".uid, "case".due_on, {place} AS place FROM site.case_listing AS "case"
        WHERE "case".unit = %(unit)s AND "case".officer = %(person)s
            AND "case".settled_on IS NULL AND "case".state = ANY(%(open)s)""",
    """"case".due_on NULLS LAST, "case".started_on, "case".uid""",
    """SELECT record.uid, record.state, record.title, record.path, "case".sign, "case".class_symbol,
            "case".officer, "case".officer_name, "case".party, "case".started_on, "case".due_on,
            "case".settled_on, "case".closed_on
        FROM waiting JOIN site.case_listing AS "case" USING (uid) JOIN core.record AS record USING (uid)""",
)
LETTERS = Part(
    """SELECT letter.uid, {place} AS place FROM site.letter_listing AS letter
        WHERE letter.unit = %(unit)s AND letter.waiting""",
    "letter.received_date, letter.year, letter.number",
    """SELECT record.uid, record.path, record.title, record.state, letter.year, letter.number,
            letter.sender, letter.received_date
        FROM waiting JOIN site.letter_listing AS letter USING (uid) JOIN core.record AS record USING (uid)""",
)
UNSENT = Part(
    """SELECT letter.uid, {place} AS place FROM site.outgoing_listing AS letter
        LEFT JOIN site.case_listing AS "case" ON "case".uid = letter.case_uid
        WHERE letter.channel_status = 'Niewysłana' AND letter.unit = %(unit)s AND letter.state = 'ready'
            AND (%(registry)s OR "case".officer = %(person)s)""",
    "letter.year, letter.number",
    """SELECT record.uid, record.path, record.title, record.state, letter.year, letter.number, letter.recipient,
            letter.method, letter.case_sign, letter.registered_on, letter.channel_status
        FROM waiting JOIN site.outgoing_listing AS letter USING (uid) JOIN core.record AS record USING (uid)""",
)
HANDOVERS = Part(
    """SELECT handover.uid, {place} AS place FROM site.handover_listing AS handover
        WHERE handover.unit = %(unit)s AND handover.state = 'proposed'""",
    "handover.made_at, handover.uid",
    """SELECT record.uid, record.path, record.title, handover.org_symbol, handover.cases,
            handover.made_by_name, handover.made_at
        FROM waiting JOIN site.handover_listing AS handover USING (uid) JOIN core.record AS record USING (uid)""",
)
DISPOSALS = Part(
    """SELECT disposal.uid, {place} AS place FROM site.disposal_listing AS disposal
        WHERE disposal.unit = %(unit)s AND disposal.state = 'proposed' AND %(person)s <> ALL (disposal.decided_by)""",
    "disposal.made_at, disposal.uid",
    """SELECT record.uid, record.path, record.title, disposal.category_group, disposal.cases,
            cardinality(disposal.decided_by) - 1 AS approvals, disposal.made_by_name, disposal.made_at
        FROM waiting JOIN site.disposal_listing AS disposal USING (uid) JOIN core.record AS record USING (uid)""",
)
NEXT = """
    SELECT record.path, letter.number, letter.year
    FROM site.letter_listing AS letter JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND letter.waiting AND record.uid <> %(but)s
    ORDER BY letter.received_date, letter.year, letter.number LIMIT 1
"""
NEXT_TO_ACCEPT = """
    SELECT record.path, record.title
    FROM site.document_waiting AS document JOIN core.record AS record USING (uid)
    WHERE document.unit = %(unit)s AND document.person = ANY(%(mine)s) AND document.accepting AND document.uid <> %(but)s
    ORDER BY document.since, document.uid LIMIT 1
"""
PARTS = {"tasks": TASKS, "unsent": UNSENT, "to_accept": TO_ACCEPT, "drafts": DRAFTS, "cases": CASES}
REGISTRY = {"letters": LETTERS}
KEEPER = {"handovers": HANDOVERS}
APPROVER = {"disposals": DISPOSALS}
TERMED = ("tasks", "cases")
NEAR = timedelta(days=7)
TERMS = {
    "past": "due_on < %(today)s",
    "today": "due_on = %(today)s",
    "near": "due_on BETWEEN %(today)s AND %(near)s",
}
_COUNTS = ", ".join(f"'{term}', count(*) FILTER (WHERE {holds})" for term, holds in TERMS.items())
COUNTED = 1_000
"""Rows looked at in a list: whoever has more waiting is told that there are so many at least."""


class Work(NamedTuple):
    """What waits: the first rows of each list, how many there are (`COUNTED` at most), and how many by their terms."""

    lists: dict[str, list[dict[str, Any]]]
    totals: dict[str, int]
    terms: dict[str, int]


def my_work(
    unit: str,
    mine: tuple[str, ...],
    *,
    registry: bool = False,
    keeper: bool = False,
    approver: bool = False,
    size: int = LARGEST_PAGE,
) -> Work:
    """Lists by their names, each `size` rows at most, with days and times in ISO form.

    `mine` begins with the person's login, then come the groups of the posts held today. Tasks and
    cases: the nearest term first; documents to accept: the oldest first. `registry` adds letters
    nobody has been given yet, and letters of everybody that could not be sent: ask for it only on behalf of
    people who may see the whole RPW. `keeper` adds handover lists the archive has not taken in, `approver` destruction
    lists the person has neither drawn up nor approved: ask for them on behalf of those who may do that.
    """
    pending.flush()
    parts = {
        **PARTS,
        **(REGISTRY if registry else {}),
        **(KEEPER if keeper else {}),
        **(APPROVER if approver else {}),
    }
    lists = ", ".join(f"({_part(name, part)}) AS {name}" for name, part in parts.items())
    given = {
        "unit": unit,
        "mine": list(mine),
        "person": mine[0],
        "open": sorted(OPEN),
        "registry": registry,
        "today": polish_today(),
        "near": polish_today() + NEAR,
        "limit": COUNTED,
        "size": size,
    }
    found = rows(f"SELECT {lists}", given)[0]
    return Work(
        lists={name: part["rows"] for name, part in found.items()},
        totals={name: part["total"] for name, part in found.items()},
        terms={term: sum(found[name]["terms"][term] for name in TERMED) for term in TERMS},
    )


def _part(name: str, part: Part) -> str:
    """One list as JSON: its first rows, and the count of the whole."""
    terms = f"(SELECT json_build_object({_COUNTS}) FROM part)" if name in TERMED else "'{}'::json"  # noqa: S608
    place = f"row_number() OVER (ORDER BY {part.order})"
    return f"""
        WITH part AS MATERIALIZED ({part.rows.format(place=place)} ORDER BY {part.order} LIMIT %(limit)s),
            waiting AS MATERIALIZED (SELECT uid, place FROM part ORDER BY place LIMIT %(size)s)
        SELECT json_build_object('total', (SELECT count(*) FROM part), 'terms', {terms}, 'rows',
            (SELECT coalesce(json_agg(shown), '[]') FROM ({part.shown} ORDER BY place) AS shown))
    """  # noqa: S608 - constants


def next_waiting(unit: str, *, but: str) -> dict[str, Any] | None:
    """The letter nobody has been given that waits longest, `but` aside: for people who may see the whole RPW."""
    pending.flush()
    found = rows(NEXT, {"unit": unit, "but": but})
    return found[0] if found else None


def next_to_accept(unit: str, mine: tuple[str, ...], *, but: str) -> dict[str, Any] | None:
    """The document that waits longest for one of `mine` to accept it, `but` aside."""
    pending.flush()
    found = rows(NEXT_TO_ACCEPT, {"unit": unit, "mine": list(mine), "but": but})
    return found[0] if found else None
