"""What the JSON of every record says: letters, cases, documents and the others add what is their own."""

from Acquisition import aq_base
from datetime import date
from datetime import datetime
from infostrada.core.conditions import is_somebody
from infostrada.core.conditions import tag_of
from infostrada.site.records.correspondence.evidence import Evidence
from infostrada.site.records.files import RecordFile
from infostrada.site.records.workflow import state_of
from plone.restapi.interfaces import ISerializeToJson
from plone.restapi.services.content.get import ContentGet
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.interface import implementer


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


def is_asked_for(request: Any, record: Any) -> bool:
    """Is the record what is read at its own address, not one of several told of by a service?"""
    published = request.get("PUBLISHED")
    service = getattr(published, "__self__", published)
    return isinstance(service, ContentGet) and aq_base(service.context) is aq_base(record)


@implementer(ISerializeToJson)
class RecordSerializer:
    """What every record has in common."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context = context
        self.request = request

    def __call__(self, version: Any = None, include_items: bool = False) -> dict[str, Any]:
        told = self.told()
        if is_asked_for(self.request, self.context) and is_somebody():
            self.request.response.setHeader("ETag", self.tag(told))
        return told

    def tag(self, told: dict[str, Any] | None = None) -> str:
        """The entity tag of the record as this person is told of it."""
        return tag_of(self.told() if told is None else told)

    def told(self) -> dict[str, Any]:
        """All members."""
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


def evidence_json(evidence: Evidence, url: str) -> dict[str, Any]:
    """An evidence of a network; `url` is that of its letter."""
    return {
        "id": evidence.id,
        "code": evidence.code,
        "at": iso(evidence.at),
        "detail": evidence.detail,
        "download": f"{url}/@@evidence/{evidence.id}" if evidence.file is not None else None,
    }
