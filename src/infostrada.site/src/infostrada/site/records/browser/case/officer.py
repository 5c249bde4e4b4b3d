"""Give a case to another officer."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.registers.choices import orgs_of
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.workflow import state_of
from infostrada.site.units.interfaces import IUnitDirectory
from typing import Any
from zope.component import getUtility


class Officer(Part):
    """For the head of the department and the co-ordinator."""

    position = 82

    def section(self) -> dict[str, Any] | None:
        """Who leads it next, and why."""
        if state_of(self.context) not in FILING or not self.page.may(REOPEN):
            return None
        text = _("The new officer works on the case from now on; the one before goes on reading it.")
        words = _("Give the case over")
        form = self.page.one(
            "hand-over", words, *officer_fields(self.page.unit), tone="btn-secondary", fold=words
        )
        return {"id": "officer", "title": _("Another officer"), "text": text, "forms": [form]}

    def do_hand_over(self) -> str:
        """Give it over."""
        page = self.page
        hand_over(self.context, page.text("officer"), page.text("reason"), page.text("org_id"))
        self.page.say(_("The case is led by ${name} now.", mapping={"name": self.context.officer_name}))
        return str(self.page.here)


def officer_fields(unit: Any) -> tuple[dict[str, Any], ...]:
    """The people and departments of the unit, and the reason."""
    people = getUtility(IUnitDirectory).users_of_units([unit.unit_id])
    named = dict(sorted(((user, name_of(user)) for user in people), key=lambda item: item[1]))
    orgs = [{"value": org.org_id, "label": f"{org.symbol} – {org.title}"} for org in orgs_of(unit)]
    return (
        {
            "name": "officer",
            "label": _("New officer"),
            "kind": "select",
            "required": True,
            "options": options(named, _("choose")),
        },
        {
            "name": "org_id",
            "label": _("To another department"),
            "hint": _("Empty: it stays in its department. The sign stays in any case."),
            "kind": "select",
            "options": [{"value": "", "label": _("none")}, *orgs],
        },
        {"name": "reason", "label": _("Reason"), "required": True},
    )
