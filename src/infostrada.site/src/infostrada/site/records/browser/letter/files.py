"""The files of a letter."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import sized
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.operations import add_attachment
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from typing import Any


class Files(Part):
    """The list, and the form that adds one while the letter is open."""

    position = 10

    def section(self) -> dict[str, Any]:
        """Names, sizes and digests."""
        columns = (
            ("name", _("File")),
            ("size", _("Size")),
            ("shown", _("Preview")),
            ("digest", _("SHA-256 begins with")),
        )
        rows = [self._row(place, item) for place, item in enumerate(self.context.files, start=1)]
        register = table(_("Files of the letter"), columns, rows)
        part: dict[str, Any] = {"id": "files", "title": _("Files"), "register": register}
        if self.page.may("infostrada.site: Register letters") and state_of(self.context) in OPEN:
            field = {"name": "file", "label": _("File"), "kind": "file", "required": True}
            part["forms"] = [
                self.page.one("file", _("Add the file"), field, tone="btn-secondary", fold=_("Add a file"))
            ]
        return part

    def _row(self, place: int, item: Any) -> dict[str, Any]:
        return {
            "id": item.uid,
            "title": item.filename,
            "url": f"{self.context.absolute_url()}/@@file/{item.uid}",
            "cells": {
                "name": {"text": item.filename},
                "size": {"text": sized(item.getSize(), self.request)},
                "shown": {"text": _("Show below"), "url": f"{self.page.here}?shown={place}#preview"},
                "digest": {"text": item.sha256[:16]},
            },
        }

    def do_file(self) -> str:
        """Add a file."""
        upload = from_form(self.page.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        add_attachment(self.context, upload)
        self.page.say(_("The file has been added."))
        return str(self.page.here)
