"""A case is opened: checked, made, given the next sign of its list, tied to what it belongs to."""

from dataclasses import replace
from datetime import date
from infostrada.core import numbers
from infostrada.core.record.grants import grant
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.inheriting import inherit_special
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations.filing import file_letter
from infostrada.site.records.cases.permissions import OPEN
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import group_faults
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.spis import class_faults
from infostrada.site.records.cases.spis import org_of
from infostrada.site.records.cases.spis import spis
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.cases.ties import tie
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import CaseOpened
from infostrada.site.records.find import by_uid
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.numbering.holding import held
from infostrada.site.records.numbering.holding import taken
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.marking import exemption_of
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import roomy
from infostrada.site.records.tasks.operations import HANDLE
from infostrada.site.records.texts import is_writable
from infostrada.site.units.lookup import unit_of
from typing import Any
from typing import NamedTuple
from zope.event import notify


LONGEST_TITLE = 1_000


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
        file_letter(case, opening.letter, act)
    _number(case, act, series, opening.group, idempotency_key, reserved)
    if opening.group is not None:
        tie(case, "in_group", opening.group, "group_of")
    if opening.whole is not None:
        require(WORK_ON, opening.whole)
        tie(case, "part_of", opening.whole, "whole_of")
        inherit_special(case, opening.whole, act)
    notify(CaseOpened(case, act.actor))
    return case


def _series(act: Deed, org_symbol: str, opening: Opening) -> numbers.Series:
    """The list of cases the sign is taken from, that of the group for a case of a separated group."""
    listed = spis(act.unit, act.at.year, org_symbol, opening.class_symbol)
    basis = _basis(opening.group)
    return listed if basis is None else replace(listed, key=f"{listed.key}.{basis}")


def _basis(group: Case | None) -> int | None:
    return group.sign.number if group is not None and group.sign else None


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
    number = taken(case, series, entry_of(case), idempotency_key, reserved)
    place = (number, year) if basis is None else (basis, year, number)
    case.sign = Sign(case.org_symbol, case.class_symbol, *place)
    case.reindexObject()
