"""The metryka sprawy of a case: its page and its files."""

from infostrada.core.errors import BadRequest
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.site import _
from infostrada.site.desk.words import days_told
from infostrada.site.desk.words import moment
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.case.about import AboutCase
from infostrada.site.records.browser.case.metryka import left_out
from infostrada.site.records.browser.downloads import PDF
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.downloads import XML
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import acted
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.cases.metryka import metryka
from infostrada.site.records.cases.metryka import metryka_pdf
from infostrada.site.records.cases.metryka import metryka_xml
from infostrada.site.records.cases.metryka import statuses
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from zope.i18n import translate


MEDIA = {"xml": XML, "pdf": PDF}
KINDS = {"xlsx": as_xlsx, "csv": as_csv}


class MetrykaPage(AboutCase):
    """The metryka sprawy: title, sign, and every act with person and post of that moment."""

    folds = True

    @property
    def heading(self) -> Any:
        """Sign of the case."""
        return _("Metryka of the case ${sign}", mapping={"sign": str(self.context.sign)})

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back, and the files."""
        url = self.context.absolute_url()
        if not self.context.exemption.metryka:
            return super().links
        files = (
            ("pdf", _("Download as PDF")),
            ("xml", _("Download as XML")),
            ("xlsx", _("Download as XLSX")),
            ("csv", _("Download as CSV")),
        )
        return [
            *super().links,
            *({"label": label, "url": f"{url}/@@metryka-file?format={kind}"} for kind, label in files),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Acts, then states."""
        why = {} if self.context.exemption.metryka else {"text": left_out(self.context)}
        return [
            {"id": "acts", "title": _("Acts in the case"), "register": self._acts(), **why},
            {"id": "states", "title": _("States of the case"), "register": self._states()},
        ]

    def _acts(self) -> dict[str, Any]:
        rows = [
            {
                "title": word(acted(row["action"]), self.request),
                "cells": {
                    "at": {"text": moment(row["at"], self.request), "datetime": row["at"].isoformat()},
                    "person": {"text": row["person"]},
                    "position": {"text": row["position"]},
                    "action": {"text": acted(row["action"])},
                    "label": {"text": days_told(row["label"], self.request)},
                    "document": self._document(row["document_uid"]),
                },
            }
            for row in metryka(self.context)
        ]
        columns = (
            ("at", _("Date of the act")),
            ("person", _("Person")),
            ("position", _("Post")),
            ("action", _("Act")),
            ("label", _("About")),
            ("document", _("Identifier of the document")),
        )
        return table(_("Acts in order of time"), columns, numbered("act", rows))

    def _document(self, uid: str) -> dict[str, Any]:
        found = record_at(uid) if uid else None
        if found is None or not self.may("View", found):
            return {"text": uid}
        return {"text": uid, "url": f"{found.absolute_url()}/view"}

    def _states(self) -> dict[str, Any]:
        rows = [
            {
                "title": word(STATES[row["state"]][0], self.request),
                "cells": {
                    "at": {"text": when(row["at"], self.request)},
                    "state": tagged(row["state"]),
                    "person": {"text": row["person"]},
                },
            }
            for row in statuses(self.context)
        ]
        columns = (("at", _("Since")), ("state", _("State")), ("person", _("Person")))
        return table(_("States in order of time"), columns, numbered("state", rows))


class MetrykaFile(BrowserView):
    """`<case>/@@metryka-file?format=pdf|xml|xlsx|csv`; papers are in Polish, whoever takes them."""

    def __call__(self) -> bytes:
        """The file, with the reading noted in the access log."""
        case, kind = self.context, str(self.request.form.get("format") or "xml")
        if not case.exemption.metryka:
            raise Blocked([], reason="metryka_left_out")
        if kind == "xml":
            data = metryka_xml(case, self._word)
        elif kind == "pdf":
            data = metryka_pdf(case, self._in_polish)
        elif kind in KINDS:
            data = KINDS[kind](*self._table())
        else:
            raise BadRequest(field="format", reason="not_in_list")
        media, name = MEDIA.get(kind, "application/octet-stream"), f"metryka-{IUUID(case)}.{kind}"
        return sent(self, data, name, media, noted="records.metryka", reason=kind)

    def _word(self, action: str) -> str:
        return word(acted(action), self.request)

    def _in_polish(self, action: str) -> str:
        return str(translate(acted(action), target_language="pl"))

    def _table(self) -> tuple[list[str], list[str], list[dict[str, Any]]]:
        case = self.context
        titles = (
            _("Sign of the case"),
            _("Title of the case"),
            _("Date of the act"),
            _("Person"),
            _("Post"),
            _("Act"),
            _("About"),
            _("Identifier of the document"),
        )
        names = ["sign", "title", "at", "person", "position", "action", "label", "document_uid"]
        rows = [
            {**row, "sign": str(case.sign), "title": case.title, "action": self._word(row["action"])}
            for row in metryka(case)
        ]
        return [word(title, self.request) for title in titles], names, rows
