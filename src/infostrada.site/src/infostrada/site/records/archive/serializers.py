"""The archive's lists as JSON."""

from infostrada.site.records.archive.content import Noted
from infostrada.site.records.archive.content import Submission
from infostrada.site.records.archive.interfaces import IDisposal
from infostrada.site.records.archive.interfaces import IHandover
from infostrada.site.records.archive.interfaces import ITransfer
from infostrada.site.records.archive.papers import papers_of
from infostrada.site.records.archive.sending import letters_of
from infostrada.site.records.serializers import evidence_json
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import Interface


def _row(row: Any) -> dict[str, Any]:
    days = {"started_on": iso(row.started_on), "closed_on": iso(row.closed_on)}
    return {**row._asdict(), **days}


@adapter(IHandover, Interface)
class HandoverSerializer(RecordSerializer):
    """Spis zdawczo-odbiorczy with its rows."""

    def own(self, record: Any) -> dict[str, Any]:
        """Number, people and rows."""
        return {
            "number": record.number,
            "year": record.year,
            "org_symbol": record.org_symbol,
            "folders": list(record.folders),
            "made_by": record.made_by._asdict(),
            "made_at": iso(record.made_at),
            "accepted_by": record.accepted_by._asdict() if record.accepted_by else None,
            "accepted_at": iso(record.accepted_at),
            "remark": record.remark,
            "rows": [_row(row) for row in record.rows],
        }


@adapter(IDisposal, Interface)
class DisposalSerializer(RecordSerializer):
    """Spis brakowania with approvals, consent and protocol."""

    def own(self, record: Any) -> dict[str, Any]:
        """Everything a reader of the list needs."""
        consent, protocol = record.consent, record.protocol
        return {
            "number": record.number,
            "year": record.year,
            "group": record.group,
            "declaration": record.declaration,
            "made_by": record.made_by._asdict(),
            "approvals": [{"by": one.actor._asdict(), "at": iso(one.at)} for one in record.approvals],
            "consent": (
                {
                    "reference": consent.reference,
                    "given_on": iso(consent.given_on),
                    "general": consent.general,
                    **_noted(record, "consent", record.consent_noted),
                }
                if consent
                else None
            ),
            "opinion": record.opinion,
            "application": _answer(record, "application"),
            "matter": record.matter,
            "protocol": (
                {
                    "destroyed_on": iso(protocol.destroyed_on),
                    "method": protocol.method,
                    "witnesses": protocol.witnesses,
                    "by": protocol.actor._asdict(),
                }
                if protocol
                else None
            ),
            "rows": [_row(row) for row in record.rows],
            "excluded": [_row(row) for row in record.excluded],
            "papers": {
                name: f"{record.absolute_url()}/@@disposal-paper/{name}.pdf" for name in papers_of(record)
            },
        }


@adapter(ITransfer, Interface)
class TransferSerializer(RecordSerializer):
    """A transfer to the state archive with its papers."""

    def own(self, record: Any) -> dict[str, Any]:
        """Rows, answers of the state archive, the package."""
        parcel = record.parcel
        return {
            "number": record.number,
            "year": record.year,
            "archive": record.archive,
            "made_by": record.made_by._asdict(),
            "made_at": iso(record.made_at),
            "application": _answer(record, "application"),
            "consent": _answer(record, "consent"),
            "package": ({**parcel._asdict(), "made_at": iso(parcel.made_at)} if parcel is not None else None),
            "receipt": _answer(record, "receipt"),
            "letters": [_letter(letter) for letter in letters_of(record)],
            "ade": _submission(record.ade),
            "matter": record.matter,
            "remark": record.remark,
            "rows": [_row(row) for row in record.rows],
        }


def _answer(record: Any, step: str) -> dict[str, Any] | None:
    answer = getattr(record, step)
    if answer is None:
        return None
    told = {"reference": answer.reference, "day": iso(answer.day), "remark": answer.remark}
    return {**told, **_noted(record, step, answer.noted)}


def _noted(record: Any, step: str, noted: Noted | None) -> dict[str, Any]:
    """Who wrote an answer of the state archive in, when, and its file."""
    file = noted.file if noted is not None else None
    return {
        "noted_by": noted.actor._asdict() if noted is not None else None,
        "noted_at": iso(noted.at) if noted is not None else None,
        "file": file_json(file, f"{record.absolute_url()}/@@paper/{step}") if file is not None else None,
    }


def _submission(held: Submission | None) -> dict[str, Any] | None:
    """Where the transfer is at the ADE."""
    if held is None:
        return None
    names = ("step", "request_id", "archive_id", "status", "comment", "fault", "stopped")
    told = {name: getattr(held, name) for name in names}
    days = {"ordered_at": iso(held.ordered_at), "asked_at": iso(held.asked_at)}
    return {**told, **days, "ordered_by": held.by._asdict()}


def _letter(letter: Any) -> dict[str, Any]:
    """A letter to the state archive with what proves its way."""
    url = letter.absolute_url()
    return {
        "@id": url,
        "uid": IUUID(letter),
        "rpwych_number": letter.rpw_number,
        "title": letter.title,
        "state": state_of(letter),
        "channel_status": letter.channel_status,
        "channel_fault": letter.channel_fault,
        "sent_on": iso(letter.sent_on),
        "served_on": iso(letter.served_on),
        "evidences": [evidence_json(each, url) for each in letter.evidences],
    }
