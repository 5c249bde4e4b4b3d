"""Types of cases: made, renewed, withdrawn; what a case of a type says, checks off and reaches."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.content import TypedBy
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.deed import deed
from infostrada.site.records.find import by_uid
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.store import bucket
from infostrada.site.records.store import file_object
from infostrada.site.records.store import TYPES
from infostrada.site.records.switching import listed
from infostrada.site.records.switching import switch
from infostrada.site.records.templates.interfaces import ITemplate
from infostrada.site.records.types.content import CaseType
from infostrada.site.records.types.content import TypeVersion
from infostrada.site.records.types.interfaces import ICaseType
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.types.rules import definition_faults
from infostrada.site.records.types.rules import value_faults
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from typing import NamedTuple


MANAGE = "infostrada.site: Manage templates"


class TypedOpening(NamedTuple):
    """What a clerk says to open a case of a type; class and term come from the type."""

    title: str
    org_id: str
    letter: Any = None
    started_on: date | None = None
    description: str = ""
    access: str = "not_public"
    parties: tuple[Participant, ...] = ()


def add_type(context: Any, title: str, definition: Definition) -> CaseType:
    """Make a type of cases. Raises InvalidData with everything wrong."""
    require(MANAGE, context)
    faults = [] if title.strip() else [Fault("title", "required")]
    faults += _faults(context, definition)
    if faults:
        raise InvalidData(faults)
    act = deed(context)
    draft = CaseType(title=title.strip())
    draft.versions = (TypeVersion(1, definition, act.actor, act.at),)
    made: CaseType = file_object(bucket(context, TYPES), draft, "records_case_type")
    act.write("case_type.added", made)
    return made


def renew_type(case_type: CaseType, definition: Definition, comment: str = "") -> TypeVersion:
    """The next version; cases that began stay on theirs."""
    require(MANAGE, case_type)
    faults = _faults(case_type, definition)
    if faults:
        raise InvalidData(faults)
    if state_of(case_type) != "active":
        raise Blocked([], reason="type_withdrawn")
    act = deed(case_type)
    version = TypeVersion(len(case_type.versions) + 1, definition, act.actor, act.at, comment.strip())
    case_type.versions = (*case_type.versions, version)
    case_type.reindexObject()
    act.write("case_type.version", case_type, number=version.number)
    return version


def withdraw_type(case_type: CaseType) -> None:
    """No case begins with it any more."""
    switch(case_type, "withdraw", permission=MANAGE, word="case_type")


def restore_type(case_type: CaseType) -> None:
    """Cases may begin with it again."""
    switch(case_type, "restore", permission=MANAGE, word="case_type")


def types(context: Any) -> list[CaseType]:
    """Types of the office by name, withdrawn ones last."""
    return listed(context, TYPES)


def open_typed(case_type: CaseType, opening: TypedOpening, *, idempotency_key: str | None = None) -> Case:
    """Open a case of the type's newest version: its class, its term, its first stage."""
    require("View", case_type)
    if state_of(case_type) != "active":
        raise Blocked([], reason="type_withdrawn")
    version = case_type.latest
    given = version.definition
    case = open_case(
        case_type,
        Opening(class_symbol=given.class_symbol, term=given.term, **opening._asdict()),
        idempotency_key=idempotency_key,
    )
    if case.typed is None:
        case.typed = TypedBy(IUUID(case_type), version.number, given.stages[0] if given.stages else "")
        if given.system or not given.metryka:
            case.exemption = Exemption(given.system, given.metryka, given.exempt_basis)
        case.reindexObject()
        deed(case).write("case.typed", case, type=IUUID(case_type), number=version.number)
    return case


def version_of(case: Case) -> TypeVersion | None:
    """The version the case began with; None for a case without a type."""
    if case.typed is None:
        return None
    found: TypeVersion | None = by_uid(case.typed.type, ICaseType, near=case).version(case.typed.number)
    return found


def fill_in(case: Case, values: Mapping[str, str]) -> None:
    """Say what the type asks; names that are not given stay as they are."""
    definition, typed = _open_definition(case)
    faults = value_faults(definition, values)
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)
    kept = dict(typed.values) | {name: value.strip() for name, value in values.items()}
    _keep(case, "case_data", typed._replace(values=tuple(kept.items())), ", ".join(values))


def check_off(case: Case, done: Sequence[str]) -> None:
    """Set which items of the checklist are done."""
    definition, typed = _open_definition(case)
    if not set(done) <= set(definition.checklist):
        raise invalid("done", "not_in_list")
    listed = tuple(item for item in definition.checklist if item in set(done))
    _keep(case, "case_checked", typed._replace(done=listed), f"{len(listed)}/{len(definition.checklist)}")


def go_to(case: Case, stage: str) -> None:
    """Reach a stage of the type, forwards or back."""
    definition, typed = _open_definition(case)
    if stage not in definition.stages:
        raise invalid("stage", "not_in_list")
    _keep(case, "case_stage", typed._replace(stage=stage), stage)


def _keep(case: Case, action: str, typed: TypedBy, label: str) -> None:
    act = deed(case)
    case.typed = typed
    case.step(act.at, act.actor, action, "", label)
    case.reindexObject()
    act.write(action.replace("_", "."), case)


def _open_definition(case: Case) -> tuple[Definition, TypedBy]:
    require(WORK_ON, case)
    version = version_of(case)
    if version is None or case.typed is None:
        raise Blocked([], reason="case_without_type")
    if state_of(case) not in OPEN:
        raise Blocked([], reason="case_not_open")
    return version.definition, case.typed


def _faults(context: Any, given: Definition) -> list[Fault]:
    faults = [Fault(field, reason) for field, reason in definition_faults(given)]
    plan = plan_on(context, deed(context).at.date())
    if plan is None or not plan.takes_cases(given.class_symbol):
        faults.append(Fault("class_symbol", "class_not_final" if plan is not None else "no_plan"))
    for uid in given.templates:
        by_uid(uid, ITemplate, near=context)
    return faults
