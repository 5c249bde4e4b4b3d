"""On a transfer or a destruction list: the covering letter to the state archive, drafted in a case of the office."""

from Acquisition import aq_base
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.records.archive.ade.rules import runs
from infostrada.site.records.archive.content import Disposal
from infostrada.site.records.archive.matter import draft_cover
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.find import record_at
from infostrada.site.records.templates.operations import templates
from infostrada.site.records.workflow import state_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


class Cover(Part):
    """The case the letters are led in, and the form that drafts the covering letter there."""

    position = 19

    def section(self) -> dict[str, Any] | None:
        """Nothing once the state archive was asked, nor for what it is not asked about."""
        record = self.context
        held = getattr(aq_base(record), "ade", None)
        by_ade = held is not None and runs(held.step, held.stopped)
        asking = state_of(record) in ("proposed", "approved") and record.application is None and not by_ade
        unasked = isinstance(record, Disposal) and not record.asks_archive
        if not asking or unasked or not self.page.may(KEEP):
            return None
        case = record_at(record.matter)
        readable = case is not None and api.user.has_permission("View", obj=case)
        found = {IUUID(item): item.title for item in templates(record) if state_of(item) == "active"}
        part: dict[str, Any] = {"id": "cover", "title": _("Covering letter"), "text": TEXT}
        if not found:
            return {**part, "text": NONE}
        sign = {
            "name": "case",
            "label": _("Sign of the case the letters are led in"),
            "value": str(case.sign) if readable else "",
            "required": True,
        }
        template = {
            "name": "template",
            "label": _("Template"),
            "kind": "select",
            "options": options({"": _("choose"), **found}),
            "required": True,
        }
        form = self.page.one("cover", _("Draft the covering letter"), sign, template, tone="btn-secondary")
        return {**part, "forms": [form]}

    def do_cover(self) -> str:
        """Draft it and go to the letter."""
        page = self.page
        made = draft_cover(self.context, page.text("case"), page.text("template"))
        page.say(_("The letter and its enclosures stand in the case; have them accepted, then send them."))
        return f"{made.letter.absolute_url()}/view"


TEXT = _(
    "The letter is drafted in a case of the office with the application and the list beside it; it is accepted, signed and sent from there, and noted here when it has gone out."
)
NONE = _("The office has no template of a letter yet; add one to have it accepted and sent from a case.")
