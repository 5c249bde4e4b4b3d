"""How a letter was sent and what proves it: the forms, the evidences, their files."""

from infostrada.core.calendar import polish_today
from infostrada.core.outbox import standing
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.downloads import Download
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import EVIDENCES
from infostrada.site.records.correspondence.outgoing.dispatch import send_letter
from infostrada.site.records.correspondence.outgoing.networks import key_of
from infostrada.site.records.correspondence.outgoing.networks import NOT_SENT
from infostrada.site.records.correspondence.outgoing.networks import QUEUED
from infostrada.site.records.correspondence.outgoing.networks import send_by_network
from infostrada.site.records.correspondence.outgoing.operations import cancel_letter
from infostrada.site.records.correspondence.outgoing.operations import may_act
from infostrada.site.records.correspondence.outgoing.proofs import note_proof
from infostrada.site.records.correspondence.outgoing.proofs import Proof
from infostrada.site.records.correspondence.outgoing.sight import is_told
from infostrada.site.records.correspondence.outgoing.ways import BY_NETWORK
from infostrada.site.records.correspondence.outgoing.ways import HYBRID
from infostrada.site.records.correspondence.outgoing.ways import POSTAL
from infostrada.site.records.files import RecordFile
from infostrada.site.records.upload import from_form
from infostrada.site.records.workflow import state_of
from typing import Any


PROOFS = {
    "received": _("received"),
    "refused": _("refused by the addressee"),
    "notices": _("not collected after two notices"),
    "returned": _("sent back for another reason"),
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


class EvidenceFile(Download):
    """The file of an evidence, by its id."""

    def file(self) -> RecordFile | None:
        """As it came from the carrier."""
        found = self.context.evidence(self.name)
        return found.file if found is not None else None
