"""The register of parties as a register table."""

from infostrada.core.record.pages import Page
from infostrada.site import _
from infostrada.site.desk.register.asked import Asked
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.parties import listing
from infostrada.site.parties.operations import KINDS
from infostrada.site.parties.picking import MAY_ENTER
from typing import Any


KIND_WORDS = {"person": _("Person"), "body": _("Institution")}


class PartiesPage(RegisterPage):
    """Persons and bodies of the unit, by name; identifiers are compared as a whole, never shown."""

    name = "parties"
    heading = _("Register of parties")
    caption = _("Register of parties")
    searched = _("with a part of the name or a whole number")
    listing = listing.PARTIES
    columns = (
        Shown("name", _("Name"), plain("title")),
        Shown("kind", _("Kind"), lambda row, page: {"text": KIND_WORDS[row["kind"]]}, once=True),
        Shown("street", _("Street and number"), plain("street")),
        Shown("city", _("Town"), plain("city")),
    )
    choices = (
        Choice(
            "kind",
            _("Kind"),
            fixed(
                Option("", _("persons and institutions")),
                Option("person", _("persons"), {"kind": "person"}),
                Option("body", _("institutions"), {"kind": "body"}),
            ),
        ),
    )
    views = (
        View(_("All parties"), {}),
        View(_("Persons"), {"kind": "person"}),
        View(_("Institutions"), {"kind": "body"}),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The form of entering one."""
        if not self.may(MAY_ENTER):
            return []
        url = f"{self.unit.absolute_url()}/@@add-party"
        return [{"label": _("Add a person or body"), "url": url, "main": True}]

    def fetch(self, asked: Asked, size: int) -> Page:
        """One page of rows; the cursor is the last name and UID of the page before."""
        after, _space, uid = asked.cursor.rpartition(" ")
        kind = asked.chosen.get("kind", "")
        found = listing.find(
            self.unit.unit_id,
            asked.q,
            kind=kind if kind in KINDS else "",
            after=(after, uid),
            size=size + 1,
        )
        following = f"{found[size - 1]['title']} {found[size - 1]['uid']}" if len(found) > size else None
        return Page(found[:size], following, None, False)
