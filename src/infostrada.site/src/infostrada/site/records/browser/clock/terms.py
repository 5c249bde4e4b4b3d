"""The terms of a case: which rule of the law it runs by, and the office's own day."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.cases.clock import set_terms
from typing import Any


class Terms(Part):
    """Set both terms."""

    position = 40

    def section(self) -> dict[str, Any] | None:
        """The form, for whoever works on the case."""
        if not self.page.works:
            return None
        return {"id": "terms", "title": _("Terms"), "forms": [self._form()]}

    def _form(self) -> Any:
        case = self.context
        statutory = {
            "name": "term",
            "label": _("Statutory term"),
            "kind": "select",
            "value": case.term or "",
            "options": options(TERMS, _("none")),
        }
        internal = {
            "name": "internal",
            "label": _("Internal term"),
            "hint": _("The office's own term, not later than the statutory one."),
            "kind": "date",
            "value": case.internal_due_on.isoformat() if case.internal_due_on else "",
        }
        return self.page.one(
            "terms", _("Save the terms"), statutory, internal, tone="btn-secondary", fold=_("Set the terms")
        )

    def do_terms(self) -> str:
        """Set both."""
        set_terms(self.context, term=self.page.text("term") or None, internal=self.page.day("internal"))
        return str(self.page.here)
