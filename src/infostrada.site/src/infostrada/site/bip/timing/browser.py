"""Forms: publish later, take back."""

from infostrada.site import _
from infostrada.site.bip.browser.forms import CONFIRMATION
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.bip.timing.operations import unplan_entry
from infostrada.site.bip.timing.services import moment_of
from infostrada.site.records.rest import day
from typing import Any


class PlanEntry(Form):
    """Approval of a draft for a moment to come."""

    label = _("Publish later")
    button = _("Plan the publication")
    lead = _("You approve the entry now. It becomes public by itself at the moment you name.")

    def act(self) -> str:
        """Plan."""
        until = day({"until": self.text("until")}, "until")
        plan_entry(self.context, moment_of(self.text("publish_at")), self.text("confirmation"), until)
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """When, until when, and the confirmation once the gate has found something."""
        return [
            {"name": "publish_at", "label": _("When"), "kind": "datetime-local", "required": True, "width": "is-medium"},
            {"name": "until", "label": _("Last day it stays public"), "kind": "date", "width": "is-short",
             "hint": _("Leave empty when it stays for good, or when the law sets the day.")},
            *([CONFIRMATION] if self.found or self.text("confirmation") else []),
        ]  # fmt: skip


class UnplanEntry(Form):
    """A planned entry back to a draft."""

    label = _("Take the planned entry back")
    button = _("Take back")
    lead = _("The entry becomes a draft again and can be changed.")

    def act(self) -> str:
        """Take back."""
        unplan_entry(self.context)
        return str(self.context.absolute_url())
