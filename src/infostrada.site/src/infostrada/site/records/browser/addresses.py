"""A party's address for electronic delivery out of the base of addresses (BAE)."""

from functools import cached_property
from infostrada.core.errors import Unavailable
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import fact
from infostrada.site.parties.interfaces import IParty
from infostrada.site.parties.rules import masked
from infostrada.site.records.correspondence.edelivery.addresses import asked_of
from infostrada.site.records.correspondence.edelivery.addresses import find_for
from infostrada.site.records.correspondence.edelivery.addresses import Found
from infostrada.site.records.correspondence.edelivery.addresses import write_address
from typing import Any


class AddressPage(DeskPage):
    """Asked by a button, since asking is noted and a number leaves the office."""

    lead = _("Address for electronic delivery in the base of addresses (BAE)")
    asked = False

    @property
    def heading(self) -> Any:
        """The party."""
        return self.context.title

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the party."""
        return [{"label": _("Party"), "url": self.context.absolute_url()}]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """By what it is looked up, and the address it has."""
        name = asked_of(self.context)
        number = masked(name, getattr(self.context, name)) if name else None
        return [
            fact(IParty.getDescriptionFor(name).title if name else _("Number"), number),
            fact(_("Address for electronic delivery"), self.context.ade),
        ]

    @cached_property
    def found(self) -> list[Found]:
        """What the base says, once for a page."""
        return find_for(self.context)

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The button; after it, what was found."""
        parts: list[dict[str, Any]] = []
        if self.asked:
            parts.append(self._answer())
        text = _("The number is sent to the base, and asking is noted in the access log.")
        form = self.one(
            "look", _("Look the address up"), tone="btn-secondary" if self.asked else "btn-primary"
        )
        return [*parts, {"id": "look", "title": _("Look up"), "text": text, "forms": [form]}]

    def _answer(self) -> dict[str, Any]:
        title = _("Addresses found")
        if not self.found:
            notice = {"kind": "warn", "text": _("The base has no address for this number.")}
            return {"id": "found", "title": title, "notice": notice}
        options = [{"value": each.ade, "label": f"{each.ade} {each.name}".strip()} for each in self.found]
        field = {"name": "ade", "label": _("Address"), "kind": "select", "required": True, "options": options}
        return {
            "id": "found",
            "title": title,
            "forms": [self.one("write", _("Write it to the party"), field)],
        }

    def do_look(self) -> None:
        """Ask the base and show what it says."""
        try:
            self.asked = self.found is not None
        except Unavailable:
            self.errors.append({"id": None, "text": refusal("service_away")})

    def do_write(self) -> str:
        """Keep the address with the party."""
        write_address(self.context, self.text("ade"))
        self.say(_("The address has been written to the party."))
        return str(self.context.absolute_url())
