"""The page of a dispatch list, and the posting book."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.records.browser.downloads import sent
from infostrada.site.records.browser.tables import line
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.correspondence.outgoing.dispatch import hand_over_list
from infostrada.site.records.correspondence.outgoing.dispatch import letters_of
from infostrada.site.records.correspondence.outgoing.dispatch import take_off
from infostrada.site.records.correspondence.outgoing.interfaces import IOutgoing
from infostrada.site.records.correspondence.outgoing.posting_book import posting_book
from infostrada.site.records.find import by_uid
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any


class DispatchListPage(DeskPage):
    """Letters of a list; parcel numbers are entered when it is handed over."""

    @property
    def heading(self) -> Any:
        """Number of the list."""
        return _("Dispatch list ${label}", mapping={"label": self.context.label})

    @property
    def lead(self) -> str:
        """The carrier."""
        return str(self.context.carrier)

    @property
    def links(self) -> list[dict[str, Any]]:
        """The posting book and the register."""
        return [
            {"label": _("Posting book (PDF)"), "url": f"{self.context.absolute_url()}/@@posting-book", "main": True},
            {"label": _("Dispatch lists"), "url": f"{self.unit.absolute_url()}/@@dispatch-lists"},
        ]  # fmt: skip

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Who made it, and when it was handed over."""
        listed, request = self.context, self.request
        return [
            fact(_("State"), STATES[state_of(listed)][0]),
            fact(_("Made"), when(listed.made_at, request)),
            fact(_("Drawn up by"), listed.made_by.name),
            fact(_("Letters"), len(listed.letters)),
            fact(_("Handed over"), when(listed.handed_over_on, request)),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The letters, then the forms of a list that is still here."""
        letters = letters_of(self.context)
        parts: list[dict[str, Any]] = [
            {"id": "letters", "title": _("Letters"), "register": self._table(letters)}
        ]
        if state_of(self.context) == "prepared" and self.may("infostrada.site: Register letters"):
            parts.append(
                {"id": "handing", "title": _("Handing over"), "forms": [self._handing(letters), self._taking(letters)]}
            )  # fmt: skip
        return parts

    def _table(self, letters: list[Any]) -> dict[str, Any]:
        columns = (
            ("number", _("RPWych number")),
            ("recipient", _("Addressee")),
            ("address", _("Address")),
            ("method", _("Way of dispatch")),
            ("tracking", _("Parcel number")),
            ("state", _("State")),
        )
        rows = [
            line(
                letter,
                letter.rpw_number,
                {
                    "number": letter.rpw_number,
                    "recipient": letter.recipient,
                    "address": letter.addressee.address,
                    "method": letter.method,
                    "tracking": letter.tracking,
                    "state": tagged(state_of(letter)),
                },
            )
            for letter in letters
        ]
        return table(_("Letters of the list"), columns, rows)

    def _handing(self, letters: list[Any]) -> Any:
        today = polish_today().isoformat()
        day = {
            "name": "on",
            "label": _("Day of handing over"),
            "kind": "date",
            "required": True,
            "value": today,
        }
        numbers = [
            {
                "name": f"tracking-{IUUID(letter)}",
                "label": _("Parcel number: ${letter}", mapping={"letter": f"{letter.rpw_number} {letter.recipient}"}),
            }
            for letter in letters
        ]  # fmt: skip
        return self.one("hand-over", _("Handed over to the carrier"), day, *numbers)

    def _taking(self, letters: list[Any]) -> Any:
        listed = [
            {"value": IUUID(letter), "label": f"{letter.rpw_number} {letter.recipient}"} for letter in letters
        ]
        field = {
            "name": "letter",
            "label": _("Letter"),
            "kind": "select",
            "required": True,
            "options": listed,
        }
        return self.one("take-off", _("Take off the list"), field, tone="btn-secondary")

    def do_hand_over(self) -> str:
        """The carrier took it."""
        numbers = {
            name.removeprefix("tracking-"): self.text(name)
            for name in self.form
            if name.startswith("tracking-")
        }
        hand_over_list(self.context, self.day("on"), numbers)
        self.say(_("The list has been handed over."))
        return self.here

    def do_take_off(self) -> str:
        """One letter is not to go with it."""
        take_off(self.context, by_uid(self.text("letter"), IOutgoing, near=self.context))
        return self.here


class PostingBook(BrowserView):
    """The list as PDF for the operator's counter."""

    def __call__(self) -> bytes:
        """The file."""
        listed = self.context
        data = posting_book(listed, letters_of(listed), unit_of(listed))
        return sent(self, data, f"ksiazka-nadawcza-{listed.number}-{listed.year}.pdf")
