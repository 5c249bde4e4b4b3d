"""What a bundle says of each kind of record: members and their types, in the order of the archive.

Left out on purpose: rights granted to people, check-outs, the queue of letters being sent, lists of
dispatch and destruction. A bundle gives nobody access and sends nothing.
"""

from datetime import date
from datetime import datetime
from infostrada.site.parties.operations import FIELDS as PARTY_FIELDS
from infostrada.site.parties.operations import KINDS as PARTY_KINDS
from infostrada.site.records.actor import Actor
from infostrada.site.records.acts.rules import Basis
from infostrada.site.records.archive.content import Row
from infostrada.site.records.bundle.codec import File
from infostrada.site.records.bundle.codec import one_of
from infostrada.site.records.bundle.codec import Shape
from infostrada.site.records.bundle.codec import shape_of
from infostrada.site.records.bundle.codec import Uid
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.cases.content import Link
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.content import PublicNotice
from infostrada.site.records.cases.content import TypedBy
from infostrada.site.records.cases.procedure import Drafted
from infostrada.site.records.cases.sign import Sign
from infostrada.site.records.cases.terms import Extension
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.cases.terms import TERMS
from infostrada.site.records.cases.terms import Urging
from infostrada.site.records.correspondence.channels import MATTERS
from infostrada.site.records.correspondence.content import FIELDS as LETTER_FIELDS
from infostrada.site.records.correspondence.content import Loan
from infostrada.site.records.correspondence.content import Unopened
from infostrada.site.records.correspondence.counter import Damage
from infostrada.site.records.correspondence.counter import Money
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.outgoing.content import Enclosure
from infostrada.site.records.correspondence.outgoing.rules import Addressee
from infostrada.site.records.correspondence.rules import SCANS
from infostrada.site.records.correspondence.rules import SEQUENCES
from infostrada.site.records.correspondence.rules import STATES as LETTER_STATES
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.documents.content import Approval
from infostrada.site.records.lists import ACCESS
from infostrada.site.records.personal.clauses.rules import Given
from infostrada.site.records.personal.special.rules import KINDS as SPECIAL
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.rules import HANDLING_MODES
from infostrada.site.records.signatures.content import SignedFile
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.stamping.content import Renewal
from infostrada.site.records.tasks.content import Transcription
from typing import Any
from typing import NamedTuple


FORMAT = "infostrada-records"
VERSION = 1


class ClassLine(NamedTuple):
    """A class of a plan, with its way of keeping when it is an exception."""

    symbol: str
    title: str
    category_lead: str
    category_other: str
    note: str
    mode: str


class VersionLine(NamedTuple):
    """A version of a document."""

    number: int
    file: File
    author: Actor
    made_at: datetime
    comment: str


STATES: dict[str, tuple[str, ...]] = {
    "plans": ("draft", "approved"),
    "letters": LETTER_STATES,
    "cases": ("started", "in_progress", "paused", "suspended", "settled", "closed", "void", "archived", "transferred", "destroyed"),
    "documents": ("draft", "submitted", "returned", "accepted", "cancelled"),
    "outgoing": ("ready", "sent", "delivered", "deemed", "undelivered", "cancelled"),
    "tasks": ("open", "done", "withdrawn"),
    "handovers": ("proposed", "accepted", "refused"),
}  # fmt: skip
# A word that is on none of these lists would be shown to nobody.
_ACCESS = one_of(ACCESS)
_MODE = one_of(HANDLING_MODES)
_SPECIAL: Any = tuple.__class_getitem__((one_of(SPECIAL), ...))
COMMON: dict[str, Any] = {"uid": str, "title": str}
LETTER: dict[str, Any] = {
    **dict.fromkeys(LETTER_FIELDS[1:], str | None),
    "access": _ACCESS,
    "received_date": date,
    "attachment_count": int | None,
    "party": Uid,
    "other_senders": tuple[Sender, ...],
    "foreseen_class": str,
    "matter": one_of(MATTERS),
    "number": int | None,
    "year": int | None,
    "registered_at": datetime | None,
    "files": tuple[File, ...],
    "tasks": tuple[Uid, ...],
    "case_uid": Uid | None,
    "outside_symbol": str,
    "outside_title": str,
    "outside_system": str,
    "assigned_to": str,
    "scan": one_of(["", *SCANS]),
    "scan_note": str,
    "media": str,
    "sequence": one_of(["", *SEQUENCES]),
    "shelf": str,
    "loans": tuple[Loan, ...],
    "unopened": Unopened | None,
    "damages": tuple[Damage, ...],
    "money": tuple[Money, ...],
    "evidences": tuple[Evidence, ...],
    "message_id": str,
    "thread_id": str,
    "sender_ade": str,
    "submitted_by": str,
    "foreign_number": str,
    "signature_reports": tuple[tuple[str, Report], ...],
    "renewals": tuple[Renewal, ...],
}
CASE: dict[str, Any] = {
    "description": str,
    "sign": Sign | None,
    "org_id": str,
    "org_symbol": str,
    "class_symbol": str,
    "class_title": str,
    "category": str,
    "handling_mode": _MODE,
    "exemption": Exemption,
    "term": one_of(TERMS) | None,
    "stops": tuple[Stop, ...],
    "extensions": tuple[Extension, ...],
    "urgings": tuple[Urging, ...],
    "notices": tuple[PublicNotice, ...],
    "procedure": tuple[Drafted, ...],
    "clauses": tuple[Given, ...],
    "special": _SPECIAL,
    "internal_due_on": date | None,
    "officer": str,
    "officer_name": str,
    "parties": tuple[Participant, ...],
    "letters": tuple[Uid, ...],
    "outgoing": tuple[Uid, ...],
    "links": tuple[Link, ...],
    "is_group": bool,
    "typed": TypedBy | None,
    "retention_hold": str,
    "initiator_reference": str,
    "initiating_letter_date": str,
    "tasks": tuple[Uid, ...],
    "access": _ACCESS,
    "started_on": date,
    "opened_at": datetime | None,
    "settled_on": date | None,
    "closed_on": date | None,
    "decision_uid": Uid | None,
    "resolution_note": str,
}
DOCUMENT: dict[str, Any] = {
    "case": Uid,
    "document_kind": str,
    "access": _ACCESS,
    "dated": date | None,
    "versions": tuple[VersionLine, ...],
    "filed_at": datetime | None,
    "author": Actor,
    "acceptor": str | None,
    "submitted_at": datetime | None,
    "approvals": tuple[Approval, ...],
    "accepted_by": Actor | None,
    "accepted_at": datetime | None,
    "signed_as": str,
    "remark": str,
    "template": tuple[str, int] | None,
    "basis": tuple[Basis, ...],
    "clause": tuple[str, int] | None,
    "signed_files": tuple[SignedFile, ...],
    "renewals": tuple[Renewal, ...],
}
OUTGOING: dict[str, Any] = {
    "number": int | None,
    "year": int | None,
    "registered_at": datetime | None,
    "addressee": Addressee,
    "method": str,
    "method_basis": str,
    "method_reason": str,
    "document_uid": Uid,
    "document_kind": str,
    "letter_date": str,
    "answer_days": int,
    "access": _ACCESS,
    "case_uid": Uid | None,
    "case_sign": str,
    "author": Actor,
    "accepted_by": Actor | None,
    "enclosures": tuple[Enclosure, ...],
    "remarks": str,
    "tracking": str,
    "list_label": str,
    "sent_on": date | None,
    "first_notice": date | None,
    "second_notice": date | None,
    "proof": str,
    "received_by": str,
    "served_on": date | None,
    "service_basis": str,
    "evidences": tuple[Evidence, ...],
    "message_id": str,
    "foreign_number": str,
}
TASK: dict[str, Any] = {
    "assignee": str,
    "assignee_name": str,
    "disposition": str,
    "instruction": str,
    "sign_off": str,
    "due_on": date | None,
    "about": Uid,
    "about_kind": str,
    "about_label": str,
    "above": Uid | None,
    "author": Actor,
    "given_at": datetime | None,
    "done_at": datetime | None,
    "outcome": str,
    "transcribed": Transcription | None,
}
HANDOVER: dict[str, Any] = {
    "number": int | None,
    "year": int,
    "org_symbol": str,
    "rows": tuple[Row, ...],
    # Class and first year of the folders that go by it, in their order.
    "folders": tuple[tuple[str, int], ...],
    "made_by": Actor,
    "made_at": datetime | None,
    "accepted_by": Actor | None,
    "accepted_at": datetime | None,
    "remark": str,
}
STEP: dict[str, Any] = {
    "case": Uid,
    "place": int,
    "at": datetime,
    "actor": Actor,
    "action": str,
    "document": Uid,
    "label": str,
}
PLAN: dict[str, Any] = {
    "source": str,
    "file_name": str,
    "valid_from": date | None,
    "valid_to": date | None,
    "basic_mode": _MODE,
    "exceptions_basis": str,
    "approved_by": Actor | None,
    "approved_at": datetime | None,
    "classes": tuple[ClassLine, ...],
}


class Kind(NamedTuple):
    """A member of the archive: its name, the type of its records, the members of a line."""

    name: str
    portal_type: str
    shape: Shape
    title: str


def _common(kind: str, own: dict[str, Any]) -> dict[str, Any]:
    return {**COMMON, "state": one_of(STATES[kind]), **own}


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("plans", "records_plan", _common("plans", PLAN), "A version of the plan (JRWA)"),
        *(Kind(name, "", shape_of(each.row), each.title) for name, each in REGISTERS.items()),
        Kind(
            "parties",
            "parties_party",
            {"uid": str, **dict.fromkeys(PARTY_FIELDS, str), "kind": one_of(PARTY_KINDS)},
            "A person or body of the register",
        ),
        Kind("letters", "records_letter", _common("letters", LETTER), "An incoming letter"),
        Kind("cases", "records_case", _common("cases", CASE), "A case"),
        Kind("documents", "records_document", _common("documents", DOCUMENT), "A document of a case"),
        Kind("outgoing", "records_outgoing", _common("outgoing", OUTGOING), "A letter to one addressee"),
        Kind("tasks", "records_task", _common("tasks", TASK), "A task (dekretacja)"),
        Kind(
            "handovers",
            "records_handover",
            _common("handovers", HANDOVER),
            "A list of what goes to the archive",
        ),
        Kind("metryka", "", STEP, "A line of the metryka of a case"),
    )
}
