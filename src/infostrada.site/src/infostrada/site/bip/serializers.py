"""The bulletin as JSON: each public page's twin at the same address."""

from infostrada.site.bip.content import Change
from infostrada.site.bip.content import Former
from infostrada.site.bip.exclusion.services import exclusion_json
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.lists import entries_of
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.review.services import proposal_json
from infostrada.site.bip.succession.operations import predecessors_of
from infostrada.site.bip.succession.operations import successor_of
from infostrada.site.bip.timing.moments import gone
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.records.files import RecordFile
from infostrada.site.records.serializers import file_json
from infostrada.site.records.serializers import iso
from infostrada.site.records.serializers import RecordSerializer
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.restapi.interfaces import ISerializeToJson
from typing import Any
from zope.component import adapter
from zope.interface import implementer
from zope.interface import Interface


def change_json(change: Change) -> dict[str, Any]:
    """A row of the change log; the login of whoever acted stays inside."""
    return {
        "at": iso(change.at),
        "action": change.action,
        "who": change.actor.name,
        "reason": change.reason,
    }


def former_json(former: Former) -> dict[str, Any]:
    """What the bulletin an entry was taken over from said of it."""
    return {
        "system": former.system,
        "addresses": list(former.addresses),
        "published_at": iso(former.published_at),
        "published_by": former.published_by,
        "past": [{**vars(one), "at": iso(one.at)} for one in former.past],
    }


def public_file(entry: Any, file: RecordFile) -> dict[str, Any]:
    """A file of an entry with its public address; a scan with its readable rendition."""
    url = f"{entry.absolute_url()}/@@public-file"
    made = file_json(file, f"{url}/{file.sha256}")
    layer = entry.layers.get(file.sha256)
    return made if layer is None else {**made, "readable": file_json(layer, f"{url}/{layer.sha256}")}


@implementer(ISerializeToJson)
@adapter(IEntry, Interface)
class EntrySerializer(RecordSerializer):
    """An entry with its fact sheet; of a withdrawn one only the tombstone."""

    def own(self, record: Any) -> dict[str, Any]:
        """What anybody may read, and the source for those who keep the bulletin."""
        unit = unit_of(record)
        hidden = gone(record)
        fact_sheet = {
            "publisher_unit": unit.title,
            "content_author": record.content_author,
            "created_on": iso(record.created_on),
            "published_by": record.published_by.name if record.published_by else None,
            "published_at": iso(record.published_at),
            "changed_at": iso(record.changed_at),
            "until": iso(record.until),
            "served_on": iso(served_on(record)),
        }
        content = {
            "description": record.description or "",
            "body": record.html,
            "files": [public_file(record, file) for file in record.files],
            "exclusions": [exclusion_json(item) for item in record.exclusions],
        }
        answer = {"kind": record.kind, "fact_sheet": fact_sheet, **({} if hidden else content)}
        if record.superseded_by and (successor := successor_of(record)) is not None:
            answer["superseded_by"] = {"@id": successor.absolute_url(), "title": successor.title}
        if record.supersedes:
            answer["supersedes"] = [
                {"@id": found.absolute_url(), "title": found.title} for found in predecessors_of(record)
            ]
        if record.former is not None and not hidden:
            answer["former"] = former_json(record.former)
        answer["changes"] = [change_json(change) for change in record.changes]
        if hidden:
            answer["withdrawn_reason"] = record.withdrawn_reason
        if api.user.has_permission(EDIT, obj=record):
            answer["source_uid"] = record.source_uid
            answer["proposal"] = proposal_json(record.proposal) if record.proposal else None
        return answer


@implementer(ISerializeToJson)
@adapter(IBulletin, Interface)
class BulletinSerializer(RecordSerializer):
    """The bulletin's menu, editor and newest entries."""

    def own(self, record: Any) -> dict[str, Any]:
        """Everything the first page shows."""
        sections = [
            {
                "@id": section.absolute_url(),
                "title": section.title,
                "group": section.group,
                "basis": section.basis,
            }
            for section in record.objectValues()
        ]
        editor = {name: getattr(record, f"editor_{name}") for name in ("name", "phone", "email")}
        return {"editor": editor, "sections": sections, "newest": entries_of(record, size=10)}
