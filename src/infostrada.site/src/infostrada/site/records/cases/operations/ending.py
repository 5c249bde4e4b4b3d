"""A case is settled, ends for good, is taken up again; what stands against each."""

from collections.abc import Iterable
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.interfaces import IClosingBlockers
from infostrada.site.records.cases.interfaces import IEndingBlockers
from infostrada.site.records.cases.papers import mattering
from infostrada.site.records.cases.permissions import CLOSE
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.cases.rules import closing_blockers
from infostrada.site.records.cases.rules import Duty
from infostrada.site.records.cases.rules import OPEN as OPEN_STATES
from infostrada.site.records.cases.rules import Paper
from infostrada.site.records.cases.ties import parts_of
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.deed import deed
from infostrada.site.records.events import CaseClosed
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import subscribers
from zope.event import notify


LONGEST_REASON = 500
# What a reason overrides when a case ends for good.
UNPROVED = frozenset({"service_unproved", "decision_not_dispatched"})


def blockers(case: Case, *, decision: str | None, closes_on: date) -> list[Blocker]:
    """Everything that stands against closing the case, its letters' open tasks included."""
    duties = [
        Duty(IUUID(task), f"{task.disposition}: {task.title}", task.done_at is not None)
        for task in _all_tasks(case)
    ]
    return closing_blockers(
        state=state_of(case),
        started_on=case.started_on,
        closes_on=closes_on,
        today=polish_today(),
        decision=decision,
        elsewhere=bool(case.exemption.system),
        reference=case.exemption.reference,
        papers=mattering(case, decision, closes_on),
        duties=duties,
        parts=[
            Duty(IUUID(part), str(part.sign), state_of(part) not in OPEN_STATES) for part in parts_of(case)
        ],
        arrivals=[
            Paper(uid, f"RPW {letter.rpw_number}", "accepted", letter.received_date)
            for uid, letter in ((uid, record_at(uid)) for uid in case.letters)
            if letter is not None
        ],
        others=[blocker for each in subscribers((case,), IClosingBlockers) for blocker in each.blockers],
    )


def _all_tasks(case: Case) -> Iterable[Any]:
    yield from tasks_of(case)
    for uid in case.letters:
        yield from tasks_of(by_uid(uid, ILetter, near=case))


def close_case(case: Case, *, decision: str | None, settled_on: date | None = None, note: str = "") -> None:
    """Settle a case by an accepted document of it. Raises Blocked with all blockers.

    A case led in another system may be settled by a document that lies there: then `decision` is None and the number the
    case has in that system is known.
    """
    require(CLOSE, case)
    act = deed(case)
    day = settled_on or act.at.date()
    against = blockers(case, decision=decision, closes_on=day)
    if against:
        raise Blocked(against)
    case.decision_uid, case.settled_on, case.resolution_note = decision or None, day, note.strip()
    document = case[decision] if decision else None
    told = (IUUID(document), document.title) if document is not None else ("", case.exemption.notes[0])
    case.step(act.at, act.actor, "case_settled", *told)
    move(case, "settle")
    case.reindexObject()
    act.write("case.settled", case, decision=decision, settled_on=day.isoformat())
    notify(CaseClosed(case, act.actor, document))


def ending_blockers(case: Case, closed_on: date) -> list[Blocker]:
    """Everything that stands against ending the case for good on a day."""
    return [blocker for each in subscribers((case,), IEndingBlockers) for blocker in each.against(closed_on)]


def finish_case(case: Case, closed_on: date | None = None, *, without_proof: str = "") -> None:
    """The decision was served and is final: the case ends and archival years are counted.

    Where the type of the case asks for proof that its decisions were served, each letter without one stands against
    it; `without_proof` is the reason why the case ends all the same. Raises InvalidData or Blocked.
    """
    require(CLOSE, case)
    act = deed(case)
    day = closed_on or act.at.date()
    if case.settled_on is None or day < case.settled_on:
        raise invalid("closed_on", "closes_before_document")
    if day > act.at.date():
        raise invalid("closed_on", "closes_in_future")
    if len(without_proof) > LONGEST_REASON:
        raise invalid("without_proof", "too_long")
    reason = without_proof.strip()
    against = ending_blockers(case, day)
    unproved = [one for one in against if one.reason in UNPROVED]
    if against and (not reason or len(unproved) < len(against)):
        raise Blocked(against)
    case.closed_on = day
    case.step(act.at, act.actor, "case_finished", "", reason if unproved else "")
    move(case, "finish")
    _reindex_line(case)
    told = {"unproved": [one.uid for one in unproved], "reason": reason} if unproved else {}
    act.write("case.finished", case, closed_on=day.isoformat(), **told)


def reopen_case(case: Case, reason: str) -> None:
    """Take a settled or ended case up again; needs a reason and its own right (EOD-05)."""
    require(REOPEN, case)
    if not reason.strip():
        raise invalid("reason", "required")
    act = deed(case)
    case.settled_on = case.closed_on = case.decision_uid = None
    case.step(act.at, act.actor, "case_reopened", "", reason.strip())
    move(case, "reopen")
    _reindex_line(case)
    act.write("case.reopened", case, reason=reason.strip())


def _reindex_line(case: Case) -> None:
    """The case and those it continues: their archival years are counted from its end."""
    seen: set[str] = set()
    pending = [case]
    while pending:
        at = pending.pop()
        at.reindexObject()
        seen.add(IUUID(at))
        pending += [
            found
            for found in map(record_at, at.linked("continues"))
            if found is not None and IUUID(found) not in seen
        ]
