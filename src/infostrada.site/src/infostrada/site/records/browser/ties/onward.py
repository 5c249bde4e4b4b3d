"""Go on with a case under a new sign, as when another organisational unit takes it over."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.registers.choices import orgs_of_new_cases
from infostrada.site.records.cases.kinship import continue_case
from infostrada.site.records.cases.permissions import REOPEN
from typing import Any


class Onward(Part):
    """The new sign."""

    position = 30

    def section(self) -> dict[str, Any] | None:
        """The form, unless the case goes on elsewhere already."""
        if not self.page.may(REOPEN) or self.context.linked("continued_by"):
            return None
        return {"id": "go-on", "title": _("New sign"), "forms": [self._form()]}

    def _form(self) -> Any:
        return self.page.one(
            "continue",
            _("Go on under a new sign"),
            {
                "name": "org_id",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": orgs_of_new_cases(self.page),
            },
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "required": True,
                "value": self.context.class_symbol,
            },
            {"name": "reason", "label": _("Reason"), "required": True},
            tone="btn-secondary",
            fold=_("Go on under a new sign"),
        )

    def do_continue(self) -> str:
        """Go on under a new sign."""
        made = continue_case(
            self.context, self.page.text("org_id"), self.page.text("class_symbol"), self.page.text("reason")
        )
        self.page.say(_("The case has the sign ${sign}.", mapping={"sign": str(made.sign)}))
        return str(self.page.here)
