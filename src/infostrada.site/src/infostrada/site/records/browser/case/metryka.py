"""The metryka sprawy: every act in the case, in order."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import days_told
from infostrada.site.desk.words import moment
from infostrada.site.records.browser.words import acted
from typing import Any


COLUMNS = (
    {"name": "at", "label": _("Date of the act"), "once": True},
    {"name": "who", "label": _("Person and post")},
    {"name": "what", "label": _("Act")},
    {"name": "label", "label": _("Concerns")},
)

SHOWN = 20


def left_out(case: Any) -> Any:
    """Why no metryka is kept of a case; what the system notes by itself is shown all the same."""
    mapping = {"basis": case.exemption.basis}
    return _("No metryka is kept of this case (${basis}). These acts the system noted.", mapping=mapping)


class Metryka(Part):
    """Fields of § 2 of the regulation of 6 March 2012 (Dz.U. 2012 poz. 250)."""

    position = 95

    def section(self) -> dict[str, Any]:
        """The table."""
        held = self.context.metryka
        first = 0 if self.page.whole else max(len(held) - SHOWN, 0)
        rows = [self._row(str(place), step) for place, step in enumerate(held[first:], start=first + 1)]
        register = {"caption": _("Acts in the case"), "columns": COLUMNS, "rows": rows, "quiet": True}
        part: dict[str, Any] = {"id": "metryka", "title": _("Metryka sprawy"), "register": register}
        if not self.context.exemption.metryka:
            part |= {"title": _("Acts in the case"), "text": left_out(self.context)}
        if first:
            part["count"] = str(len(held))
            part["more"] = f"{self.context.absolute_url()}/@@metryka"
            part["more_label"] = _("The whole metryka")
        return part

    def _document(self, uid: str) -> str | None:
        """Address of a document of the case the act is about."""
        document = self.context.get(uid) if uid else None
        return f"{document.absolute_url()}/view" if document is not None else None

    def _row(self, place: str, step: Any) -> dict[str, Any]:
        at = moment(step.at, self.request)
        return {
            "id": place,
            "title": at,
            "cells": {
                "at": {"text": at},
                "who": {"text": ", ".join(filter(None, (step.actor.name, step.actor.post)))},
                "what": {"text": acted(step.action)},
                "label": {"text": days_told(step.label, self.request), "url": self._document(step.document)},
            },
        }
