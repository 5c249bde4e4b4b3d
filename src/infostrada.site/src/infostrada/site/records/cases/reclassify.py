"""A case opened in the wrong class goes into the right one; its old number stays in the list, and says where it went.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67: the co-ordinator of office activities watches over the
choice of classes. A sign is never used again, so the old one stays with a row of its own.
"""

from infostrada.core import numbers
from infostrada.core.record import pending
from infostrada.core.record.retell import retell
from infostrada.core.record.retell import Rows
from infostrada.core.record.sql import rows
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.spis import spis
from infostrada.site.records.cases.ties import tie
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.personal.special.closing import close_to_posts
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.marking import exemption_of
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.store import bucket
from infostrada.site.records.store import CASES
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import roomy
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID


# As the metryka says it.
MODES = {"ezd": "elektroniczne", "paper": "papierowe"}
DOCUMENTS = "site.document_listing"
READY = """
    SELECT own.uid FROM site.outgoing_listing AS own JOIN core.record AS record USING (uid)
    WHERE own.case_uid = %(case)s AND record.state = 'ready'
"""


def reclassify(case: Case, class_symbol: str, reason: str) -> Case:
    """Move an open case into another final class under the next sign there; returns the row the old sign keeps.

    What lies in the case stays in it; letters that went out keep the sign they bear. Needs the right of the co-ordinator
    or of the head of the department. Raises InvalidData or Blocked.
    """
    require(REOPEN, case)
    if not reason.strip():
        raise invalid("reason", "required")
    if state_of(case) not in OPEN or case.sign is None:
        raise Blocked([], reason="case_not_open")
    if case.is_group or case.sign.inside is not None:
        raise Blocked([], reason="group_not_moved")
    act = deed(case)
    plan = plan_on(unit_of(case), act.at.date())
    held = plan.get(class_symbol) if plan is not None else None
    if plan is None or held is None:
        raise invalid("class_symbol", "no_plan" if plan is None else "class_unknown")
    if not plan.takes_cases(class_symbol):
        raise invalid("class_symbol", "class_not_final")
    if class_symbol == case.class_symbol:
        raise invalid("class_symbol", "same_class")
    trace, before = _trace(case, act), str(case.sign)
    case.class_symbol, case.class_title = held.symbol, held.title
    case.category, kept = held.category_lead, case.handling_mode
    case.handling_mode = mode_of_class(plan, held.symbol, act.at.date())
    case.exemption = exemption_of(case, held.symbol, act.at.date())
    number = numbers.take(
        spis(act.unit, act.at.year, case.org_symbol, held.symbol),
        uid=IUUID(case),
        entry=entry_of(case),
    )
    case.sign = Sign(case.org_symbol, held.symbol, number.value, act.at.year)
    trace.resolution_note = f"Przeniesiono do {case.sign}: {reason.strip()}"
    tie(case, "moved_from", trace, "moved_to")
    told = f"{trace.sign} → {case.sign}: {reason.strip()}"
    if kept != case.handling_mode:
        told += f" (prowadzenie: {MODES[kept]} → {MODES[case.handling_mode]})"
    for each in (case, trace):
        each.step(act.at, act.actor, "case_reclassified", "", told)
        each.reindexObject()
    _follow(case, before)
    act.write(
        "case.reclassified",
        case,
        was=str(trace.sign),
        sign=str(case.sign),
        reason=reason.strip(),
        mode=case.handling_mode,
    )
    return trace


def _trace(case: Case, act: Deed) -> Case:
    """The row of the list the old number keeps: a case that never was, with the way to the one that is."""
    row = Case(title=case.title)
    for name in ("sign", "org_id", "org_symbol", "class_symbol", "class_title", "category", "handling_mode"):
        setattr(row, name, getattr(case, name))
    names = (
        "exemption",
        "special",
        "officer",
        "officer_name",
        "access",
        "started_on",
        "opened_at",
        "parties",
    )
    for name in names:
        setattr(row, name, getattr(case, name))
    close_to_posts(row)
    year = case.sign.year if case.sign is not None else act.at.year
    uid = new_uid()
    folder = roomy(bucket(case, CASES, year, case.class_symbol), uid)
    trace: Case = file_object(folder, row, "records_case", uid=uid)
    allow(trace, case.officer, READ)
    move(trace, "cancel")
    return trace


def _follow(case: Case, before: str) -> None:
    """Rows of documents tell the sign; tasks say the new one, and letters that have not gone out bear it."""
    pending.flush()
    documents = Rows("records_document", DOCUMENTS, "case_uid", IUUID(case))
    for uid in retell(documents, "case_sign", before, str(case.sign)):
        record_at(uid).reindexObject()
    for task in filter(None, map(record_at, case.tasks)):
        if task.about_label == before:
            task.about_label = str(case.sign)
            task.reindexObject()
    for row in rows(READY, {"case": IUUID(case)}):
        letter = record_at(row["uid"])
        if IOutgoing.providedBy(letter) and state_of(letter) == "ready":
            letter.case_sign = str(case.sign)
            letter.reindexObject()
