"""The page of a letter: what is known of it, its files, its dekretacja."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import gathered
from infostrada.site.desk.words import NOTHING
from infostrada.site.desk.words import partial
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.letter.ending import Ending
from infostrada.site.records.browser.letter.files import Files
from infostrada.site.records.browser.letter.filing import Assigning
from infostrada.site.records.browser.letter.filing import Filing
from infostrada.site.records.browser.letter.filing import may_handle
from infostrada.site.records.browser.letter.opening import Opening
from infostrada.site.records.browser.letter.opening import opening_facts
from infostrada.site.records.browser.letter.outside import Completion
from infostrada.site.records.browser.letter.outside import Outside
from infostrada.site.records.browser.preview import LetterPreview
from infostrada.site.records.browser.sheet import case_fact
from infostrada.site.records.browser.signatures import LetterSignatures
from infostrada.site.records.browser.stamps import Renewals
from infostrada.site.records.browser.tables import several
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import CASE_KEY
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.correspondence.appeals import each_in_time
from infostrada.site.records.correspondence.intime import InTime
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.find import record_at
from infostrada.site.records.mywork import next_waiting
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


class LetterPage(DeskPage):
    """A letter with metadata set A as its fact sheet."""

    folds = True
    parts = (
        Opening,
        Files,
        LetterPreview,
        LetterSignatures,
        Renewals,
        Assigning,
        Filing,
        Outside,
        Completion,
        Ending,
    )

    @property
    def lead(self) -> str:
        """RPW number."""
        return f"RPW {self.context.rpw_number}"

    @property
    def glance(self) -> dict[str, Any]:
        """Who wrote, when it came, where it stands: on a telephone the fact sheet is below."""
        letter, request = self.context, self.request
        came = ", ".join(filter(None, (when(letter.received_date, request), letter.delivery_method)))
        text, tone = STATES[state_of(letter)]
        return {
            "facts": [
                {"label": _("From whom"), "lines": [{"text": several(letter.from_whom) or NOTHING}]},
                {"label": _("Date of receipt"), "lines": [{"text": came}]},
                {"label": _("State"), "lines": [{"text": "", "tag": {"text": text, "tone": tone}}]},
            ]
        }

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Metadata set A."""
        letter, request = self.context, self.request
        known = [
            fact(_("State"), STATES[state_of(letter)][0]),
            *case_fact(self),
            *self._class(),
            *self._in_time(),
            *opening_facts(letter, request),
            *self._senders(),
            fact(_("Date of receipt"), when(letter.received_date, request)),
            fact(_("Date on the letter"), partial(letter.letter_date, request)),
            fact(_("Registered"), when(letter.registered_at, request)),
            fact(_("Sender's reference"), letter.sender_reference),
            fact(_("Way of delivery"), letter.delivery_method),
            fact(_("Kind of document"), letter.document_kind),
            fact(_("Access"), ACCESS[letter.access]),
            fact(_("Remarks"), letter.remarks),
        ]
        return gathered(known, request)

    def _senders(self) -> list[dict[str, Any]]:
        """Everybody the letter is from; whose address differs from the first one's, with it."""
        first, *others = self.context.senders
        return [
            fact(_("From whom"), first.line, self._entry(first)),
            fact(_("Address"), first.address),
            *(fact(_("Also from"), self._beside(first, each), self._entry(each)) for each in others),
        ]

    def _beside(self, first: Sender, other: Sender) -> str:
        return other.line if other.address == first.address else f"{other.line}, {other.address}"

    def _in_time(self) -> list[dict[str, Any]]:
        """Of an appeal or complaint: whether it came in time, by which day and article, for each who sent it."""
        found = each_in_time(self.context)
        several = len(self.context.senders) > 1
        return [self._told_in_time(answer, each.line if several else "") for each, answer in found]

    def _told_in_time(self, found: InTime, name: str) -> dict[str, Any]:
        told = {"day": when(found.end, self.request), "basis": found.basis}
        if found.kept is None:
            said = _(
                "look at the envelope for the day of posting: the term ended on ${day} (${basis})",
                mapping=told,
            )
        elif found.kept:
            said = _("in time: the term ended on ${day} (${basis})", mapping=told)
        else:
            said = _("late: the term ended on ${day} (${basis})", mapping=told)
        return fact(_("Was it in time"), ": ".join(filter(None, (name, word(said, self.request)))))

    def _class(self) -> list[dict[str, Any]]:
        """The class of a letter that makes no case, or the one the registry foresees."""
        letter = self.context
        if letter.foreseen_class and not letter.outside_symbol and not letter.case_uid:
            return [fact(_("Foreseen class of the plan"), letter.foreseen_class)]
        if not letter.outside_symbol:
            return []
        return [
            fact(_("Class of the plan"), f"{letter.outside_symbol} {letter.outside_title}"),
            fact(_("Handled in the system"), letter.outside_system),
        ]

    def _entry(self, sender: Sender) -> str | None:
        """Address of the sender's entry in the register of parties."""
        party = record_at(sender.party)
        readable = party is not None and self.may("infostrada.site: View parties", party)
        return str(party.absolute_url()) if readable else None

    @property
    def links(self) -> list[dict[str, Any]]:
        """Open a case with it; the paper behind it."""
        found: list[dict[str, Any]] = []
        if may_handle(self):
            url = f"{self.unit.absolute_url()}/@@open-case?letter={IUUID(self.context)}"
            found.append({"label": _("Open a case from this letter"), "url": url, "main": True})
        case = record_at(self.context.case_uid)
        if case is not None and self.may("View", case):
            mapping = {"sign": str(case.sign)}
            url = f"{case.absolute_url()}/view"
            label = _("To the case ${sign}", mapping=mapping)
            found.append({"label": label, "url": url, "main": True, "key": CASE_KEY})
        if self.may("infostrada.site: Assign letters to anybody"):
            found += self._waiting()
        if self.may("infostrada.site: Register letters"):
            found.append({"label": _("Scan and place"), "url": f"{self.context.absolute_url()}/@@paper"})
            found.append({"label": _("Label (PDF)"), "url": f"{self.context.absolute_url()}/@@label"})
            found.append({"label": _("Further senders"), "url": f"{self.context.absolute_url()}/@@senders"})
            url = f"{self.unit.absolute_url()}/@@register-letter"
            found.append({"label": _("Register the next letter"), "url": url})
        return found

    def _waiting(self) -> list[dict[str, Any]]:
        """The letter that waits longest for whoever assigns them, this one aside."""
        found = next_waiting(self.unit.unit_id, but=IUUID(self.context))
        if found is None:
            return []
        mapping = {"number": f"{found['number']}/{found['year']}"}
        url = f"{self.request.physicalPathToURL(found['path'].split('/'))}/view"
        return [{"label": _("Next to assign: ${number}", mapping=mapping), "url": url, "key": "N"}]
