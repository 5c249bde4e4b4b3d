"""Plans of the office: versions, importing one with a look before."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.records.browser.plans.comparing import preview_parts
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.plan.operations import Preview
from infostrada.site.records.plan.operations import preview_plan
from infostrada.site.records.problems import invalid
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


EXCEPTIONS = _("Exceptions from the way of keeping")


class PlansPage(DeskPage):
    """Versions of the plan; a file is read and compared before anything is made."""

    heading = _("Classification plan (JRWA)")
    lead = _("A version binds from the day it is approved with; the earlier one ends the day before.")
    preview: Preview | None = None

    @property
    def links(self) -> list[dict[str, Any]]:
        """Classes kept otherwise."""
        return [{"label": EXCEPTIONS, "url": f"{self.context.absolute_url()}/@@mode-exceptions"}]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Versions, the import, what a preview found."""
        parts = [{"id": "versions", "title": _("Versions"), "register": self._versions()}]
        if self.preview is not None:
            parts += preview_parts(self.preview, self.request)
        if self.may(MANAGE):
            parts.append(self._import())
        return parts

    def _versions(self) -> dict[str, Any]:
        return {
            "caption": _("Versions of the plan"),
            "columns": [
                {"name": "title", "label": _("Name of the plan")},
                {"name": "from", "label": _("Binds from")},
                {"name": "to", "label": _("Binds to")},
                {"name": "classes", "label": _("Classes"), "num": True},
                {"name": "state", "label": _("State")},
            ],
            "rows": [
                {
                    "id": IUUID(plan),
                    "title": plan.title,
                    "url": f"{plan.absolute_url()}/view",
                    "cells": {
                        "title": {"text": plan.title},
                        "from": dated(plan.valid_from, self.request),
                        "to": dated(plan.valid_to, self.request),
                        "classes": {"text": str(len(plan))},
                        "state": tagged(state_of(plan)),
                    },
                }
                for plan in plans(self.context)
            ],
            "quiet": True,
            "empty": _(
                "The office has no plan yet, so no case can be opened. Import one below and approve it."
            ),
        }

    def _import(self) -> dict[str, Any]:
        file = {
            "name": "file",
            "label": _("File"),
            "hint": _(
                "CSV, XLSX, JSON of EZD RP, XML of the National Digital Archive or a Word table (DOCX)."
            ),
            "kind": "file",
            "required": True,
        }
        forms = [
            self.one("preview", _("Compare and check"), file, tone="btn-secondary", fold=_("Check a file")),
            self.one(
                "import",
                _("Import as a draft"),
                {"name": "title", "label": _("Name of the plan"), "required": True},
                {"name": "source", "label": _("Source")},
                file,
                fold=_("Import a plan"),
            ),
        ]
        text = _("Checking changes nothing. A file with faults is never imported in part.")
        return {"id": "import", "title": _("Import"), "text": text, "forms": forms}

    def do_preview(self) -> None:
        """Read and compare; the page shows what was found."""
        upload = self._upload()
        self.preview = preview_plan(self.context, upload.filename, upload.data)

    def do_import(self) -> str:
        """Make a draft."""
        upload = self._upload()
        plan = import_plan(
            self.context,
            file_name=upload.filename,
            data=upload.data,
            title=self.text("title"),
            source=self.text("source"),
        )
        self.say(_("The plan was imported as a draft. Approve it with its first day."))
        return f"{plan.absolute_url()}/view"

    def _upload(self) -> Any:
        upload = from_form(self.form.get("file"))
        if upload is None:
            raise invalid("file", "file_missing")
        return upload
