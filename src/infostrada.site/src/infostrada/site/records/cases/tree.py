"""A case with its sub-cases closed as a whole: everything against it first, then a job.

Documents are not touched: what lies in a settled case is closed with it. Sub-cases are settled
from the leaves up, by the decision of the whole case; those that ended before stay as they are.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from infostrada.core import jobs
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.jobs.batches import in_batches
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.record import pending
from infostrada.core.record.grants import read_ahead
from infostrada.core.record.sql import rows
from infostrada.site import _
from infostrada.site.records.cases.below import DEEPEST
from infostrada.site.records.cases.below import TREE
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.interfaces import IClosingBlockers
from infostrada.site.records.cases.operations.ending import blockers
from infostrada.site.records.cases.operations.ending import close_case
from infostrada.site.records.cases.permissions import CLOSE
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.cases.rules import FINAL_DOCUMENT
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import CaseClosed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import in_bulk
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.component import subscribers
from zope.event import notify
from zope.interface import implementer


NAME = "records.case.close_tree"
BATCH, SHOWN = 50, 200
PARTS = f"""{TREE}
    SELECT tree.uid, record.state, record.path
    FROM (SELECT uid, max(depth) AS depth FROM tree GROUP BY uid) AS tree
        JOIN site.case_listing AS own ON own.uid = tree.uid JOIN core.record AS record ON record.uid = tree.uid
    WHERE tree.depth > 0 ORDER BY tree.depth DESC, own.sign, tree.uid
"""  # noqa: S608 - our own clauses
SIZE = f"""{TREE}
    SELECT count(DISTINCT tree.uid) FILTER (WHERE tree.depth > 0 AND record.state = ANY(%(open)s)) AS cases,
        count(DISTINCT document.uid) FILTER (WHERE record.state = ANY(%(open)s)) AS documents
    FROM tree JOIN core.record AS record ON record.uid = tree.uid
        LEFT JOIN site.document_listing AS document ON document.case_uid = tree.uid
"""  # noqa: S608 - our own clauses
AGAINST = """
    WITH going AS (
        SELECT own.uid, own.sign, own.started_on, record.state
        FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
        WHERE own.uid = ANY(CAST(%(parts)s AS text[]))
    ), about AS (
        SELECT uid, sign FROM going
        UNION ALL
        SELECT letter.uid, going.sign
        FROM site.letter_listing AS letter JOIN going ON going.uid = letter.case_uid
    )
    SELECT reason, uid, title FROM (
        SELECT 1 AS rank, 'case_not_open' AS reason, uid, sign AS title FROM going WHERE state = 'suspended'
        UNION ALL
        SELECT 2, 'closes_before_start', uid, sign FROM going WHERE started_on > %(closes_on)s
        UNION ALL
        SELECT 3, 'document_not_final', own.uid, going.sign || ': ' || record.title
        FROM going JOIN site.document_listing AS own ON own.case_uid = going.uid
            JOIN core.record AS record ON record.uid = own.uid
        WHERE record.state <> ALL(%(final)s)
        UNION ALL
        SELECT 4, 'closes_before_document', own.uid, going.sign || ': ' || record.title
        FROM going JOIN site.document_listing AS own ON own.case_uid = going.uid
            JOIN core.record AS record ON record.uid = own.uid
        WHERE record.state = 'accepted' AND own.dated > %(closes_on)s
        UNION ALL
        SELECT 5, 'task_open', task.uid, about.sign || ': ' || task.disposition
        FROM about JOIN site.task_listing AS task ON task.about = about.uid WHERE task.done_at IS NULL
        UNION ALL
        SELECT 6, 'closes_before_document', letter.uid, going.sign || ': ' || letter.sender
        FROM going JOIN site.letter_listing AS letter ON letter.case_uid = going.uid
        WHERE letter.received_date > %(closes_on)s
        UNION ALL
        SELECT 7, 'paper_lent', letter.uid, going.sign || ': ' || letter.borrower
        FROM going JOIN site.letter_listing AS letter ON letter.case_uid = going.uid
        WHERE letter.borrower <> ''
    ) AS against ORDER BY rank, title, uid LIMIT %(limit)s
"""


class Ending(NamedTuple):
    """How a tree ends: the document of the whole case, the day, a note."""

    decision: str | None
    settled_on: date
    note: str = ""


def size_of(case: Case) -> tuple[int, int]:
    """How many open sub-cases would be closed with the case, and how many documents lie in it all."""
    (row,) = _asked(SIZE, **_root(case))
    return row["cases"], row["documents"]


def tree_blockers(case: Case, ending: Ending) -> list[Blocker]:
    """All that stands against closing the case with its sub-cases; of the sub-cases the first 200."""
    own = [
        blocker
        for blocker in blockers(case, decision=ending.decision, closes_on=ending.settled_on)
        if blocker.reason != "part_open"
    ]
    if not ending.decision and "decision_missing" not in {blocker.reason for blocker in own}:
        # Sub-cases are settled by a document of the whole case, wherever that one is led.
        own.append(Blocker("decision_missing"))
    going = [row["uid"] for row in _asked(PARTS, **_root(case)) if row["state"] in OPEN]
    return own + parts_blockers(going, ending.settled_on)


def parts_blockers(uids: list[str], closes_on: date) -> list[Blocker]:
    """What stands against settling these sub-cases on a day, the first 200 things."""
    found = _asked(AGAINST, parts=uids, closes_on=closes_on, final=list(FINAL_DOCUMENT), limit=SHOWN)
    return [Blocker(row["reason"], row["uid"], row["title"]) for row in found]


def close_tree(case: Case, ending: Ending) -> str:
    """Order the job that settles the case with all its open sub-cases; Blocked with every blocker."""
    require(CLOSE, case)
    against = tree_blockers(case, ending)
    if against:
        raise Blocked(against)
    given = {
        "case": IUUID(case),
        "decision": ending.decision,
        "settled_on": ending.settled_on.isoformat(),
        "note": ending.note,
    }
    job: str = str(jobs.enqueue(NAME, given, unit=unit_of(case).unit_id))
    return job


@implementer(IJobHandler)
class CloseTree:
    """Settles the sub-cases from the leaves up, the case itself last."""

    title = _("Closing of a case with its sub-cases")
    about = "case"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches of sub-cases, each looked at anew. One settled already is passed over."""
        case: Case = record_at(params["case"])
        ending = Ending(params["decision"], date.fromisoformat(params["settled_on"]), params["note"])
        parts = [(row["uid"], row["path"]) for row in _asked(PARTS, **_root(case))]
        total = len(parts) + 1
        yield from in_batches(job, parts, BATCH, lambda rows: _settle_all(rows, case, ending), total)
        if state_of(case) in OPEN:
            close_case(case, decision=ending.decision, settled_on=ending.settled_on, note=ending.note)
        yield Progress(total, total, {"done": len(parts)})


def _settle_all(places: Sequence[tuple[str, str]], whole: Case, ending: Ending) -> None:
    """All of a batch or none; what each of them costs alone is asked for and written once for all."""
    parts = [part for part in map(_at, places) if part is not None and state_of(part) in OPEN]
    uids = [IUUID(part) for part in parts]
    against = parts_blockers(uids, ending.settled_on)
    for part in parts:
        for room in subscribers((part,), IClosingBlockers):
            against += room.blockers
    if against:
        raise Blocked(against)
    read_ahead(uids)
    document = whole[ending.decision]
    deeds: dict[str, Deed] = {}
    with in_bulk(), journal.gathering():
        for part in parts:
            unit = unit_of(part).unit_id
            act = deeds[unit] if unit in deeds else deeds.setdefault(unit, deed(part))
            _settle(part, whole, ending, document, act)


def _at(place: tuple[str, str]) -> Any:
    """The case at its place, or where it is now."""
    uid, path = place
    found = api.portal.get().unrestrictedTraverse(path, None)
    return found if IUUID(found, None) == uid else record_at(uid)


def _settle(part: Case, whole: Case, ending: Ending, document: Any, act: Deed) -> None:
    require(CLOSE, part)
    part.decision_uid, part.settled_on = ending.decision, ending.settled_on
    part.resolution_note = f"{ending.note} ({whole.sign})".strip()
    part.step(act.at, act.actor, "case_settled", ending.decision or "", f"{document.title} ({whole.sign})")
    move(part, "settle")
    part.reindexObject()
    day = ending.settled_on.isoformat()
    act.write("case.settled", part, decision=ending.decision, settled_on=day, whole=IUUID(whole))
    notify(CaseClosed(part, act.actor, document))


def _root(case: Case) -> dict[str, Any]:
    return {"root": IUUID(case), "deepest": DEEPEST, "open": list(OPEN)}


def _asked(statement: str, **given: Any) -> list[dict[str, Any]]:
    pending.flush()
    found: list[dict[str, Any]] = rows(statement, given)
    return found


def ending_of(decision: str | None, settled_on: date | None, note: str = "") -> Ending:
    """An ending as a form or request gives it; today without a day."""
    return Ending(decision or None, settled_on or polish_today(), note.strip())
