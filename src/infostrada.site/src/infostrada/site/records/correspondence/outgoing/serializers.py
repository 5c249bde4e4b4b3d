"""Outgoing letters and dispatch lists as JSON."""

from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.dispatch import letters_of
from infostrada.site.records.correspondence.outgoing.interfaces import IDispatchList
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.records.serializers import evidence_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import Interface


# Of a restricted letter: what would tell of its case.
UNTOLD: dict[str, Any] = {
    "document_kind": "",
    "document_uid": "",
    "method_reason": "",
    "remarks": "",
    "author": None,
    "accepted_by": None,
    "enclosures": [],
}


@adapter(IOutgoing, Interface)
class OutgoingSerializer(RecordSerializer):
    """A letter with its addressee, enclosures, way and proofs; of a restricted one what the registry needs to send it."""

    def title(self, record: Any) -> str:
        """What it is called to whoever may know."""
        told: str = record.title if is_told(record) else record.Title()
        return told

    def own(self, record: Any) -> dict[str, Any]:
        """Metadata set B under its field ids."""
        url = record.absolute_url()
        told = {
            "rpwych_number": record.rpw_number,
            "number": record.number,
            "year": record.year,
            "registered_at": iso(record.registered_at),
            "addressee": record.addressee._asdict(),
            "letter_date": record.letter_date,
            "posting_date": iso(record.sent_on),
            "document_kind": record.document_kind,
            "document_uid": record.document_uid,
            "access": record.access,
            "attachment_count": max(len(record.enclosures) - 1, 0),
            "dcmi_type": "Text",
            "dispatch_method": record.method,
            "method_basis": record.method_basis,
            "method_reason": record.method_reason,
            "remarks": record.remarks,
            "author": record.author._asdict(),
            "accepted_by": record.accepted_by._asdict() if record.accepted_by else None,
            "case_uid": record.case_uid,
            "case_sign": record.case_sign,
            "enclosures": [each._asdict() for each in record.enclosures],
            "tracking": record.tracking,
            "list_uid": record.list_uid,
            "list_label": record.list_label,
            "message_id": record.message_id,
            "channel_status": record.channel_status,
            "channel_fault": record.channel_fault,
            "service": service_json(record, opened=is_told(record)),
            "evidences": [evidence_json(each, url) for each in record.evidences],
        }
        return told if is_told(record) else {**told, **UNTOLD}


def service_json(letter: Outgoing, *, opened: bool = True) -> dict[str, Any]:
    """When and by what article the letter counts as served, and (if `opened` is wanted) the term this opened."""
    term = (
        term_opened(letter.document_kind, letter.served_on, letter.answer_days)
        if opened and letter.served_on
        else None
    )
    return {
        "served_on": iso(letter.served_on),
        "basis": letter.service_basis,
        "proof": letter.proof,
        "received_by": letter.received_by,
        "first_notice": iso(letter.first_notice),
        "second_notice": iso(letter.second_notice),
        "opens": {"term": term[0], "ends": iso(term[1].end)} if term else None,
    }


@adapter(IDispatchList, Interface)
class DispatchListSerializer(RecordSerializer):
    """A list with its letters."""

    def own(self, record: Any) -> dict[str, Any]:
        """Whose letters, and when the carrier took them."""
        return {
            "label": record.label,
            "carrier": record.carrier,
            "made_at": iso(record.made_at),
            "made_by": record.made_by._asdict(),
            "handed_over_on": iso(record.handed_over_on),
            "posting_book": f"{record.absolute_url()}/@@posting-book",
            "letters": [
                {
                    "@id": letter.absolute_url(),
                    "uid": IUUID(letter),
                    "rpwych_number": letter.rpw_number,
                    "recipient": letter.recipient,
                    "method": letter.method,
                    "tracking": letter.tracking,
                    "state": state_of(letter),
                }
                for letter in letters_of(record)
            ],
        }
