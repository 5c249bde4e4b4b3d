"""The form that moves an entry."""

from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.moving.operations import move_entry
from infostrada.site.bip.moving.operations import sections
from infostrada.site.records.workflow import state_of
from typing import Any


class MovePage(Form):
    """Where the entry belongs."""

    label = _("Move the entry to another section")
    button = _("Move the entry")
    lead = _("The old address leads to the new one. The entry and its history stay as they are.")

    def act(self) -> str:
        """Move."""
        return str(move_entry(self.context, self.text("section"), self.text("reason")).absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The section, and the reason when the entry is public."""
        options = [{"value": item.getId(), "label": item.title} for item in sections(self.context)]
        section = {
            "name": "section",
            "label": _("Section of the bulletin"),
            "kind": "select",
            "required": True,
            "options": options,
        }
        reason = {
            "name": "reason",
            "label": _("Reason of the change"),
            "required": True,
            "hint": _("Everybody can read it."),
        }
        return [section, *([reason] if state_of(self.context) == "published" else [])]
