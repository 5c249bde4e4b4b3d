"""The page an editor settles findings on, and a second person reads before publishing."""

from infostrada.site import _
from infostrada.site.bip.browser.checked import CheckedForm
from infostrada.site.bip.gate.decisions import FALSE_ALARM
from infostrada.site.bip.gate.decisions import Judged
from infostrada.site.bip.gate.decisions import personal
from infostrada.site.bip.gate.decisions import PUBLIC
from infostrada.site.bip.gate.model import MUST_GO
from infostrada.site.bip.gate.operations import decide
from infostrada.site.bip.gate.operations import findings_of
from infostrada.site.bip.gate.words import finding_words
from infostrada.site.bip.gate.words import place_words
from infostrada.site.bip.gate.words import SEVERITY_TONES
from infostrada.site.bip.gate.words import SEVERITY_WORDS
from infostrada.site.bip.gate.words import VERDICT_WORDS
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.redaction.words import redactions
from infostrada.site.bip.rules import second_person_needed
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any


class GatePage(CheckedForm):
    """What was found in an entry, what was decided, and for editors the form to decide."""

    page_title = label = _("Check before publishing")
    reason_label = _("Reason of the decision")

    def act(self) -> None:
        """Settle the ticked findings."""
        decide(self.context, self._given())

    def _given(self) -> dict[str, tuple[str, str]]:
        form = self.request.form
        keys = form.get("keys") or []
        if not keys:
            raise InvalidData([Fault("keys", "required")])
        verdict, reason = str(form.get("verdict", "")), str(form.get("reason", ""))
        if verdict not in VERDICT_WORDS or not reason.strip():
            field = "reason" if verdict in VERDICT_WORDS else "verdict"
            raise InvalidData([Fault(field, "required")])
        return {str(key): (verdict, reason) for key in keys}

    def errors(self) -> list[dict[str, str]]:
        """What is wrong, for the summary above the form."""
        places = {"keys": "findings", "verdict": "verdict-false_alarm", "reason": "reason"}
        return [{"id": places.get(fault.field, ""), "text": self.say(fault.text)} for fault in self.faults]

    def error(self, field: str) -> str:
        """What is wrong with a field."""
        return next((self.say(fault.text) for fault in self.faults if fault.field == field), "")

    @property
    def may_decide(self) -> bool:
        """Only a draft's findings are settled, by those who write in the bulletin; a public entry is changed."""
        return self.may_edit and state_of(self.context) in ("draft", "planned")

    @property
    def may_publish(self) -> bool:
        """Does nothing stand against publishing the draft, now and by this person?"""
        allowed = api.user.has_permission(PUBLISH, obj=self.context)
        draft = state_of(self.context) == "draft"
        return bool(allowed and draft and not self.open_count() and not self.another_person())

    def another_person(self) -> str:
        """That somebody other than the visitor has to publish, in words; "" when nobody has to."""
        visitor = api.user.get_current().getId()
        if second_person_needed(personal(self._judged()), self.context.author.id, visitor):
            return self.say(refusal("second_person_needed"))
        return ""

    def items(self) -> list[dict[str, Any]]:
        """Findings, the open ones first."""
        if not hasattr(self, "_kept"):
            self._kept = [
                self._item(item) for item in sorted(self._judged(), key=lambda item: not item.stops)
            ]
        return self._kept

    def _judged(self) -> list[Judged]:
        if not hasattr(self, "_found"):
            self._found = findings_of(self.context)
        return self._found

    def open_count(self) -> int:
        """How many stand against publishing."""
        return sum(item["stops"] for item in self.items())

    def redactions(self) -> list[dict[str, str]]:
        """Files that the visitor can redact here."""
        return redactions(self.context) if self.may_edit else []

    def value(self, name: str) -> str:
        """What was sent last time."""
        return str(self.request.form.get(name, ""))

    def verdicts(self) -> list[dict[str, Any]]:
        """The two ways to settle a finding without taking it out."""
        return [
            {"value": value, "label": self.say(VERDICT_WORDS[value]), "id": f"verdict-{value}"}
            for value in (FALSE_ALARM, PUBLIC)
        ]

    def _item(self, item: Judged) -> dict[str, Any]:
        given, made = item.finding, item.decision
        return {
            "key": given.key,
            "stops": item.stops,
            "must_go": given.kind in MUST_GO,
            "kind": self.say(finding_words(given.kind)),
            "text": given.text,
            "place": place_words(self, given),
            "tag": {"tone": SEVERITY_TONES[given.severity], "text": self.say(SEVERITY_WORDS[given.severity])},
            "decision": made and f"{self.say(VERDICT_WORDS[made.verdict])}: {made.reason} ({made.by.name})",
        }
