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
        forms = [
            self._form("return", _("Return to the sender"), "btn-secondary"),
            self._form("void", _("Registered by mistake"), "btn-danger"),
        ]
        text = _("The row and the number stay in the register for ever.")
        return {"id": "ending", "title": _("Not for this office"), "text": text, "forms": forms}

    def _form(self, name: str, words: Any, tone: str) -> Any:
        field = {"name": "reason", "label": _("Reason"), "required": True}
        return self.page.one(name, words, field, tone=tone, fold=words)

    def do_return(self) -> str:
        """Send the letter back."""
        return_letter(self.context, self.page.text("reason"))
        self.page.say(_("The letter is marked as returned to the sender."))
        return str(self.page.here)

    def do_void(self) -> str:
        """Mark the registration as a mistake."""
        void_letter(self.context, self.page.text("reason"))
        self.page.say(_("The letter is marked as registered by mistake; its number stays in the register."))
        return str(self.page.here)
