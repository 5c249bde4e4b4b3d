"""How a case ends, and how it is taken up again."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.cases.operations import close_case
from infostrada.site.records.cases.operations import finish_case
from infostrada.site.records.cases.operations import reopen_case
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


class Ending(Part):
    """Settle the case, then end it for good."""

    position = 80

    def section(self) -> dict[str, Any] | None:
        """The form of the step that is next."""
        if not self.page.may("infostrada.site: Close cases"):
            return None
        part = {"id": "ending", "title": _("End of the case")}
        state = state_of(self.context)
        if state == "settled":
            text = _("End the case when the decision has been served and is final.")
            return {**part, "text": text, "forms": [self._finishing()]}
        return {**part, "forms": [self._closing()]} if state in OPEN else None

    def _finishing(self) -> Any:
        today = polish_today().isoformat()
        field = {
            "name": "closed_on",
            "label": _("Last day"),
            "kind": "date",
            "required": True,
            "value": today,
        }
        return self.page.one("finish", _("End finally"), field)

    def _closing(self) -> Any:
        accepted = [item for item in documents_of(self.context) if state_of(item) == "accepted"]
        listed = [{"value": IUUID(item), "label": item.title} for item in accepted]
        return self.page.one(
            "close",
            _("Settle the case"),
            {
                "name": "decision",
                "label": _("Document that settles the case"),
                "hint": _("Only accepted documents are listed."),
                "kind": "select",
                "required": True,
                "options": [{"value": "", "label": _("choose")}, *listed],
            },
            {
                "name": "settled_on",
                "label": _("Day of settling"),
                "kind": "date",
                "required": True,
                "value": polish_today().isoformat(),
            },
            {"name": "note", "label": _("How it was settled")},
        )

    def do_close(self) -> str:
        """Settle the case."""
        close_case(
            self.context,
            decision=self.page.text("decision") or None,
            settled_on=self.page.day("settled_on"),
            note=self.page.text("note"),
        )
        self.page.say(_("The case has been settled."))
        return str(self.page.here)

    def do_finish(self) -> str:
        """End the case."""
        finish_case(self.context, self.page.day("closed_on"))
        self.page.say(_("The case has ended."))
        return str(self.page.here)


class Reopening(Part):
    """Take a settled or ended case up again."""

    position = 85

    def section(self) -> dict[str, Any] | None:
        """A form with the reason."""
        ended = state_of(self.context) in ("settled", "closed")
        if not ended or not self.page.may("infostrada.site: Reopen cases"):
            return None
        field = {"name": "reason", "label": _("Reason"), "required": True}
        form = self.page.one("reopen", _("Take the case up again"), field, tone="btn-danger")
        return {"id": "reopening", "title": _("Reopening"), "forms": [form]}

    def do_reopen(self) -> str:
        """Take the case up again."""
        reopen_case(self.context, self.page.text("reason"))
        return str(self.page.here)
