"""Keep the office's list of exceptions from the way of keeping: entered and ended, never taken out."""

from datetime import date
from datetime import timedelta
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.deed import deed
from infostrada.site.records.events import PlanApproved
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.modes import carried_over
from infostrada.site.records.plan.modes import exception_faults
from infostrada.site.records.plan.modes import mode_on
from infostrada.site.records.plan.modes import ModeException
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from persistent.list import PersistentList
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.records.mode_exceptions"
OPENED_SINCE = """
    SELECT count(*) AS cases FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE own.unit = %(unit)s AND own.class_symbol = %(symbol)s AND own.year >= %(year)s
        AND (record.created AT TIME ZONE 'Europe/Warsaw')::date >= %(first)s
        AND own.handling_mode <> %(mode)s
"""
KEPT = f"""
    SELECT own.class_symbol, own.handling_mode, count(*) AS cases
    FROM site.case_listing AS own JOIN core.record AS record ON record.uid = own.uid
    WHERE record.type = 'records_case' AND own.unit = %(_unit)s AND own.settled_on IS NULL
        AND record.state = ANY(%(_states)s) AND {visible("record")}
    GROUP BY own.class_symbol, own.handling_mode ORDER BY own.class_symbol, own.handling_mode
"""  # noqa: S608 - our own clauses


class Exempting(NamedTuple):
    """What is said of a new exception."""

    symbol: str
    mode: str
    first: date
    basis: str
    last: date | None = None


class ModeChange(NamedTuple):
    """A class whose way of keeping changes with a version of the plan."""

    symbol: str
    title: str
    before: str
    after: str


class Otherwise(NamedTuple):
    """Open cases of a class that go on in another way than the class is kept in now."""

    symbol: str
    title: str
    mode: str
    now: str
    cases: int


def exceptions_of(context: Any) -> tuple[ModeException, ...]:
    """The office's list, in the order of entry."""
    return tuple(IAnnotations(unit_of(context)).get(KEY, ()))


def mode_of_class(plan: Plan, symbol: str, day: date) -> str:
    """The way the cases of a class of this version are kept when they are opened on a day."""
    return mode_on(exceptions_of(plan), symbol, day, plan.mode(symbol))


def enter_exception(context: Any, given: Exempting) -> ModeException:
    """Except a class from a day on; raises InvalidData naming the fields.

    A day that has passed is taken only while no case was opened otherwise since: a case keeps the way it was opened in.
    """
    require(MANAGE, context)
    unit, act = unit_of(context), deed(context)
    plan = plan_on(unit, given.first)
    held = plan.get(given.symbol) if plan is not None else None
    if plan is None or held is None:
        raise invalid("symbol" if plan else "first", "class_unknown" if plan else "no_plan")
    if not plan.takes_cases(given.symbol):
        raise invalid("symbol", "class_not_final")
    last, basis = given.last, given.basis.strip()
    made = ModeException(given.symbol, held.title, given.mode, given.first, last, basis, act.actor, act.at)
    faults = [Fault(*each) for each in exception_faults(made, exceptions_of(unit), plan.mode(given.symbol))]
    if not faults and _opened_since(act.unit, made):
        faults.append(Fault("first", "opened_otherwise"))
    if faults:
        raise InvalidData(faults)
    _kept(unit).append(made)
    data = {"symbol": made.symbol, "mode": made.mode, "first": made.first.isoformat(), "basis": made.basis}
    data["last"] = made.last.isoformat() if made.last else ""
    journal.append("records.plan.excepted", unit=act.unit, data=data)
    return made


def end_exception(context: Any, place: int, last: date | None, basis: str) -> ModeException:
    """End an exception with a day, on the basis of an order; cases opened in its time go on as they are."""
    require(MANAGE, context)
    unit = unit_of(context)
    held = _kept(unit)
    if not 0 <= place < len(held):
        raise invalid("place", "unknown_object")
    one: ModeException = held[place]
    faults = [] if basis.strip() else [Fault("basis", "required")]
    if last is None:
        faults.append(Fault("last", "required"))
    elif last < max(one.first, polish_today()):
        faults.append(Fault("last", "in_past" if last >= one.first else "before_start"))
    if faults or last is None:
        raise InvalidData(faults)
    if one.last is not None and one.last <= last:
        raise Blocked([], reason="exception_over")
    held[place] = one._replace(last=last, ended_basis=basis.strip())
    data = {"symbol": one.symbol, "mode": one.mode, "last": last.isoformat(), "basis": basis.strip()}
    journal.append("records.plan.exception_ended", unit=unit.unit_id, data=data)
    return held[place]


def carry_over(event: PlanApproved) -> None:
    """When a version of the plan binds: exceptions that have nothing to except any more end the day before."""
    plan: Plan = event.object
    unit, valid_from = unit_of(plan), plan.valid_from
    if valid_from is None:
        return
    before = exceptions_of(unit)
    after = carried_over(before, valid_from, plan.takes_cases, plan.mode, plan.title)
    for place, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now:
            _kept(unit)[place] = now
            data = {"symbol": now.symbol, "mode": now.mode, "last": now.last.isoformat() if now.last else ""}
            journal.append(
                "records.plan.exception_ended", unit=unit.unit_id, data={**data, "basis": plan.title}
            )


def mode_changes(plan: Plan) -> list[ModeChange]:
    """Classes of an approved version that were kept otherwise on the day before it binds."""
    if plan.valid_from is None:
        return []
    eve = plan.valid_from - timedelta(days=1)
    before = plan_on(plan, eve)
    if before is None:
        return []
    listed, found = exceptions_of(plan), []
    for held in plan.classes():
        if not (held.category_lead and before.takes_cases(held.symbol) and plan.is_final(held.symbol)):
            continue
        was = mode_on(listed, held.symbol, eve, before.mode(held.symbol))
        now = mode_on(listed, held.symbol, plan.valid_from, plan.mode(held.symbol))
        if was != now:
            found.append(ModeChange(held.symbol, held.title, was, now))
    return found


def kept_otherwise(plan: Plan, day: date) -> list[Otherwise]:
    """Open cases the visitor may see that go on in another way than their class is kept in on a day."""
    pending.flush()
    unit = unit_of(plan)
    given = {"_unit": unit.unit_id, "_states": list(OPEN), **parameters(principals())}
    listed, found = exceptions_of(unit), []
    for row in rows(KEPT, given):
        symbol, mode = row["class_symbol"], row["handling_mode"]
        held = plan.get(symbol)
        now = mode_on(listed, symbol, day, plan.mode(symbol))
        if held is not None and now != mode:
            found.append(Otherwise(symbol, held.title, mode, now, row["cases"]))
    return found


def adopt(unit: Any, given: ModeException) -> None:
    """Enter a row of the list as another system of the office had it."""
    _kept(unit).append(given)


def _opened_since(unit: str, given: ModeException) -> bool:
    if given.first > polish_today():
        return False
    pending.flush()
    asked = {"unit": unit, "symbol": given.symbol, "year": given.first.year, "first": given.first}
    (found,) = rows(OPENED_SINCE, {**asked, "mode": given.mode})
    return bool(found["cases"])


def _kept(unit: Any) -> Any:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentList()
    return annotations[KEY]
