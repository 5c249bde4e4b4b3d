"""A document as JSON, its versions and signatures."""

from infostrada.site.records.acts.operations import acts_of
from infostrada.site.records.acts.serializers import basis_json
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.documents.interfaces import IDocument
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.signatures.report import report_json
from plone import api
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(IDocument, Interface)
class DocumentSerializer(RecordSerializer):
    """A document with all its versions."""

    def tag(self, told: dict[str, Any] | None = None) -> str:
        """The one that stands in its JSON and goes by its versions and its state."""
        return etag_of(self.context)

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
