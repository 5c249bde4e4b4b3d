"""The files that go with an outgoing letter."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.outgoing.operations import file_of
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.records.files import RecordFile
from typing import Any


class Enclosures(Part):
    """What the letter encloses."""

    position = 10

    def section(self) -> dict[str, Any]:
        """Exact versions of documents; of a restricted letter that there is no more to see."""
        if not is_told(self.context):
            text = _(
                "What it is about and what it encloses is shown to those who see the case. Send it as it stands here."
            )
            notice = {
                "kind": "warn",
                "title": _("The letter belongs to a case with special categories of data."),
                "text": text,
            }
            return {"id": "files", "title": _("Files"), "notice": notice}
        rows = [
            {
                "id": f"file-{place}",
                "title": each.filename,
                "url": f"{self.context.absolute_url()}/@@enclosure/{place}",
                "cells": {
                    "name": {"text": each.filename},
                    "title": {"text": each.title},
                    "version": {"text": str(each.version)},
                    "digest": {"text": each.sha256[:16]},
                },
            }
            for place, each in enumerate(self.context.enclosures)
        ]
        columns = (
            ("name", _("File")),
            ("title", _("Document")),
            ("version", _("Version")),
            ("digest", _("SHA-256 begins with")),
        )
        return {
            "id": "files",
            "title": _("Files"),
            "register": table(_("Files of the letter"), columns, rows),
        }


class EnclosureFile(Download):
    """A file the letter encloses, by its place."""

    def file(self) -> RecordFile | None:
        """The exact version that goes out."""
        enclosures = self.context.enclosures if is_told(self.context) else ()
        if not self.name.isdigit() or int(self.name) >= len(enclosures):
            return None
        found: RecordFile | None = file_of(enclosures[int(self.name)])
        return found
