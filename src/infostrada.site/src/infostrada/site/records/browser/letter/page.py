"""The page of a letter: what is known of it, its files, its dekretacja."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import gathered
from infostrada.site.desk.words import when
from infostrada.site.records.browser.letter.ending import Ending
from infostrada.site.records.browser.letter.files import Files
from infostrada.site.records.browser.letter.filing import Assigning
from infostrada.site.records.browser.letter.filing import Filing
from infostrada.site.records.browser.letter.filing import may_handle
from infostrada.site.records.browser.letter.opening import Opening
from infostrada.site.records.browser.letter.opening import opening_facts
from infostrada.site.records.browser.sheet import case_fact
from infostrada.site.records.browser.signatures import LetterSignatures
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


class LetterPage(DeskPage):
    """A letter with metadata set A as its fact sheet."""

    parts = (Opening, Files, LetterSignatures, Assigning, Filing, Ending)

    @property
    def lead(self) -> str:
        """RPW number."""
        return f"RPW {self.context.rpw_number}"

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Metadata set A."""
        letter, request = self.context, self.request
        street = " ".join(filter(None, (letter.street, letter.building, letter.apartment)))
        town = " ".join(filter(None, (letter.postal_code, letter.city)))
        known = [
            fact(_("State"), STATES[state_of(letter)][0]),
            *case_fact(self),
            *opening_facts(letter, request),
            fact(_("From whom"), letter.sender, self._party()),
            fact(_("Address"), ", ".join(filter(None, (street, town)))),
            fact(_("Date of receipt"), when(letter.received_date, request)),
            fact(_("Date on the letter"), letter.letter_date),
            fact(_("Registered"), when(letter.registered_at, request)),
            fact(_("Sender's reference"), letter.sender_reference),
            fact(_("Way of delivery"), letter.delivery_method),
            fact(_("Kind of document"), letter.document_kind),
            fact(_("Access"), ACCESS[letter.access]),
            fact(_("Remarks"), letter.remarks),
        ]
        return gathered(known, request)

    def _party(self) -> str | None:
        party = record_at(self.context.party)
        readable = party is not None and self.may("infostrada.site: View parties", party)
        return str(party.absolute_url()) if readable else None

    @property
    def links(self) -> list[dict[str, Any]]:
        """Open a case with it; the paper behind it."""
        found: list[dict[str, Any]] = []
        if may_handle(self):
            url = f"{self.unit.absolute_url()}/@@open-case?letter={IUUID(self.context)}"
            found.append({"label": _("Open a case from this letter"), "url": url, "main": True})
        if self.may("infostrada.site: Register letters"):
            found.append({"label": _("Scan and place"), "url": f"{self.context.absolute_url()}/@@paper"})
            found.append({"label": _("Label (PDF)"), "url": f"{self.context.absolute_url()}/@@label"})
        return found
