"""A party: its sheet and its forms."""

from infostrada.site import _
from infostrada.site.parties.interfaces import IParty
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.operations import change_party
from infostrada.site.parties.operations import reveal_pesel
from infostrada.site.parties.rules import masked
from infostrada.site.units.browser.forms import OperationForm
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.supermodel import model
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from urllib.parse import urlencode
from zope import schema
from zope.component import queryMultiAdapter


EDIT = "infostrada.site: Edit parties"
REVEAL = "infostrada.site: Reveal PESEL"
OF_PARTY = (
    ("cases", _("Cases of this party"), "infostrada.site: Use the records desk"),
    ("letters", _("Letters of this party"), "infostrada.site: View the register of letters"),
)
SHEET = ("pesel", "nip", "regon", "krs", "ade", "street", "postcode", "city", "email", "phone")


class PartySheet(BrowserView):
    """A party, with the PESEL masked."""

    desk = True
    edit_bar = False

    @property
    def facts(self) -> list[dict[str, str]]:
        """Fields that have a value, in order."""
        return [
            {
                "label": IParty.getDescriptionFor(name).title,
                "value": masked(name, getattr(self.context, name)),
            }
            for name in SHEET
            if getattr(self.context, name)
        ]

    @property
    def ways(self) -> list[dict[str, Any]]:
        """To the party's cases and letters, for those who have such lists, and back to the register."""
        unit = unit_of(self.context)
        asked = urlencode({"q": self.context.title})
        listed = [
            {"label": label, "url": f"{unit.absolute_url()}/@@{name}?{asked}"}
            for name, label, permission in OF_PARTY
            if api.user.has_permission(permission, obj=unit)
        ]
        register = {"label": _("Register of parties"), "url": f"{unit.absolute_url()}/@@parties"}
        return [*listed, register]

    @property
    def may_edit(self) -> bool:
        """Does the person see the button?"""
        return bool(api.user.has_permission(EDIT, obj=self.context))

    @property
    def may_reveal(self) -> bool:
        """Is there a PESEL the person may ask for?"""
        allowed = api.user.has_permission(REVEAL, obj=self.context)
        return bool(self.context.pesel and allowed)

    @property
    def finder(self) -> bool:
        """Is there a page that looks the party's electronic address up, open to the person?"""
        page = queryMultiAdapter((self.context, self.request), name="find-ade")
        return self.may_edit and page is not None


class PartyForm(OperationForm):
    """What both forms of a party do alike."""

    schema = IParty

    def warn(self, warnings: list[Any]) -> None:
        """Say that an address is doubtful without stopping the person."""
        if warnings:
            doubt = _("The checksum of the address for electronic delivery does not agree.")
            api.portal.show_message(doubt, self.request, type="warning")


class AddParty(PartyForm):
    """A new party of the unit."""

    label = _("Add a person or body")
    done = _("The party has been added.")
    page = "@@parties"

    def perform(self, data: dict[str, Any]) -> None:
        _party, warnings = add_party(self.context, {n: v or "" for n, v in data.items()})
        self.warn(warnings)


class EditParty(PartyForm):
    """Other data of a party; the PESEL is typed anew or left out, it is never shown here."""

    label = _("Change a party")
    submit = _("Save")
    ignoreContext = False
    done = _("Saved.")

    def updateWidgets(self, prefix: str | None = None) -> None:
        """The PESEL field begins empty."""
        super().updateWidgets(prefix)
        if not self.request.form.get("form.widgets.pesel"):
            self.widgets["pesel"].value = ""

    def perform(self, data: dict[str, Any]) -> None:
        values = {name: value or "" for name, value in data.items()}
        if not values["pesel"]:
            del values["pesel"]
        self.warn(change_party(self.context, values))

    def next_url(self) -> str:
        url: str = self.context.absolute_url()
        return url


class IReason(model.Schema):
    """Why somebody needs a PESEL."""

    reason = schema.TextLine(
        title=_("What do you need the number for?"),
        description=_("Your answer is kept in the access log."),
    )


class RevealPesel(OperationForm):
    """Ask for a reason, then show the number once."""

    schema = IReason
    label = _("Show the PESEL")
    shown = ViewPageTemplateFile("pesel.pt")
    pesel = ""

    def perform(self, data: dict[str, Any]) -> None:
        self.pesel = reveal_pesel(self.context, data["reason"])

    def finish(self) -> None:
        """Stay here: the number is shown in this answer only."""

    def render(self) -> str:
        self.request.response.setHeader("Cache-Control", "no-store")
        page: str = self.shown() if self.pesel else super().render()
        return page
