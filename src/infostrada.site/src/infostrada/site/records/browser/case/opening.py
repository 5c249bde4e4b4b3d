"""The form that gives a case its sign."""

from collections import Counter
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.parties.names import persons
from infostrada.site.parties.operations import add_party
from infostrada.site.parties.picking import MAY_ENTER
from infostrada.site.parties.picking import MAY_PICK
from infostrada.site.parties.picking import party_of
from infostrada.site.records.browser.picking import PickingPage
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.registers.choices import orgs_of_new_cases
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.browser.words import TERMS
from infostrada.site.records.cases.content import Participant
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.participants import party_from
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import by_uid
from infostrada.site.records.listings import cases
from infostrada.site.records.plan.exceptions import exceptions_of
from infostrada.site.records.plan.modes import mode_on
from infostrada.site.records.plan.operations import plan_on
from plone.uuid.interfaces import IUUID
from typing import Any


ENTER = {
    "": _("do not enter the party in the register"),
    "person": _("enter it as a person (surname first)"),
    "body": _("enter it as an institution"),
}


class OpenCasePage(PickingPage):
    """A case from a letter, or one of the office's own accord."""

    heading = _("Open a case")

    @property
    def lead(self) -> Any:
        """Which sign the case will get."""
        if reserved := self.text("reserved"):
            return _("The case gets the reserved sign ${sign}.", mapping={"sign": reserved})
        return _("The sign is given when you save: organisational unit, class, number, year.")

    @property
    def letter(self) -> Any:
        """The letter the case begins with, if the form was opened from one."""
        uid = self.text("letter")
        return by_uid(uid, ILetter, near=self.context) if uid else None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """One form."""
        letter = self.letter
        known = letter if letter is not None and self.may("View", letter) else None
        kept = [{"name": "letter", "value": self.text("letter")}] if letter is not None else []
        kept += [{"name": "reserved", "value": self.text("reserved")}] if self.text("reserved") else []
        groups = [(_("Case"), self._case(known)), (_("Party"), self._party(known))]
        form = self.one("open", _("Open the case"), groups=groups, kept=kept)
        text = f"RPW {known.rpw_number}: {known.title}" if known is not None else ""
        return [{"id": "case", "title": _("Case"), "quiet": not text, "text": text, "forms": [form]}]

    def _case(self, letter: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": "title",
                "label": _("Title of the case"),
                "required": True,
                "value": letter.title if letter is not None else "",
                "autofocus": letter is None,
            },
            {
                "name": "org_id",
                "label": _("Organisational unit"),
                "kind": "select",
                "required": True,
                "options": orgs_of_new_cases(self),
            },
            {
                "name": "class_symbol",
                "label": _("Class of the plan"),
                "hint": _("Only final classes with a category hold cases."),
                "kind": "select",
                "required": True,
                "options": self._classes(),
                "value": letter.foreseen_class if letter is not None else "",
                "autofocus": letter is not None,
            },
            {
                "name": "term",
                "label": _("Statutory term"),
                "kind": "select",
                "options": options(TERMS, _("none")),
            },
            {
                "name": "access",
                "label": _("Access"),
                "kind": "select",
                "required": True,
                "value": "not_public",
                "options": options(ACCESS),
            },
            {"name": "description", "label": _("Description"), "kind": "textarea", "rows": 3},
        ]

    def _party(self, letter: Any) -> list[dict[str, Any]]:
        name = {
            "name": "party_name",
            "label": _("Name of the party"),
            "value": letter.sender if letter is not None else "",
        }
        known = letter.party if letter is not None else ""
        picker = self.picker(_("Party from the register of parties"), value=known)
        beside = self._beside(letter)
        if not picker or not self.may(MAY_ENTER):
            return [*picker, name, *beside]
        enter = {
            "name": "enter_party",
            "label": _("If the party is new"),
            "kind": "select",
            "options": options(ENTER),
        }
        return [*picker, name, enter, *beside]

    def _beside(self, letter: Any) -> list[dict[str, Any]]:
        """A tick for each further sender of the letter: usually all of them are parties."""
        others = letter.senders[1:] if letter is not None else ()
        return [
            {
                "name": f"also-{place}",
                "label": _("Also a party: ${name}", mapping={"name": each.line}),
                "kind": "checkbox",
                "value": "1",
            }
            for place, each in enumerate(others)
        ]

    def _classes(self) -> list[dict[str, Any]]:
        """The classes of the person's last cases first, the commonest at the top; then the plan's own order."""
        plan, first = plan_on(self.unit, polish_today()), {"value": "", "label": _("choose")}
        if plan is None:
            return [first]
        exceptions, today = exceptions_of(self.unit), polish_today()
        words = {mode: word(text, self.request) for mode, text in MODES.items()}
        found = [first]
        used = Counter(row["class_symbol"] for row in cases(self.unit.unit_id, officer=me()).rows)
        for item in sorted(plan.classes(), key=lambda each: -used[each.symbol]):
            if plan.takes_cases(item.symbol):
                mode = mode_on(exceptions, item.symbol, today, plan.mode(item.symbol))
                # The way of keeping is told where it is not the office's basic one.
                kept = "" if mode == plan.basic_mode else f"; {words[mode]}"
                label = f"{item.symbol} {item.title} ({item.category_lead}{kept})"
                found.append({"value": item.symbol, "label": label})
        return found

    def prefix(self, name: str) -> str:
        """All buttons of the page belong to its one form."""
        return "open"

    def taken(self, party: Any) -> dict[str, str]:
        """The party's name."""
        return {"party_name": party.title}

    def do_open(self) -> str:
        """Open the case and show it."""
        case = open_case(
            self.context,
            Opening(
                title=self.text("title"),
                org_id=self.text("org_id"),
                class_symbol=self.text("class_symbol"),
                letter=self.letter,
                term=self.text("term") or None,
                description=self.text("description"),
                access=self.text("access"),
                parties=self._parties(),
                reserved=self.text("reserved"),
            ),
            idempotency_key=self.attempt,
        )
        self.say(_("The case has the sign ${sign}.", mapping={"sign": str(case.sign)}))
        return f"{case.absolute_url()}/view"

    def _parties(self) -> tuple[Participant, ...]:
        """The party of the form, and the ticked ones among the letter's further senders."""
        letter = self.letter
        others = letter.senders[1:] if letter is not None and self.may("View", letter) else ()
        ticked = [each for place, each in enumerate(others) if self.form.get(f"also-{place}") == "1"]
        return (*self._party_named(), *map(party_from, ticked))

    def _party_named(self) -> tuple[Participant, ...]:
        """The party chosen, entered in place, known from the letter, or only named."""
        name, uid = self.text("party_name"), self.text("party")
        letter = self.letter
        if uid and self.may(MAY_PICK):
            return (Participant(party_of(self.unit, uid).title, "strona", uid),)
        if not name:
            return ()
        if self.text("enter_party"):
            return (Participant(name, "strona", self._entered(name)),)
        known = letter is not None and letter.party and name == letter.sender
        return (Participant(name, "strona", letter.party if known else ""),)

    def _entered(self, name: str) -> str:
        if self.text("enter_party") == "body":
            values = {"kind": "body", "name": name}
        else:
            person = next(persons(name))
            values = {"kind": "person", "surname": person.surname, "given_names": person.given_names}
        party, _warnings = add_party(self.unit, values)
        uid: str = IUUID(party)
        return uid
