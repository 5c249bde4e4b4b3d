"""Import and approve versions of an office's plan."""

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.row import unit_of
from infostrada.core.record.sql import rows
from infostrada.site.records.deed import deed
from infostrada.site.records.events import PlanApproved
from infostrada.site.records.plan.approval import approval_blockers
from infostrada.site.records.plan.approval import valid_on
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.readers import read
from infostrada.site.records.plan.readers import UnreadablePlanError
from infostrada.site.records.plan.rules import blocking
from infostrada.site.records.plan.rules import Change
from infostrada.site.records.plan.rules import diff
from infostrada.site.records.plan.rules import Finding
from infostrada.site.records.plan.rules import HANDLING_MODES
from infostrada.site.records.plan.rules import PlanClass
from infostrada.site.records.plan.rules import validate
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import bucket
from infostrada.site.records.store import DESK
from infostrada.site.records.store import file_object
from infostrada.site.records.store import PLANS
from infostrada.site.records.workflow import move
from infostrada.site.units.lookup import unit_of as unit_object
from typing import Any
from typing import NamedTuple
from zope.event import notify


MANAGE = "infostrada.site: Manage classification plans"


class Preview(NamedTuple):
    """What an import would do: classes read, faults, differences from the running version."""

    classes: list[PlanClass]
    findings: list[Finding]
    changes: list[Change]
    running: Plan | None

    @property
    def blocking(self) -> list[Finding]:
        """Faults that forbid the import."""
        return blocking(self.findings)


def plans(context: Any) -> list[Plan]:
    """The unit's versions, approved ones first, the newest on top."""
    desk = unit_object(context).get(DESK)
    items = list(desk[PLANS].objectValues()) if desk is not None else []
    return sorted(items, key=lambda plan: (plan.valid_from or date.max, plan.title), reverse=True)


def plan_on(context: Any, day: date) -> Plan | None:
    """The version that binds the unit on a day."""
    bound = (plan for plan in plans(context) if valid_on(day, plan.valid_from, plan.valid_to))
    return next(bound, None)


def preview_plan(context: Any, file_name: str, data: bytes) -> Preview:
    """Read a file and compare it with the running version; changes nothing.

    Raises InvalidData with file, line and field when the file cannot be read.
    """
    try:
        classes = read(file_name, data)
    except UnreadablePlanError as error:
        field = error.field if not error.line else f"{error.field}:{error.line}"
        raise InvalidData([Fault(field, error.reason)]) from error
    running = plan_on(context, polish_today())
    before = running.classes() if running is not None else ()
    return Preview(classes, validate(classes), diff(before, classes), running)


def import_plan(context: Any, *, file_name: str, data: bytes, title: str, source: str = "") -> Plan:
    """Make a version (a draft) from a file; nothing is made when the file has a blocking fault.

    Needs the permission to manage plans; raises InvalidData naming line and field.
    """
    unit = unit_object(context)
    require(MANAGE, unit)
    if not title.strip():
        raise invalid("title", "required")
    seen = preview_plan(context, file_name, data)
    if seen.blocking:
        raise InvalidData(Fault(f"{fault.field}:{fault.line}", fault.reason) for fault in seen.blocking)
    act = deed(unit)
    draft = Plan(title=title.strip(), source=source.strip(), file_name=file_name)
    draft.fill(seen.classes)
    plan: Plan = file_object(bucket(unit, PLANS), draft, "records_plan")
    act.write("plan.imported", plan, file=file_name, classes=len(plan))
    return plan


def approve_plan(
    plan: Plan,
    valid_from: date,
    *,
    basic_mode: str = "ezd",
    exceptions: Iterable[str] = (),
    basis: str = "",
) -> None:
    """Let a version bind from a day; the version before it ends the day before.

    `exceptions` are the final classes kept otherwise than in `basic_mode`, by the order named in `basis` (the source of
    the plan when none is). Raises Blocked or InvalidData.
    """
    require(MANAGE, plan)
    if plan.approved_by is not None:
        raise Blocked([], reason="already_approved")
    if basic_mode not in HANDLING_MODES:
        raise invalid("basic_mode", "not_in_list")
    running = _last_approved(plan)
    blockers = approval_blockers(
        plan.classes(),
        valid_from=valid_from,
        running_from=running.valid_from if running is not None else None,
        used=used_classes(unit_of(plan) or "", valid_from.year),
    )
    if blockers:
        raise InvalidData(blockers)
    _set_modes(plan, basic_mode, exceptions)
    plan.exceptions_basis = basis.strip()
    act = deed(plan)
    plan.valid_from = valid_from
    plan.approved_by, plan.approved_at = act.actor, act.at
    if running is not None:
        running.valid_to = valid_from - timedelta(days=1)
        running.reindexObject()
    move(plan, "approve")
    plan.reindexObject()
    act.write("plan.approved", plan, valid_from=valid_from.isoformat())
    notify(PlanApproved(plan, act.actor))


def _last_approved(plan: Plan) -> Plan | None:
    approved = [item for item in plans(plan) if item.valid_from is not None]
    return max(approved, key=lambda item: item.valid_from or date.min, default=None)


def _set_modes(plan: Plan, basic_mode: str, exceptions: Iterable[str]) -> None:
    plan.basic_mode = basic_mode
    other = next(mode for mode in HANDLING_MODES if mode != basic_mode)
    for symbol in exceptions:
        if not plan.takes_cases(symbol):
            raise invalid("exceptions", "class_not_final")
        plan.set_mode(symbol, other)


def used_classes(unit: str, since: int) -> list[tuple[str, int]]:
    """(class, year) of the unit's cases from a year on."""
    pending.flush()
    found = rows(
        "SELECT DISTINCT class_symbol, year FROM site.case_listing WHERE unit = %(unit)s AND year >= %(since)s",
        {"unit": unit, "since": since},
    )
    return [(row["class_symbol"], row["year"]) for row in found]
