"""The page of scanned batches: what waits, what was read, what was rejected and why."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import table
from infostrada.site.records.find import record_at
from infostrada.site.records.scanning.job import order
from infostrada.site.records.scanning.operations import batches
from infostrada.site.records.scanning.operations import refused_scans
from infostrada.site.records.scanning.operations import waiting
from infostrada.site.records.scanning.rules import SEPARATOR
from infostrada.site.records.scanning.settings import ADMINISTER
from infostrada.site.records.scanning.settings import drop_watch
from infostrada.site.records.scanning.settings import folder_of
from infostrada.site.records.scanning.settings import keep_watch
from infostrada.site.records.scanning.settings import Watch
from infostrada.site.records.scanning.settings import watch_of
from plone import api
from typing import Any


class ScansPage(DeskPage):
    """The office's intake of scans."""

    heading = _("Batch scans")
    lead = _(
        "PDFs laid into the office's folder are split at the labels of letters, and each scan goes to its letter."
    )

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The folder and what waits in it."""
        watch = watch_of(self.context)
        if watch is None:
            return []
        place = str(folder_of(watch)) if self.may(ADMINISTER) else watch.folder
        return [*_told(watch, place), fact(_("Batches waiting"), str(len(waiting(watch))))]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Batches and rejected scans."""
        watch = watch_of(self.context)
        forms = [self.one("read", _("Read the folder now"))] if watch is not None else []
        notice = None
        if watch is None:
            text = _("The administrator of the office chooses the folder: Administration, Folder of scans.")
            notice = {"kind": "warn", "title": _("No folder is watched"), "text": text}
        parts: list[dict[str, Any]] = [
            {"id": "batches", "title": _("Batches"), "notice": notice, "register": self._batches(), "forms": forms},
            {"id": "rejected", "title": _("Rejected"), "register": self._refused(),
             "text": _("The pages lie in the folder \u201eodrzucone\u201d with the reason beside them.") if watch else None},
        ]  # fmt: skip
        return parts

    def _batches(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"batch-{each.id}",
                "title": each.name,
                "url": None,
                "cells": {
                    "name": {"text": each.name},
                    "read": {"text": when(each.read_at, self.request)},
                    "pages": {"text": str(each.pages)},
                    "scans": {"text": str(each.scans)},
                    "rejected": {"text": str(each.rejected)},
                    "reason": {"text": word(refusal(each.reason), self.request) if each.reason else ""},
                },
            }
            for each in batches(self.context)
        ]
        columns = (
            ("name", _("Batch")),
            ("read", _("Read")),
            ("pages", _("Pages")),
            ("scans", _("Scans given to letters")),
            ("rejected", _("Scans rejected")),
            ("reason", _("Why the whole batch was rejected")),
        )
        empty = _(
            "No batch has been read yet. Scan with a label on the first page of each letter, or with separator sheets."
        )
        shown = table(_("The newest batches"), columns, rows, num=("pages", "scans", "rejected"))
        return {**shown, "empty": empty}

    def _refused(self) -> dict[str, Any]:
        names = {each.id: each.name for each in batches(self.context, 500)}
        rows = []
        for each in refused_scans(self.context):
            letter = record_at(each.letter)
            seen = letter is not None and api.user.has_permission("View", obj=letter)
            pages = f"{each.first_page}\u2013{each.last_page}"
            cells = {
                "batch": {"text": names.get(each.batch, "")},
                "pages": {"text": pages},
                "label": {"text": each.label},
                "reason": {"text": word(refusal(each.reason), self.request)},
            }
            url = f"{letter.absolute_url()}/view" if seen else None
            rows.append(
                {"id": f"scan-{each.batch}-{each.first_page}", "title": pages, "url": url, "cells": cells}
            )
        columns = (
            ("batch", _("Batch")),
            ("pages", _("Pages")),
            ("label", _("Label")),
            ("reason", _("Reason")),
        )
        return {**table(_("The newest rejected scans"), columns, rows), "empty": _("Nothing was rejected.")}

    def do_read(self) -> str:
        """Now, not in half a minute."""
        job = order(self.context)
        return f"{self.context.absolute_url()}/@@job/{job}"


class FolderPage(DeskPage):
    """Which folder of the server's intake the office has watched; for its administrator."""

    heading = _("Folder of scans")
    lead = _(
        "Batches of scans laid into it are read by themselves; the registry sees them under Batch scans."
    )

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The folder as the server knows it."""
        watch = watch_of(self.context)
        return [] if watch is None else _told(watch, str(folder_of(watch)))

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The setting."""
        forms = self._setting(watch_of(self.context))
        return [{"id": "watch", "title": _("Watched folder"), "forms": forms}]

    def _setting(self, watch: Watch | None) -> list[Any]:
        fields = (
            {"name": "folder", "label": _("Name of the folder"), "required": True,
             "value": watch.folder if watch else self.context.unit_id,
             "hint": _("A folder of the server's intake folder; it is made when it is not there.")},
            {"name": "separator", "label": _("Code of separator sheets"),
             "value": watch.separator if watch else SEPARATOR,
             "hint": _("Text of the barcode (Code 128, QR) on sheets between letters; they are left out.")},
        )  # fmt: skip
        fold = _("Change the watched folder") if watch is not None else None
        forms = [self.one("watch", _("Watch the folder"), *fields, fold=fold)]
        if watch is not None:
            stop = _("Watch the folder no more")
            forms.append(self.one("drop", stop, tone="btn-danger", fold=stop))
        return forms

    def do_watch(self) -> str:
        """Keep the setting."""
        keep_watch(self.context, Watch(self.text("folder"), self.text("separator") or SEPARATOR))
        self.say(_("The folder is watched."))
        return self._url

    def do_drop(self) -> str:
        """Watch nothing."""
        drop_watch(self.context)
        self.say(_("The folder is watched no more."))
        return self._url

    @property
    def _url(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"


def _told(watch: Watch, place: str) -> list[dict[str, Any]]:
    """Which folder is watched and what parts its batches."""
    return [fact(_("Folder"), place), fact(_("Code of separator sheets"), watch.separator)]
