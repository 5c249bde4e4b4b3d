"""Days that do not count in the term of a case."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STOP_REASONS
from infostrada.site.records.cases.clock import start_clock
from infostrada.site.records.cases.clock import stop_clock
from infostrada.site.records.cases.content import documents_of
from plone.uuid.interfaces import IUUID
from typing import Any


class Stops(Part):
    """Stop the clock, start it again."""

    position = 10

    def section(self) -> dict[str, Any]:
        """Every stop, and the form of what is next."""
        columns = (
            ("reason", _("Reason")),
            ("first", _("First day")),
            ("last", _("Last day")),
            ("document", _("Document")),
        )
        rows = numbered("stop", [self._row(stop) for stop in self.context.stops])
        register = table(_("Days not counted in the term"), columns, rows)
        forms = [self._form()] if self.page.works else []
        return {"id": "stops", "title": _("Days not counted"), "register": register, "forms": forms}

    def _row(self, stop: Any) -> dict[str, Any]:
        return {
            "title": word(STOP_REASONS[stop.reason], self.request),
            "cells": {
                "reason": {"text": STOP_REASONS[stop.reason]},
                "first": dated(stop.first, self.request),
                "last": dated(stop.last, self.request),
                "document": {"text": self._title(stop.document)},
            },
        }

    def _title(self, uid: str) -> str:
        document = self.context.get(uid) if uid else None
        if document is not None:
            title: str = document.title
            return title
        return word(_("a letter of the case"), self.request) if uid else ""

    def _form(self) -> Any:
        today = polish_today().isoformat()
        if any(stop.last is None for stop in self.context.stops):
            last = {"name": "last", "label": _("Last day not counted"), "kind": "date", "value": today}
            return self.page.one(
                "start", _("Start the clock again"), last, self._document(), tone="btn-primary"
            )
        reason = {
            "name": "reason",
            "label": _("Reason"),
            "kind": "select",
            "required": True,
            "options": options(STOP_REASONS, _("choose")),
        }
        first = {"name": "first", "label": _("First day not counted"), "kind": "date", "value": today}
        return self.page.one(
            "stop",
            _("Stop the clock"),
            reason,
            first,
            self._document(),
            tone="btn-secondary",
            fold=_("Stop the clock"),
        )

    def _document(self) -> dict[str, Any]:
        listed = [
            {"value": IUUID(document), "label": document.title} for document in documents_of(self.context)
        ]
        return {
            "name": "document",
            "label": _("Document"),
            "hint": _("A suspension needs its order."),
            "kind": "select",
            "options": [{"value": "", "label": _("none")}, *listed],
        }

    def do_stop(self) -> str:
        """Stop the clock."""
        page = self.page
        stop_clock(self.context, page.text("reason"), first=page.day("first"), document=page.text("document"))
        page.say(_("The clock of the case stands."))
        return str(page.here)

    def do_start(self) -> str:
        """Start it again."""
        start_clock(self.context, last=self.page.day("last"), document=self.page.text("document"))
        self.page.say(_("The clock of the case runs again."))
        return str(self.page.here)
