"""A dekretacja in forms: its fields, and what a form brought."""

from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.records.browser.people import addressees
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import SIGN_OFFS
from infostrada.site.records.tasks.rules import Order
from typing import Any


_SIGN_OFF: Mapping[str, Any] = {
    "name": "sign_off",
    "label": _("Who signs"),
    "kind": "select",
    "options": choices(SIGN_OFFS, _("as usual")),
}


def order_fields(unit_id: str, *, instruction: bool = True) -> tuple[Mapping[str, Any], ...]:
    """Fields of a dekretacja; in a bar without the longer `instruction`."""
    return (
        {
            "name": "assignee",
            "label": _("To whom"),
            "kind": "select",
            "required": True,
            "options": addressees(unit_id),
        },
        {
            "name": "disposition",
            "label": _("Disposition"),
            "kind": "select",
            "required": True,
            "options": choices(DISPOSITIONS),
        },
        {"name": "due_on", "label": _("Term"), "kind": "date", "width": "is-short"},
        *((_SIGN_OFF,) if instruction else ()),
        *(({"name": "instruction", "label": _("Instruction"), "kind": "textarea"},) if instruction else ()),
    )


def sent_order(page: DeskPage) -> Order:
    """The dekretacja a form brought."""
    return Order(
        assignee=page.text("assignee"),
        disposition=page.text("disposition"),
        due_on=page.day("due_on"),
        instruction=page.text("instruction"),
        sign_off=page.text("sign_off"),
    )
