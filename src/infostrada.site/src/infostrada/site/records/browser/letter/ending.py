"""Letters that are not for this office."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.correspondence.operations import return_letter
from infostrada.site.records.correspondence.operations import void_letter
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.workflow import state_of
from typing import Any


class Ending(Part):
    """Return to the sender, or mark as registered by mistake."""

    position = 90

    def section(self) -> dict[str, Any] | None:
        """Two forms with a reason each, for the registry."""
        if not self.page.may("infostrada.site: Register letters") or state_of(self.context) not in OPEN:
            return None
        field = {"name": "reason", "label": _("Reason"), "required": True}
        forms = [
            self.page.one("return", _("Return to the sender"), field, tone="btn-secondary"),
            self.page.one("void", _("Registered by mistake"), field, tone="btn-danger"),
        ]
        text = _("The row and the number stay in the register for ever.")
        return {"id": "ending", "title": _("Not for this office"), "text": text, "forms": forms}

    def do_return(self) -> str:
        """Send the letter back."""
        return_letter(self.context, self.page.text("reason"))
        return str(self.page.here)

    def do_void(self) -> str:
        """Mark the registration as a mistake."""
        void_letter(self.context, self.page.text("reason"))
        return str(self.page.here)
