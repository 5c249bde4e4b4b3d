"""Words of the records domain as the desk shows them."""

from infostrada.site import _
from typing import Any


STATES: dict[str, tuple[Any, str]] = {
    "registered": (_("Registered"), "wait"),
    "incomplete": (_("To be completed"), "warn"),
    "assigned": (_("Assigned"), "run"),
    "in_case": (_("In a case"), "done"),
    "outside_case": (_("Outside cases"), "done"),
    "returned": (_("Returned"), "warn"),
    "void": (_("Registered by mistake"), "warn"),
    "started": (_("Started"), "wait"),
    "in_progress": (_("In progress"), "run"),
    "paused": (_("Clock stopped"), "warn"),
    "suspended": (_("Suspended"), "warn"),
    "settled": (_("Settled"), "done"),
    "closed": (_("Finally ended"), "done"),
    "draft": (_("Draft"), "wait"),
    "submitted": (_("Submitted for acceptance"), "run"),
    "accepted": (_("Accepted"), "done"),
    "cancelled": (_("Cancelled"), "warn"),
    "approved": (_("Approved"), "done"),
    "open": (_("Open"), "run"),
    "done": (_("Done"), "done"),
    "withdrawn": (_("Withdrawn"), "warn"),
    "archived": (_("In the archive"), "done"),
    "destroyed": (_("Destroyed by a protocol"), "warn"),
    "proposed": (_("Proposed"), "wait"),
    "refused": (_("Refused"), "warn"),
    "carried_out": (_("Carried out"), "done"),
    "active": (_("In use"), "done"),
    "ready": (_("Ready to be sent"), "wait"),
    "sent": (_("Sent"), "run"),
    "delivered": (_("Delivered"), "done"),
    "deemed": (_("Counts as delivered"), "done"),
    "undelivered": (_("Not delivered"), "warn"),
    "prepared": (_("Prepared"), "wait"),
    "handed_over": (_("Handed over"), "done"),
}
ACCESS = {
    "public": _("public – available as a whole"),
    "partly_public": _("public – available in part"),
    "not_public": _("not public"),
}
TERMS = {
    "inquiry": _("one month: a case that needs an inquiry"),
    "complex": _("two months: a particularly complex case"),
    "simplified": _("one month: simplified proceedings"),
    "appeal": _("one month: appeal"),
    "certificate": _("seven days: certificate"),
    "complaint": _("one month: complaint"),
    "public_information": _("fourteen days: public information"),
    "petition": _("three months: petition"),
    "public_information_longer": _("two months: public information, term lengthened"),
    "accessibility": _("seven days: request for accessibility"),
    "interpellation": _("fourteen days: interpellation or question of a councillor"),
    "environment": _("one month: information on the environment"),
    "reuse": _("fourteen days: re-use of public information"),
    "silent": _("one month: settled by silence"),
}
STOP_REASONS = {
    "statutory_act": _("terms of statutory acts"),
    "hybrid_delivery": _("delivery by the public hybrid service"),
    "mediation": _("mediation"),
    "party_fault": _("fault of a party"),
    "independent_cause": _("causes independent of the authority"),
    "suspension": _("suspension of the proceedings"),
}
ACTIONS = {
    "case_opened": _("case opened"),
    "letter_filed": _("letter filed"),
    "task_given": _("task given"),
    "document_added": _("document added"),
    "version_added": _("version added"),
    "document_submitted": _("document submitted for acceptance"),
    "document_accepted": _("document accepted"),
    "document_signed": _("signed file of the document kept"),
    "document_sealed": _("document sealed by the office"),
    "document_returned": _("document returned with remarks"),
    "document_cancelled": _("document cancelled"),
    "case_settled": _("case settled"),
    "case_finished": _("case finally ended"),
    "case_reopened": _("case taken up again"),
    "case_handed_over": _("case handed over"),
    "case_archived": _("case taken into the archive"),
    "case_destroyed": _("files destroyed by a protocol"),
    "category_raised": _("archival category raised"),
    "hold_set": _("held back from destruction"),
    "hold_ended": _("no longer held back from destruction"),
    "case_data": _("data of the case filled in"),
    "case_checked": _("checklist changed"),
    "case_stage": _("stage reached"),
    "group_founded": _("group of cases founded"),
    "case_tied": _("case tied to another"),
    "case_continues": _("case goes on from another sign"),
    "case_continued": _("case goes on under another sign"),
    "letter_moved_out": _("letter moved to another case"),
    "case_void": _("case marked as opened by mistake"),
    "clock_stopped": _("clock stopped"),
    "clock_started": _("clock started again"),
    "delay_told": _("delay told to the parties, new term named"),
    "urging_received": _("ponaglenie received"),
    "urging_passed_on": _("ponaglenie passed on"),
    "terms_set": _("terms of the case set"),
    "letter_prepared": _("letter to an addressee registered"),
    "letter_queued": _("letter handed to the network"),
    "letter_sent": _("letter sent"),
    "letter_served": _("letter served"),
    "letter_deemed": _("letter counts as served"),
    "letter_undelivered": _("letter not delivered"),
    "letter_cancelled": _("letter cancelled"),
}
MODES = {"ezd": _("electronic (EZD)"), "paper": _("paper")}
CHANGES = {"added": _("new class"), "removed": _("removed class"), "changed": _("changed class")}


def tagged(state: str) -> dict[str, Any]:
    """Cell of a register with the state's word and tone."""
    text, tone = STATES[state]
    return {"text": text, "tone": tone}
