"""Entries in a file of collective.exportimport: out with all a reader may know of them, in by the import of archives alone."""

from base64 import b64encode
from collective.exportimport.interfaces import IMigrationMarker
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.serializers import RegisterEntrySerializer
from infostrada.site.bip.serializers import EntrySerializer
from infostrada.site.records.workflow import state_of
from plone.restapi.interfaces import IDeserializeFromJson
from plone.restapi.interfaces import ISerializeToJson
from plone.uuid.interfaces import IUUID
from typing import Any
from zExceptions import BadRequest
from zope.component import adapter
from zope.interface import implementer


class _Exported:
    """What an import wants beside the members of a page's twin."""

    context: Any

    def own(self, record: Any) -> dict[str, Any]:
        """The text as a field of Plone's, files with their bytes, the state and the place."""
        said: dict[str, Any] = super().own(record)  # type: ignore[misc]
        parent, state = record.__parent__, state_of(record)
        gone = state == "withdrawn"
        files = [] if gone else record.files
        superseded = said.get("superseded_by")
        return {
            **said,
            "id": record.getId(),
            "UID": IUUID(record),
            "parent": {"@id": parent.absolute_url(), "@type": parent.portal_type},
            "is_folderish": False,
            "review_state": state,
            "description": "" if gone else record.description or "",
            "text": {"data": "" if gone else record.html, "content-type": "text/html", "encoding": "utf-8"},
            "files": [
                {
                    "filename": file.filename,
                    "content-type": file.contentType,
                    "encoding": "base64",
                    "data": b64encode(file.data).decode(),
                }
                for file in files
            ],
            **({"superseded_by": {**superseded, "UID": record.superseded_by}} if superseded else {}),
        }


@implementer(ISerializeToJson)
@adapter(IEntry, IMigrationMarker)
class ExportedEntry(_Exported, EntrySerializer):
    """An entry to be taken elsewhere."""


@implementer(ISerializeToJson)
@adapter(IRegisterEntry, IMigrationMarker)
class ExportedRegisterEntry(_Exported, RegisterEntrySerializer):
    """An entry of a register to be taken elsewhere."""


@implementer(IDeserializeFromJson)
@adapter(IEntry, IMigrationMarker)
class NoDeserializer:
    """An entry is never made by copying its fields: nobody would have published it, and no log would tell."""

    def __init__(self, context: Any, request: Any) -> None:
        self.context, self.request = context, request

    def __call__(self, *_given: Any, **_said: Any) -> Any:
        raise BadRequest(
            "Entries of the bulletin are taken over by @@archive-import, which reads the same file."
        )
