"""Everybody a letter is from, and the forms by which further senders are named and taken off."""

from infostrada.site import _
from infostrada.site.parties.picking import enter_sender
from infostrada.site.parties.picking import MAY_ENTER
from infostrada.site.parties.picking import party_of
from infostrada.site.parties.picking import sender_fields
from infostrada.site.records.browser.picking import address_fields
from infostrada.site.records.browser.picking import country_field
from infostrada.site.records.browser.picking import EMAIL
from infostrada.site.records.browser.picking import name_fields
from infostrada.site.records.browser.picking import PickingPage
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.sender_acts import add_sender
from infostrada.site.records.correspondence.sender_acts import changeable
from infostrada.site.records.correspondence.sender_acts import remove_sender
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.senders import sender_told
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from typing import Any


class SendersPage(PickingPage):
    """The senders of one letter; the page stays after each, so several are named in a row."""

    lead = _("Without a town a sender has the address of the first one, as spouses do.")

    @property
    def heading(self) -> Any:
        """The letter's number."""
        return _("Senders of the letter ${number}", mapping={"number": self.context.rpw_number})

    @property
    def links(self) -> list[dict[str, Any]]:
        """Back to the letter, on to the next one."""
        mapping = {"number": self.context.rpw_number}
        return [
            {"label": _("Letter ${number}", mapping=mapping), "url": self.here},
            {"label": _("Register the next letter"), "url": f"{self.unit.absolute_url()}/@@register-letter"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list, then the two forms; whoever keeps the paper of a restricted letter alone is not told."""
        require("View", self.context)
        found = [{"id": "senders", "title": _("Senders"), "register": self._register()}]
        if not changeable(self.context):
            return found
        found.append({"id": "another", "title": _("Another sender"), "forms": [self._adding()]})
        if self.context.other_senders:
            found.append({"id": "leaving", "title": _("Not a sender after all"), "forms": [self._leaving()]})
        return found

    def _register(self) -> dict[str, Any]:
        columns = (("name", _("Name")), ("address", _("Address")), ("email", _("E-mail")))
        rows = numbered("sender", [self._row(each) for each in self.context.senders])
        return table(_("Senders of the letter"), columns, rows)

    def _row(self, one: Sender) -> dict[str, Any]:
        shown = row(one.line, name=one.line, address=one.address, email=one.email)
        party = record_at(one.party)
        readable = party is not None and self.may("infostrada.site: View parties", party)
        return {**shown, "url": party.absolute_url()} if readable else shown

    def _adding(self) -> Any:
        picked = self.picker(
            _("Sender from the register of parties"),
            autofocus=True,
            then="city",
            new_then="street",
        )
        entering = {
            "name": "enter_party",
            "label": _("Enter this sender in the register of parties"),
            "kind": "checkbox",
        }
        who = [*picked, *name_fields(hint=True), *((entering,) if self.may(MAY_ENTER) else ())]
        where = [*address_fields(town_needed=False), country_field(value=""), EMAIL]
        return self.one("add", _("Add the sender"), groups=[(_("Sender"), who), (_("Address"), where)])

    def _leaving(self) -> Any:
        listed = [
            {"value": str(place), "label": each.line} for place, each in enumerate(self.context.other_senders)
        ]
        field = {"name": "place", "label": _("Sender"), "kind": "select", "required": True, "options": listed}
        return self.one("remove", _("Take this sender off"), field, tone="btn-secondary")

    def prefix(self, name: str) -> str:
        """The buttons of the picker belong to the form that adds."""
        return "add" if name in ("find-party", "pick-party") else name

    def taken(self, party: Any) -> dict[str, str]:
        """The sender's name and address."""
        return sender_fields(party)

    def do_add(self) -> str:
        """One more sender; the page stays for the next one."""
        sender = sender_told({name: self.text(name) for name in Sender._fields})
        if sender.party:
            party_of(self.unit, sender.party)
        elif self.form.get("enter_party") == "1" and sender.line:
            told = sender.beside(self.context.senders[0])._asdict()
            sender = sender._replace(party=enter_sender(self.unit, told))
        add_sender(self.context, sender)
        self.say(_("The letter is from ${name} as well.", mapping={"name": sender.line}))
        return self._own

    def do_remove(self) -> str:
        """Not a sender after all."""
        place = self.text("place")
        if not place.isdigit():
            raise invalid("place", "unknown_object")
        remove_sender(self.context, int(place))
        return self._own
