"""A case another system leads is known there by a number of its own."""

from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of


LONGEST_REFERENCE = 200


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
