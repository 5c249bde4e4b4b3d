"""Open, fill and close cases."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.errors import ContentionError
from infostrada.core.record.grants import grant
from infostrada.core.record.grants import revoke
from infostrada.site.records.actor import name_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.inheriting import inherit_special
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.interfaces import IClosingBlockers
from infostrada.site.records.cases.interfaces import IEndingBlockers
from infostrada.site.records.cases.papers import mattering
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.cases.rules import closing_blockers
from infostrada.site.records.cases.rules import Duty
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.cases.rules import group_faults
from infostrada.site.records.cases.rules import OPEN as OPEN_STATES
from infostrada.site.records.cases.rules import Paper
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.sign import UNIT_SYMBOL
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.cases.ties import tie
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import CaseClosed
from infostrada.site.records.events import CaseOpened
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.numbering.holding import held
from infostrada.site.records.personal.special.sealing import seal_letter
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.marking import exemption_of
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import roomy
from infostrada.site.records.tasks.operations import close as close_task
from infostrada.site.records.tasks.operations import HANDLE
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.records.texts import is_writable
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_org
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import parse
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple
from zope.component import subscribers
from zope.event import notify


OPEN = "infostrada.site: Open cases"
WORK_ON = "infostrada.site: Work on cases"
CLOSE = "infostrada.site: Close cases"


LONGEST_REFERENCE, LONGEST_REASON, LONGEST_TITLE = 200, 500, 1_000
# What a reason overrides when a case ends for good.
UNPROVED = frozenset({"service_unproved", "decision_not_dispatched"})


class Opening(NamedTuple):
    """What a clerk says to open a case; `letter` is the letter it begins with, if any.

    `group` is the case a separated group stands on, `whole` the case this one is a part of, `reserved` the sign
    set aside for it.
    """

    title: str
    org_id: str
    class_symbol: str
    letter: Any = None
    started_on: date | None = None
    term: str | None = None
    description: str = ""
    access: str = "not_public"
    parties: tuple[Participant, ...] = ()
    group: Any = None
    whole: Any = None
    reserved: str = ""


def open_case(context: Any, opening: Opening, *, idempotency_key: str | None = None) -> Case:
    """Open a case and give it the next sign of its organisational unit, class and year.

    A case from a letter begins on the day the letter came (KPA art. 61 § 3). With an `idempotency_key` used
    before, the case opened then is returned. Needs the right to open cases in the organisational unit. Raises
    InvalidData naming the field.
    """
    unit = unit_of(context)
    org = org_of(unit, opening.org_id)
    require(OPEN, org)
    act = deed(unit)
    series = _series(act, org.symbol, opening)
    earlier = numbers.find(series, idempotency_key) if idempotency_key else None
    if earlier is not None:
        opened: Case = by_uid(earlier.uid, ICase, near=context)
        return opened
    reserved = held(unit, series, opening.reserved)
    started = opening.started_on or _start(opening.letter, act)
    plan = _checked(unit, org, opening, started, act.at.date())
    if opening.letter is not None:
        require(HANDLE, opening.letter)
    case = _make(unit, org, plan, opening, started, act)
    if opening.letter is not None:
        case.initiator_reference = opening.letter.sender_reference or ""
        case.initiating_letter_date = opening.letter.letter_date or ""
        _take_in(case, opening.letter, act)
    _number(case, act, series, opening.group, idempotency_key, reserved)
    if opening.group is not None:
        tie(case, "in_group", opening.group, "group_of")
    if opening.whole is not None:
        require(WORK_ON, opening.whole)
        tie(case, "part_of", opening.whole, "whole_of")
        inherit_special(case, opening.whole, act)
    notify(CaseOpened(case, act.actor))
    return case


def org_of(unit: Any, org_id: str) -> Any:
    """The organisational unit with this id, however deep; InvalidData when there is none."""
    found = find_org(unit, org_id)
    if found is None:
        raise invalid("org_id", "org_unknown")
    return found


def _start(letter: Any, act: Deed) -> date:
    day: date = letter.received_date if letter is not None else act.at.date()
    return day


def _checked(unit: Any, org: Any, opening: Opening, started: date, today: date) -> Plan:
    faults = []
    if not opening.title.strip():
        faults.append(Fault("title", "required"))
    if len(opening.title) > LONGEST_TITLE:
        faults.append(Fault("title", "too_long"))
    faults += [
        Fault(name, "text_unwritable")
        for name in ("title", "description")
        if not is_writable(getattr(opening, name))
    ]
    if started > today:
        faults.append(Fault("started_on", "in_future"))
    if opening.term is not None and opening.term not in TERMS:
        faults.append(Fault("term", "term_unknown"))
    if opening.access not in ACCESS:
        faults.append(Fault("access", "not_in_list"))
    plan = plan_on(unit, today)
    faults += class_faults(unit, org, opening.class_symbol, today)
    if opening.group is not None:
        basis = (opening.group.org_symbol, opening.group.class_symbol)
        year = opening.group.sign.year
        own = (org.symbol, opening.class_symbol)
        found = group_faults(opening.group.is_group, basis, year, own, today.year)
        faults += [Fault(fault.field, fault.reason) for fault in found]
    if faults or plan is None:
        raise InvalidData(faults)
    return plan


def class_faults(unit: Any, org: Any, class_symbol: str, today: date) -> list[Fault]:
    """What forbids a case of this organisational unit and class today."""
    faults = [] if UNIT_SYMBOL.match(org.symbol or "") else [Fault("org_id", "symbol_not_for_sign")]
    plan = plan_on(unit, today)
    if plan is None:
        faults.append(Fault("class_symbol", "no_plan"))
    elif plan.get(class_symbol) is None:
        faults.append(Fault("class_symbol", "class_unknown"))
    elif not plan.takes_cases(class_symbol):
        faults.append(Fault("class_symbol", "class_not_final"))
    return faults


def _make(unit: Any, org: Any, plan: Plan, opening: Opening, started: date, act: Deed) -> Case:
    chosen = plan.get(opening.class_symbol)
    draft = Case(title=opening.title.strip(), description=opening.description)
    draft.org_id, draft.org_symbol = org.org_id, org.symbol
    draft.class_symbol, draft.class_title = opening.class_symbol, chosen.title if chosen else ""
    draft.category = chosen.category_lead if chosen else ""
    draft.handling_mode = mode_of_class(plan, opening.class_symbol, act.at.date())
    draft.exemption = exemption_of(unit, opening.class_symbol, act.at.date())
    draft.started_on, draft.opened_at, draft.term = started, act.at, opening.term
    draft.officer, draft.officer_name = act.actor.id, act.actor.name
    draft.parties, draft.access = opening.parties, opening.access
    draft.step(act.at, act.actor, "case_opened")
    uid = new_uid()
    folder = roomy(bucket(unit, CASES, act.at.year, opening.class_symbol), uid)
    case: Case = file_object(folder, draft, "records_case", uid=uid)
    grant(case, act.actor.id, WORK)
    return case


def spis(unit_id: str, year: int, org_symbol: str, class_symbol: str) -> numbers.Series:
    """The series of a list of cases (spis spraw): one for each organisational unit, class and year."""
    return numbers.Series(unit_id, "case", year, f"{org_symbol}.{class_symbol}")


def _series(act: Deed, org_symbol: str, opening: Opening) -> numbers.Series:
    """The list of cases the sign is taken from, that of the group for a case of a separated group."""
    listed = spis(act.unit, act.at.year, org_symbol, opening.class_symbol)
    basis = _basis(opening.group)
    return listed if basis is None else replace(listed, key=f"{listed.key}.{basis}")


def _basis(group: Case | None) -> int | None:
    return group.sign.number if group is not None and group.sign else None


def _number(
    case: Case,
    act: Deed,
    series: numbers.Series,
    group: Case | None,
    idempotency_key: str | None,
    reserved: numbers.Held | None,
) -> None:
    """The sign comes last: from here on other openings in the same list wait."""
    year, basis = act.at.year, _basis(group)
    act.write("case.opened", case, org=case.org_id, symbol=case.class_symbol)
    number = numbers.take(
        series,
        uid=IUUID(case),
        idempotency_key=idempotency_key,
        entry={"title": case.title, "started_on": case.started_on.isoformat()},
        held=reserved,
    )
    if number.replayed:
        # The same key was opening a case elsewhere; repeated, this request finds that case.
        raise ContentionError()
    place = (number.value, year) if basis is None else (basis, year, number.value)
    case.sign = Sign(case.org_symbol, case.class_symbol, *place)
    case.reindexObject()


def attach_letter(case: Case, letter: Any) -> None:
    """File a letter in a case that is not closed; the dekretacja to deal with it is fulfilled."""
    require(WORK_ON, case)
    require(HANDLE, letter)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    take_letter_in(case, letter, deed(case))


def take_letter_in(case: Case, letter: Any, act: Deed) -> bool:
    """File a letter a channel brought into the case it answers; False when the case takes none now.

    For channels: no right is asked for, `act` names the channel.
    """
    if state_of(case) not in FILING:
        return False
    _take_in(case, letter, act)
    case.reindexObject()
    act.write("case.letter", case, letter=IUUID(letter))
    return True


def _take_in(case: Case, letter: Any, act: Deed) -> None:
    if letter.case_uid is not None:
        raise invalid("letter", "letter_in_case")
    letter.case_uid = IUUID(case)
    letter.outside_symbol = letter.outside_title = letter.outside_system = ""
    case.letters = (*case.letters, IUUID(letter))
    case.step(act.at, act.actor, "letter_filed", IUUID(letter), f"RPW {letter.rpw_number}")
    for task in tasks_of(letter):
        if task.done_at is None and task.disposition in ("do załatwienia", "pilne"):
            close_task(task, act, "finish", "")
    move(letter, "file_in_case")
    seal_letter(case, letter, act)
    letter.reindexObject()
    act.write("letter.filed", letter, case=IUUID(case))


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


def parts_of(case: Case) -> list[Case]:
    """The sub-cases of a case, in the order they were tied."""
    return [part for part in map(record_at, case.linked("whole_of")) if part is not None]


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


def name_elsewhere(case: Case, reference: str) -> None:
    """Say by which number the system that leads the case knows it."""
    require(WORK_ON, case)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    if not case.exemption.system:
        raise Blocked([], reason="led_here")
    reference = " ".join(reference.split())
    if not reference:
        raise invalid("reference", "required")
    if len(reference) > LONGEST_REFERENCE:
        raise invalid("reference", "too_long")
    act = deed(case)
    case.exemption = case.exemption._replace(reference=reference)
    case.step(act.at, act.actor, "case_elsewhere", "", f"{case.exemption.system}: {reference}")
    case.reindexObject()
    act.write("case.elsewhere", case, reference=reference)


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
    require("infostrada.site: Reopen cases", case)
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


def hand_over(case: Case, officer: str, reason: str, org_id: str = "") -> None:
    """Give the case to another officer of the unit: they work on it, the one before goes on reading it.

    With `org_id` it goes to that organisational unit, whose head has it from now on; its sign stays as it was given, and
    so does its place in the list of cases (Dz.U. 2011 nr 14 poz. 67). Needs the right of the head of the department or of
    the co-ordinator. Raises InvalidData or Blocked.
    """
    require("infostrada.site: Reopen cases", case)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    act = deed(case)
    org = org_of(unit_of(case), org_id) if org_id and org_id != case.org_id else None
    faults = [] if reason.strip() else [Fault("reason", "required")]
    if parse(officer) is not None or not is_addressee(officer, act.unit):
        faults.append(Fault("officer", "principal_unknown"))
    elif officer == case.officer and org is None:
        faults.append(Fault("officer", "officer_already"))
    if faults:
        raise InvalidData(faults)
    before, place = case.officer, case.org_id
    case.officer, case.officer_name = officer, name_of(officer)
    if officer != before:
        allow(case, officer, WORK)
        allow(case, before, READ)
        revoke(case, before, WORK)
    if org is not None:
        case.org_id = org.org_id
    whom = ", ".join((*((org.title,) if org is not None else ()), case.officer_name))
    case.step(act.at, act.actor, "case_handed_over", "", f"{whom}: {reason.strip()}")
    case.reindexObject()
    moved = {"org": case.org_id, "org_was": place} if org is not None else {}
    act.write("case.handed_over", case, to=officer, was=before, reason=reason.strip(), **moved)
