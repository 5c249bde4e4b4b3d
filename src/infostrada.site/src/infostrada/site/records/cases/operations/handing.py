"""A case goes to another officer, or to another organisational unit."""

from infostrada.core.record.grants import revoke
from infostrada.site.records.actor import name_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.cases.spis import org_of
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.rights import WORK
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import parse


def hand_over(case: Case, officer: str, reason: str, org_id: str = "") -> None:
    """Give the case to another officer of the unit: they work on it, the one before goes on reading it.

    With `org_id` it goes to that organisational unit, whose head has it from now on; its sign stays as it was given, and
    so does its place in the list of cases (Dz.U. 2011 nr 14 poz. 67). Needs the right of the head of the department or of
    the co-ordinator. Raises InvalidData or Blocked.
    """
    require(REOPEN, case)
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
