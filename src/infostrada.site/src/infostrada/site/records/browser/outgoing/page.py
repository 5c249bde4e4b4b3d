"""The page of an outgoing letter: where it goes, what it encloses, what came back."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import partial
from infostrada.site.desk.words import when
from infostrada.site.records.browser.outgoing.enclosures import Enclosures
from infostrada.site.records.browser.outgoing.proofs import Proofs
from infostrada.site.records.browser.sheet import case_fact
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from typing import Any


class OutgoingLetterPage(DeskPage):
    """A letter to one addressee with metadata set B as its fact sheet."""

    parts = (Enclosures, Proofs)

    @property
    def heading(self) -> Any:
        """What the letter is called to whoever may know."""
        return self.context.title if is_told(self.context) else self.context.Title()

    @property
    def lead(self) -> str:
        """RPWych number and addressee."""
        return f"RPWych {self.context.rpw_number}: {self.context.recipient}"

    @property
    def links(self) -> list[dict[str, Any]]:
        """The case, and the label for the envelope."""
        case = record_at(self.context.case_uid)
        found: list[dict[str, Any]] = []
        if case is not None and self.may("View", case):
            found.append({"label": _("Case"), "url": f"{case.absolute_url()}/view", "key": CASE_KEY})
        if not self.may("infostrada.site: Register letters"):
            return found
        return [*found, {"label": _("Label (PDF)"), "url": f"{self.context.absolute_url()}/@@label"}]

    @property
    def stages(self) -> list[dict[str, Any]]:
        """The way of the letter."""
        letter, state = self.context, state_of(self.context)
        if state == "cancelled":
            return []
        steps = ("ready", "sent", "end")
        at = {"ready": 0, "sent": 1}.get(state, 2)
        end = STATES[state][0] if at == 2 else STATES["delivered"][0]
        reached = "stopped" if state == "undelivered" else "now"
        whens = (letter.registered_at, letter.sent_on, letter.served_on)
        titles = (STATES["ready"][0], STATES["sent"][0], end)
        return [
            {
                "title": titles[place],
                "when": when(whens[place], self.request),
                "state": "past" if place < at else reached if place == at else "ahead",
            }
            for place in range(len(steps))
        ]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Metadata set B and what the service opened."""
        letter, request = self.context, self.request
        told = is_told(letter)
        opened = (
            term_opened(letter.document_kind, letter.served_on, letter.answer_days)
            if told and letter.served_on
            else None
        )
        listed = record_at(letter.list_uid)
        accepted = letter.accepted_by
        facts = [
            fact(_("State"), STATES[state_of(letter)][0]),
            *case_fact(self),
            fact(_("Addressee"), letter.recipient),
            fact(_("Address"), letter.addressee.address),
            fact(_("Address for electronic delivery"), letter.addressee.ade),
            fact(_("Way of dispatch"), letter.method),
            fact(_("Legal basis"), letter.method_basis),
            fact(_("Why another way"), letter.method_reason if told else None),
            fact(_("Status in the network"), letter.channel_status),
            fact(_("Parcel number"), letter.tracking),
            fact(_("Dispatch list"), letter.list_label, f"{listed.absolute_url()}/view" if listed else None),
            fact(_("Sent"), when(letter.sent_on, request)),
            fact(_("Served"), when(letter.served_on, request)),
            fact(_("Basis of service"), letter.service_basis),
            fact(_("Term opened"), f"{opened[1].rule.matter}: {when(opened[1].end, request)}" if opened and opened[1].rule else None),
            fact(_("Date on the letter"), partial(letter.letter_date, request)),
            fact(_("Kind of document"), letter.document_kind if told else None),
            fact(_("Author"), ", ".join(filter(None, letter.author[1:])) if told else None),
            fact(_("Accepted by"), ", ".join(filter(None, accepted[1:])) if told and accepted else None),
            fact(_("Access"), ACCESS[letter.access]),
            fact(_("Remarks"), letter.remarks if told else None),
        ]  # fmt: skip
        return known(facts)
