"""Notices that a case will not be settled in its term (article 36 of the code)."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.clock import tell_delay
from typing import Any


class Delays(Part):
    """The notices, and a draft of the next one."""

    position = 20

    def section(self) -> dict[str, Any]:
        """Every notice, and the form of a new one for a case with a term."""
        columns = (
            ("told", _("Day of the notice")),
            ("cause", _("Cause of the delay")),
            ("end", _("New term")),
            ("late", _("Notice sent")),
        )
        rows = numbered("delay", [self._row(one) for one in self.context.extensions])
        register = table(_("Notices by article 36 of the code"), columns, rows)
        forms = [self._form()] if self.page.works and self.context.term else []
        return {"id": "delays", "title": _("Notices of delay"), "register": register, "forms": forms}

    def _row(self, one: Any) -> dict[str, Any]:
        return {
            "title": one.cause,
            "cells": {
                "told": dated(one.told_on, self.request),
                "cause": {"text": one.cause},
                "end": dated(one.new_end, self.request),
                "late": {"text": _("after the term")} if one.late else {"text": _("in time")},
            },
        }

    def _form(self) -> Any:
        cause = {"name": "cause", "label": _("Cause of the delay"), "kind": "textarea", "required": True}
        end = {"name": "new_end", "label": _("New term"), "kind": "date", "required": True}
        words = _("Draft the notice of delay")
        return self.page.one("delay", words, cause, end, tone="btn-secondary", fold=words)

    def do_delay(self) -> str:
        """Draft the notice and show it."""
        document = tell_delay(self.context, self.page.text("cause"), self.page.day("new_end"))
        self.page.say(_("The notice is a draft now: check it and send it on for acceptance."))
        return f"{document.absolute_url()}/view"
