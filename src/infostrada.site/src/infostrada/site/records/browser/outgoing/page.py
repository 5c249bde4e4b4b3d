"""The page of an outgoing letter: where it goes, what it encloses, what came back."""

from infostrada.core.calendar import polish_today
from infostrada.core.outbox import standing
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import options
from infostrada.site.desk.words import partial
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.sheet import case_fact
from infostrada.site.records.browser.tables import quietly
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.browser.words import EVIDENCES
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.networks import key_of
from infostrada.site.records.correspondence.outgoing.networks import NOT_SENT
from infostrada.site.records.correspondence.outgoing.networks import QUEUED
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import file_of
from infostrada.site.records.correspondence.outgoing.operations import may_act
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.correspondence.outgoing.service import term_opened
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import HYBRID
from infostrada.site.records.correspondence.outgoing.ways import POSTAL
from infostrada.site.records.files import RecordFile
from infostrada.site.records.find import record_at
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from typing import Any


PROOFS = {
    "received": _("received"),
    "refused": _("refused by the addressee"),
    "notices": _("not collected after two notices"),
    "returned": _("sent back for another reason"),
}


class Enclosures(Part):
    """What the letter encloses."""

    position = 10

    def section(self) -> dict[str, Any]:
        """Exact versions of documents; of a restricted letter that there is no more to see."""
        if not is_told(self.context):
            text = _(
                "What it is about and what it encloses is shown to those who see the case. Send it as it stands here."
            )
            notice = {
                "kind": "warn",
                "title": _("The letter belongs to a case with special categories of data."),
                "text": text,
            }
            return {"id": "files", "title": _("Files"), "notice": notice}
        rows = [
            {
                "id": f"file-{place}",
                "title": each.filename,
                "url": f"{self.context.absolute_url()}/@@enclosure/{place}",
                "cells": {
                    "name": {"text": each.filename},
                    "title": {"text": each.title},
                    "version": {"text": str(each.version)},
                    "digest": {"text": each.sha256[:16]},
                },
            }
            for place, each in enumerate(self.context.enclosures)
        ]
        columns = (
            ("name", _("File")),
            ("title", _("Document")),
            ("version", _("Version")),
            ("digest", _("SHA-256 begins with")),
        )
        return {
            "id": "files",
            "title": _("Files"),
            "register": table(_("Files of the letter"), columns, rows),
        }


def evidences_table(letter: Any, request: Any) -> dict[str, Any]:
    """Evidences of a letter, coming or going, in the order of time."""
    rows = [
        {
            "id": each.id,
            "title": each.code,
            "url": f"{letter.absolute_url()}/@@evidence/{each.id}" if each.file is not None else None,
            "cells": {
                "code": {"text": each.code},
                "meaning": {"text": EVIDENCES.get(each.code, "")},
                "at": {"text": when(each.at, request)},
                "detail": {"text": each.detail},
            },
        }
        for each in sorted(letter.evidences, key=lambda each: each.at)
    ]
    columns = (
        ("code", _("Evidence")),
        ("meaning", _("What it proves")),
        ("at", _("When")),
        ("detail", _("Remarks")),
    )
    return table(_("Evidences"), columns, rows)


class ArrivalProofs(Part):
    """On the page of an incoming letter: evidences of its network."""

    position = 15

    def section(self) -> dict[str, Any] | None:
        """The table; None for a letter no network brought."""
        if not self.context.evidences:
            return None
        register = evidences_table(self.context, self.request)
        return {"id": "evidences", "title": _("Evidences"), "register": register}


class Proofs(Part):
    """What came back, and the forms that move the letter on."""

    position = 20

    def section(self) -> dict[str, Any]:
        """Evidences in the order of time, then the form of the next step."""
        letter = self.context
        register = evidences_table(letter, self.request)
        forms = self._forms() if may_act(letter) else []
        return {
            "id": "proofs",
            "title": _("Dispatch and proofs"),
            "notice": self._standing(),
            "register": register,
            "forms": forms,
        }

    def _standing(self) -> dict[str, Any] | None:
        """Why the network does not have the letter yet, or is not going to get it by itself."""
        letter = self.context
        if state_of(letter) == "undelivered" and letter.proof:
            text = _("Find the right address and prepare the letter anew: it gets a number of its own.")
            said = word(PROOFS[letter.proof], self.request)
            why = letter.remarks if is_told(letter) and letter.remarks else said
            title = _("Not delivered: ${why}", mapping={"why": why})
            return {"kind": "warn", "title": title, "text": text}
        if letter.channel_status == NOT_SENT:
            text = _(
                "The network did not take the letter: ${why}. Nothing more is tried by itself; "
                "send it again or cancel it.",
                mapping={"why": letter.channel_fault},
            )
            return {"kind": "danger", "title": _("The letter has not been sent"), "text": text}
        held = standing(key_of(letter)) if letter.channel_status == QUEUED else None
        if held is None or not held.error:
            return None
        text = _(
            "Attempts: ${count}. The next one: ${when}. The last fault: ${why}.",
            mapping={"count": str(held.attempts), "when": when(held.due, self.request), "why": held.error},
        )
        return {"kind": "warn", "title": _("The network has not taken the letter yet"), "text": text}

    def _forms(self) -> list[Any]:
        letter, state = self.context, state_of(self.context)
        registry = self.page.may("infostrada.site: Register letters")
        by_hand = letter.method not in BY_NETWORK
        found = []
        if state == "ready" and by_hand and not letter.list_uid and (registry or letter.method not in POSTAL):
            found.append(self._sending())
        if state == "ready" and not by_hand and letter.queued_at is None:
            again = letter.channel_status == NOT_SENT
            found.append(self.page.one("network", _("Send again") if again else _("Send by the network")))
        if state == "sent" and registry and (by_hand or letter.method == HYBRID):
            found.append(self._proving())
        if state == "ready" and not letter.list_uid and letter.queued_at is None:
            reason = {"name": "reason", "label": _("Reason"), "required": True}
            words = _("Cancel the letter")
            found.append(self.page.one("cancel", words, reason, tone="btn-danger", fold=words))
        return found

    def _sending(self) -> Any:
        today = polish_today().isoformat()
        return self.page.one(
            "send",
            _("Note the dispatch"),
            {"name": "sent_on", "label": _("Day of dispatch"), "kind": "date", "required": True, "value": today},
            {"name": "tracking", "label": _("Parcel number")},
        )  # fmt: skip

    def _proving(self) -> Any:
        return self.page.one(
            "proof",
            _("Note the proof"),
            {"name": "how", "label": _("What came back"), "kind": "select", "required": True, "options": options(PROOFS)},
            {"name": "day", "label": _("Day of receipt, refusal, return or first notice"), "kind": "date", "required": True},
            {"name": "second", "label": _("Day of the second notice"), "kind": "date"},
            {"name": "by", "label": _("Who took it")},
            {"name": "remark", "label": _("Remarks")},
            {"name": "file", "label": _("Scan of the receipt"), "kind": "file"},
        )  # fmt: skip

    def do_send(self) -> str:
        """It left."""
        send_letter(self.context, self.page.day("sent_on"), self.page.text("tracking"))
        self.page.say(_("The dispatch has been noted."))
        return str(self.page.here)

    def do_network(self) -> str:
        """Through the network."""
        send_by_network(self.context)
        self.page.say(_("The letter waits to be handed to the network; its evidences will stand here."))
        return str(self.page.here)

    def do_proof(self) -> str:
        """What came back."""
        page = self.page
        words = (page.text("by"), page.text("remark"))
        upload = from_form(page.form.get("file"))
        note_proof(self.context, Proof(page.text("how"), page.day("day"), page.day("second"), *words, upload))
        page.say(_("The proof has been noted."))
        return str(page.here)

    def do_cancel(self) -> str:
        """It is not to go out."""
        cancel_letter(self.context, self.page.text("reason"))
        self.page.say(_("The letter has been cancelled; its number stays in the register."))
        return str(self.page.here)


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


class EvidenceFile(Download):
    """The file of an evidence, by its id."""

    def file(self) -> RecordFile | None:
        """As it came from the carrier."""
        found = self.context.evidence(self.name)
        return found.file if found is not None else None


class EnclosureFile(Download):
    """A file the letter encloses, by its place."""

    def file(self) -> RecordFile | None:
        """The exact version that goes out."""
        enclosures = self.context.enclosures if is_told(self.context) else ()
        if not self.name.isdigit() or int(self.name) >= len(enclosures):
            return None
        found: RecordFile | None = file_of(enclosures[int(self.name)])
        return found


class CaseLetters(Part):
    """On the page of a case: its letters, and when each addressee was served."""

    position = 25

    def section(self) -> dict[str, Any] | None:
        """The table; None for a case nothing was sent from."""
        letters = [letter for letter in map(record_at, self.context.outgoing) if letter is not None]
        if not letters:
            return None
        rows = [self._row(letter) for letter in letters]
        columns = (
            ("number", _("RPWych number")),
            ("recipient", _("Addressee")),
            ("title", _("Title of the letter")),
            ("method", _("Way of dispatch")),
            ("sent", _("Sent")),
            ("served", _("Served")),
            ("term", _("Term opened")),
            ("state", _("State")),
        )
        register = quietly(table(_("Letters sent in the case"), columns, rows))
        return {"id": "outgoing", "title": _("Outgoing letters"), "register": register}

    def _row(self, letter: Any) -> dict[str, Any]:
        opened = (
            term_opened(letter.document_kind, letter.served_on, letter.answer_days)
            if letter.served_on
            else None
        )
        text, tone = STATES[state_of(letter)]
        return {
            "id": letter.getId(),
            "title": letter.rpw_number,
            "url": f"{letter.absolute_url()}/view" if self.page.may("View", letter) else None,
            "cells": {
                "number": {"text": letter.rpw_number},
                "recipient": {"text": letter.recipient},
                "title": {"text": letter.title},
                "method": {"text": letter.method},
                "sent": dated(letter.sent_on, self.request),
                "served": dated(letter.served_on, self.request),
                "term": dated(opened[1].end if opened else None, self.request),
                "state": {"text": text, "tone": tone},
            },
        }
