"""Records as JSON, for their own addresses and for the services that make them."""

from datetime import date
from datetime import datetime
from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.serializers import basis_json
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.papers import newest
from infostrada.site.records.correspondence.appeals import brought_in_time
from infostrada.site.records.correspondence.channels import verdict
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.files import RecordFile
from infostrada.site.records.plan.interfaces import IPlan
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.signatures.report import report_json
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.workflow import state_of
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


MOST = 200


def iso(value: date | datetime | None) -> str | None:
    """ISO 8601 or null."""
    return value.isoformat() if value is not None else None


def file_json(file: RecordFile, url: str) -> dict[str, Any]:
    """A file with its digest and the address it is downloaded from."""
    return {
        "uid": file.uid,
        "filename": file.filename,
        "content-type": file.contentType,
        "size": file.getSize(),
        "sha256": file.sha256,
        "download": url,
    }


@implementer(ISerializeToJson)
class RecordSerializer:
    """What every record has in common."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    def __call__(self, version: Any = None, include_items: bool = False) -> dict[str, Any]:
        record = self.context
        return {
            "@id": record.absolute_url(),
            "@type": record.portal_type,
            "uid": IUUID(record),
            "title": self.title(record),
            "state": state_of(record),
            **self.own(record),
        }

    def title(self, record: Any) -> str:
        """What whoever opens the record is told it is called."""
        told: str = record.title
        return told

    def own(self, record: Any) -> dict[str, Any]:
        """Members of this kind of record."""
        raise NotImplementedError


@adapter(ILetter, Interface)
class LetterSerializer(RecordSerializer):
    """A letter with its RPW number, metadata and files."""

    def __call__(self, version: Any = None, include_items: bool = False) -> dict[str, Any]:
        """Whoever keeps the paper of a letter they may not see is told what the register tells."""
        letter = self.context
        if not letter.sealed or api.user.has_permission("View", obj=letter):
            told: dict[str, Any] = super().__call__(version, include_items)
            return told
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


def evidence_json(evidence: Evidence, url: str) -> dict[str, Any]:
    """An evidence of a network; `url` is that of its letter."""
    return {
        "id": evidence.id,
        "code": evidence.code,
        "at": iso(evidence.at),
        "detail": evidence.detail,
        "download": f"{url}/@@evidence/{evidence.id}" if evidence.file is not None else None,
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


@adapter(ITask, Interface)
class TaskSerializer(RecordSerializer):
    """A task."""

    def title(self, record: Any) -> str:
        """That of its letter, which is told where the letter is: whoever gave the task may not see it any more."""
        return str(record.Title())

    def own(self, record: Any) -> dict[str, Any]:
        """What the dekretacja says and what came of it."""
        return {
            "assignee": record.assignee,
            "assignee_name": record.assignee_name,
            "disposition": record.disposition,
            "instruction": record.instruction,
            "sign_off": record.sign_off,
            "due_on": iso(record.due_on),
            "about": record.about,
            "about_kind": record.about_kind,
            "about_label": record.about_label,
            "above": record.above,
            "author": record.author._asdict(),
            "given_at": iso(record.given_at),
            "done_at": iso(record.done_at),
            "outcome": record.outcome,
            "transcribed": _transcribed(record.transcribed),
        }


def _transcribed(note: Any) -> dict[str, Any] | None:
    return {"by": note.actor._asdict(), "at": iso(note.at)} if note is not None else None


@adapter(ICase, Interface)
class CaseSerializer(RecordSerializer):
    """A case with its documents and metryka."""

    def own(self, record: Any) -> dict[str, Any]:
        """Metadata set D, the terms, what lies in the case and its metryka."""
        return {
            "sign": str(record.sign or ""),
            "description": record.description or "",
            "class_symbol": record.class_symbol,
            "class_title": record.class_title,
            "category": record.category,
            "handling_mode": record.handling_mode,
            "exemption": record.exemption._asdict(),
            "special": list(record.special),
            "org_id": record.org_id,
            "officer": record.officer,
            "officer_name": record.officer_name,
            "access": record.access,
            "parties": [party._asdict() for party in record.parties],
            "started_on": iso(record.started_on),
            "opened_at": iso(record.opened_at),
            "term": record.term,
            "due_on": iso(record.due_on),
            "settled_on": iso(record.settled_on),
            "closed_on": iso(record.closed_on),
            "decision_uid": record.decision_uid,
            "internal_due_on": iso(record.internal_due_on),
            "links": [link._asdict() for link in record.links],
            "is_group": record.is_group,
            "typed": _typed(record.typed),
            "letters": list(record.letters),
            "documents": [_brief(document) for document in _shown(record)],
            "documents_total": len(record),
            "metryka": [_step(step) for step in record.metryka[-MOST:]],
            "metryka_total": len(record.metryka),
        }


def _typed(typed: Any) -> dict[str, Any] | None:
    if typed is None:
        return None
    return {**typed._asdict(), "values": dict(typed.values), "done": list(typed.done)}


def _shown(case: Any) -> list[Any]:
    """Documents oldest first; of a large case the newest 200, `@listing` has them all."""
    if not is_large(case):
        return documents_of(case)
    return [case[row["uid"]] for row in reversed(newest(case)) if row["uid"] in case]


def _brief(document: Any) -> dict[str, Any]:
    return {
        "@id": document.absolute_url(),
        "uid": IUUID(document),
        "title": document.title,
        "document_kind": document.document_kind,
        "state": state_of(document),
        "versions": len(document.versions),
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "at": iso(step.at),
        "actor": step.actor.name,
        "position": step.actor.post,
        "action": step.action,
        "document_uid": step.document,
        "label": step.label,
    }


@adapter(IDocument, Interface)
class DocumentSerializer(RecordSerializer):
    """A document with all its versions."""

    def own(self, record: Any) -> dict[str, Any]:
        """Metadata set C, acceptance and versions."""
        url = record.absolute_url()
        return {
            "document_kind": record.document_kind,
            "access": record.access,
            "dated": iso(record.dated),
            "author": record.author._asdict(),
            "filed_at": iso(record.filed_at),
            "acceptor": record.acceptor,
            "approvals": [
                {**one._asdict(), "actor": one.actor._asdict(), "at": iso(one.at)} for one in record.approvals
            ],
            "accepted_by": record.accepted_by._asdict() if record.accepted_by else None,
            "accepted_at": iso(record.accepted_at),
            "signed_as": record.signed_as,
            "basis": basis_json(record.basis, acts_of(record)),
            "remark": record.remark,
            "template": _template(record.template),
            "signatures": [_signed(place, item, url) for place, item in enumerate(record.signed_files, 1)],
            "checked_out_by": record.checked_out_by,
            "lock_id": record.lock_id if record.checked_out_by == api.user.get_current().getId() else None,
            "etag": etag_of(record),
            "versions": versions_json(record),
        }


def versions_json(record: Any) -> list[dict[str, Any]]:
    """Versions of a document or template, the oldest first, with their files."""
    url = record.absolute_url()
    return [
        {
            "number": version.number,
            "made_at": iso(version.made_at),
            "author": version.author._asdict(),
            "comment": version.comment,
            "file": file_json(version.file, f"{url}/@@version/{version.number}"),
        }
        for version in record.versions
    ]


def _signed(place: int, item: Any, url: str) -> dict[str, Any]:
    return {
        "version": item.version,
        "file": file_json(item.file, f"{url}/@@signed/{place}"),
        "by": item.actor._asdict(),
        "at": iso(item.at),
        "report": report_json(item.report),
        "earlier_reports": [report_json(report) for report in item.reports[:-1]],
    }


def _template(made_from: tuple[str, int] | None) -> dict[str, Any] | None:
    return {"uid": made_from[0], "version": made_from[1]} if made_from else None


@adapter(IPlan, Interface)
class PlanSerializer(RecordSerializer):
    """A version of the plan without its classes, which have a service of their own."""

    def own(self, record: Any) -> dict[str, Any]:
        """When the version binds and how many classes it has."""
        return {
            "source": record.source,
            "file_name": record.file_name,
            "valid_from": iso(record.valid_from),
            "valid_to": iso(record.valid_to),
            "basic_mode": record.basic_mode,
            "exceptions": record.exceptions(),
            "exceptions_basis": record.exceptions_basis,
            "classes_total": len(record),
            "approved_by": record.approved_by._asdict() if record.approved_by else None,
        }
