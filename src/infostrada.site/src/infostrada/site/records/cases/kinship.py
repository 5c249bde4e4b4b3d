"""Groups, sub-cases, related cases, a new sign for an old case, cases opened by mistake."""

from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.inheriting import inherit_special
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.permissions import CLOSE
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.ties import BACK
from infostrada.site.records.cases.ties import is_below
from infostrada.site.records.cases.ties import parts_of
from infostrada.site.records.cases.ties import tie
from infostrada.site.records.deed import deed
from infostrada.site.records.personal.special.sealing import seal_letter
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


RELATIONS = ("related", "part_of")


def found_group(case: Case) -> None:
    """Let a separated group of cases stand on this one; its own list starts at 1."""
    require(WORK_ON, case)
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    if case.sign is None or case.sign.inside is not None:
        raise invalid("group", "group_in_group")
    act = deed(case)
    case.is_group = True
    case.step(act.at, act.actor, "group_founded")
    case.reindexObject()
    act.write("case.group_founded", case)


def relate(case: Case, other: Case, kind: str = "related") -> None:
    """Tie two cases: `related`, or `part_of` when the case becomes a part of the other."""
    require(WORK_ON, case)
    require("View" if kind == "related" else WORK_ON, other)
    if kind not in RELATIONS:
        raise invalid("kind", "not_in_list")
    if IUUID(case) == IUUID(other):
        raise invalid("other", "itself")
    if kind == "part_of" and (case.linked("part_of") or is_below(case, "part_of", other)):
        raise invalid("other", "part_already")
    act = deed(case)
    tie(case, kind, other, BACK[kind])
    if kind == "part_of":
        inherit_special(case, other, act)
    case.step(act.at, act.actor, "case_tied", "", str(other.sign))
    other.step(act.at, act.actor, "case_tied", "", str(case.sign))
    act.write("case.tied", case, kind=kind, other=IUUID(other))


def continue_case(case: Case, org_id: str, class_symbol: str, reason: str) -> Case:
    """Go on with a case under a new sign: taken over in a reorganisation, or reopened later.

    The old case ends with its sign, the new one begins where it stood: its start, term, stops
    and parties. Both name each other and are found by either sign (EOD-03).
    """
    require(REOPEN, case)
    if not reason.strip():
        raise invalid("reason", "required")
    if case.linked("continued_by"):
        raise Blocked([], reason="continued_already")
    if state_of(case) == "void":
        raise Blocked([], reason="case_not_open")
    act = deed(case)
    made = open_case(
        case,
        Opening(
            title=case.title,
            org_id=org_id,
            class_symbol=class_symbol,
            started_on=case.started_on,
            term=case.term,
            description=case.description or "",
            access=case.access,
            parties=case.parties,
        ),
    )
    made.stops, made.extensions, made.urgings = case.stops, case.extensions, case.urgings
    made.internal_due_on = case.internal_due_on
    tie(made, "continues", case, "continued_by")
    inherit_special(made, case, act)
    made.step(act.at, act.actor, "case_continues", "", str(case.sign))
    case.step(act.at, act.actor, "case_continued", "", str(made.sign))
    allow(case, made.officer, READ)
    _end(case, f"{reason.strip()} ({made.sign})", act.at.date())
    act.write("case.continued", case, under=str(made.sign), reason=reason.strip())
    return made


def _end(case: Case, note: str, day: Any) -> None:
    """The old case ends without a decision of its own: the new one has it."""
    state = state_of(case)
    case.resolution_note = note
    if state == "suspended":
        move(case, "resume")
    if state in OPEN:
        case.settled_on = day
        move(case, "settle")
    if state_of(case) == "settled":
        case.closed_on = day
        move(case, "finish")
    case.reindexObject()


def refile_letter(case: Case, letter: Any, target: Case, reason: str) -> None:
    """Move a letter filed in the wrong case; both metryki keep the trace."""
    require(WORK_ON, case)
    require(WORK_ON, target)
    if not reason.strip():
        raise invalid("reason", "required")
    if letter.case_uid != IUUID(case):
        raise invalid("letter_uid", "document_not_in_case")
    if state_of(case) not in FILING or state_of(target) not in FILING:
        raise Blocked([], reason="case_not_open")
    act = deed(case)
    case.letters = tuple(uid for uid in case.letters if uid != IUUID(letter))
    target.letters = (*target.letters, IUUID(letter))
    letter.case_uid = IUUID(target)
    seal_letter(target, letter, act)
    label = f"RPW {letter.rpw_number}: {reason.strip()}"
    case.step(act.at, act.actor, "letter_moved_out", IUUID(letter), label)
    target.step(act.at, act.actor, "letter_filed", IUUID(letter), label)
    for item in (letter, case, target):
        item.reindexObject()
    act.write("letter.refiled", letter, source=IUUID(case), case=IUUID(target), reason=reason.strip())


def void_case(case: Case, reason: str) -> None:
    """Mark a case opened by mistake; its number stays taken for ever.

    Raises Blocked with everything that still lies in it.
    """
    require(CLOSE, case)
    if not reason.strip():
        raise invalid("reason", "required")
    against = [Blocker("letter_still_in_case", uid) for uid in case.letters]
    against += [
        Blocker("document_not_cancelled", IUUID(document), document.title)
        for document in documents_of(case)
        if state_of(document) != "cancelled"
    ]
    against += [
        Blocker("task_open", IUUID(task), task.title) for task in tasks_of(case) if task.done_at is None
    ]
    against += [Blocker("part_open", IUUID(part), str(part.sign)) for part in parts_of(case)]
    if against:
        raise Blocked(against)
    act = deed(case)
    case.resolution_note = reason.strip()
    case.step(act.at, act.actor, "case_void", "", reason.strip())
    move(case, "cancel")
    case.reindexObject()
    act.write("case.void", case, reason=reason.strip())
