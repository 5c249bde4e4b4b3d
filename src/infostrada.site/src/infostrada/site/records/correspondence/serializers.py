"""An incoming letter as JSON."""

from infostrada.site.records.correspondence.appeals import brought_in_time
from infostrada.site.records.correspondence.channels import verdict
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.serializers import evidence_json
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.report import report_json
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(ILetter, Interface)
class LetterSerializer(RecordSerializer):
    """A letter with its RPW number, metadata and files."""

    def told(self) -> dict[str, Any]:
        """Whoever keeps the paper of a letter they may not see is told what the register tells."""
        letter = self.context
        if not letter.sealed or api.user.has_permission("View", obj=letter):
            return super().told()
        return {
            "@id": letter.absolute_url(),
            "@type": letter.portal_type,
            "uid": IUUID(letter),
            "title": letter.Title(),
            "state": state_of(letter),
            "rpw_number": letter.rpw_number,
            "number": letter.number,
            "year": letter.year,
            "received_date": iso(letter.received_date),
            "paper": _paper(letter),
        }

    def own(self, record: Any) -> dict[str, Any]:
        """Metadata set A under its field ids."""
        url = record.absolute_url()
        fields = {name: getattr(record, name, None) for name in FIELDS[1:]}
        return {
            "rpw_number": record.rpw_number,
            "number": record.number,
            "year": record.year,
            "registered_at": iso(record.registered_at),
            **fields,
            "other_senders": [each._asdict() for each in record.other_senders],
            "received_date": iso(record.received_date),
            "assigned_to": record.assigned_to,
            "case_uid": record.case_uid,
            "class_symbol": record.outside_symbol,
            "handled_by_system": record.outside_system,
            "paper": _paper(record),
            "unopened": _unopened(record),
            "damages": [{**one._asdict(), "at": iso(one.at)} for one in record.damages],
            "money": [{**one._asdict(), "at": iso(one.at)} for one in record.money],
            "handed_in": _verdict(record),
            "in_time": _in_time(record),
            "message_id": record.message_id,
            "sender_ade": record.sender_ade,
            "evidences": [evidence_json(each, url) for each in record.evidences],
            "files": [file_json(item, f"{url}/@@file/{item.uid}") for item in record.files],
            "signatures": {uid: report_json(report) for uid, report in letter_reports(record).items()},
        }


def _paper(letter: Any) -> dict[str, Any]:
    return {
        "scan": letter.scan_now,
        "note": letter.scan_note,
        "media": letter.media,
        "sequence": letter.sequence,
        "place": letter.shelf,
        "loans": [
            {**loan._asdict(), "lent_on": iso(loan.lent_on), "returned_on": iso(loan.returned_on)}
            for loan in letter.loans
        ],
    }


def _unopened(letter: Any) -> dict[str, Any] | None:
    closed = letter.unopened
    return {**closed._asdict(), "at": iso(closed.at)} if closed is not None else None


def _verdict(letter: Any) -> dict[str, Any]:
    found = verdict(letter.delivery_method or "", letter.matter, letter.received_date)
    return {"effective": found.effective, "proof": found.proof}


def _in_time(letter: Any) -> dict[str, Any] | None:
    found = brought_in_time(letter)
    return (
        {**found._asdict(), "end": iso(found.end), "counted": iso(found.counted)}
        if found is not None
        else None
    )
