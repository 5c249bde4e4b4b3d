"""A case as JSON, its documents in brief."""

from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.papers import is_large
from infostrada.site.records.cases.papers import newest
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.interface import Interface


MOST = 200


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
