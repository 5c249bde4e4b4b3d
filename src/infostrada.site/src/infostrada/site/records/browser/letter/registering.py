"""The form of the registry: everything on one page, for many letters in a row."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.core.record.access import principals
from infostrada.core.record.asking import Question
from infostrada.core.record.pages import page as page_of
from infostrada.site import _
from infostrada.site.desk.days import HINT
from infostrada.site.desk.days import typed_day
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.parties.picking import enter_sender
from infostrada.site.parties.picking import MAY_ENTER
from infostrada.site.parties.picking import party_of
from infostrada.site.parties.picking import sender_fields
from infostrada.site.records.browser.classes import symbol_in
from infostrada.site.records.browser.picking import address_fields
from infostrada.site.records.browser.picking import country_field
from infostrada.site.records.browser.picking import EMAIL
from infostrada.site.records.browser.picking import name_fields
from infostrada.site.records.browser.picking import PickingPage
from infostrada.site.records.browser.registers.columns import in_year
from infostrada.site.records.browser.tables import found_line
from infostrada.site.records.browser.tables import several
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import ACCESS
from infostrada.site.records.browser.words import tagged
from infostrada.site.records.correspondence.content import FIELDS
from infostrada.site.records.correspondence.envelope_settings import kinds_of
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.correspondence.operations import register_letter
from infostrada.site.records.find import record_at
from infostrada.site.records.listings import LETTERS
from infostrada.site.records.lists import DELIVERY_METHODS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.upload import all_from_form
from plone.uuid.interfaces import IUUID
from typing import Any
from urllib.parse import urlencode


# What letters of one round of post have in common: kept for the next one.
COMMON = ("received_date", "delivery_method", "access")
KEPT = (*COMMON, "enter_party")
# Where Enter stops on its way through the form while the field is empty; at the day in any case, as it may be a guess.
STOPS = "postal_code street building title letter_date!"
RECENT = 5


class RegisterLetterPage(PickingPage):
    """One form; with "and the next one" the registry stays in it and reads the last number."""

    @property
    def lead(self) -> Any:
        """Which number the letter will get."""
        if reserved := self.text("reserved"):
            return _("The letter gets the reserved number ${number}.", mapping={"number": reserved})
        return _("The number of the RPW is given when you save.")

    @property
    def heading(self) -> Any:
        """Which of the two forms it is."""
        return _("Register a parcel not opened") if self.closed else _("Register a letter")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The register."""
        unit = self.unit.absolute_url()
        other = {"label": _("Register a parcel not opened"), "url": f"{unit}/{self.address}?closed=1"}
        if self.closed:
            other = {"label": _("Register a letter opened as usual"), "url": f"{unit}/{self.address}"}
        return [*self._last(), {"label": _("Register of letters"), "url": f"{unit}/@@letters"}, other]

    @cached_property
    def _before(self) -> Any:
        """The letter registered a moment ago; None for the first one."""
        letter = record_at(self.text("last"))
        return letter if ILetter.providedBy(letter) and self.may("View", letter) else None

    def _last(self) -> list[dict[str, Any]]:
        """The letter registered a moment ago, and the label for its paper."""
        letter = self._before
        if letter is None:
            return []
        url, mapping = letter.absolute_url(), {"number": letter.rpw_number}
        return [
            {"label": _("Label ${number} (PDF)", mapping=mapping), "url": f"{url}/@@label"},
            {"label": _("Letter ${number}", mapping=mapping), "url": f"{url}/view"},
        ]

    @property
    def closed(self) -> bool:
        """Is it a parcel that is not opened? Its envelope need not tell what lies inside."""
        return bool(self.form.get("closed") or self.form.get("unopened")) or "register-unopened" in self.told

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The form, and the letters that came before."""
        picked = self.picker(
            _("Sender from the register of parties"),
            autofocus=True,
            hint=_(
                "Part of the name, a whole number (PESEL, NIP, REGON, KRS), or name and address in one line."
            ),
            then="title",
            new_then="postal_code",
        )
        groups = [
            (_("Sender"), [*picked, *self._sender(), *self._entering()]),
            (_("Letter"), self._letter()),
            (_("Receipt"), self._receipt()),
            (_("Files"), self._files()),
        ]
        groups.insert(0 if self.closed else len(groups) - 1, (_("Envelope"), self._envelope()))
        reserved = self.text("reserved")
        kept = [{"name": "reserved", "value": reserved}] if reserved else []
        form = self.one("register", _("Register"), groups=groups, kept=kept)
        form["also"] = [
            {"name": "register-next", "label": _("Register and take the next one")},
            {"name": "register-senders", "label": _("Register and name further senders")},
            {
                "name": "register-print",
                "label": _("Register, print the label and take the next one (F8)"),
                "key": "F8",
            },
        ]
        form |= self._by_keys()
        return [{"id": "letter", "title": _("Letter"), "quiet": True, "forms": [form]}, *self._recent()]

    def _by_keys(self) -> dict[str, Any]:
        """What the scripts of the counter need: where Enter stops, places already known, the label for the printer."""
        letter = self._before if self.text("print") else None
        label = f"{letter.absolute_url()}/@@label?print=1" if letter is not None else None
        return {
            "keys": _(
                "Enter goes on to the next field. Ctrl+Enter registers, Ctrl+Shift+Enter takes the next one too."
            ),
            "stops": STOPS,
            "places": f"{self.unit.absolute_url()}/@@find-places",
            "print": label,
            "print_title": word(_("Label for the printer"), self.request) if label else None,
        }

    def _recent(self) -> list[dict[str, Any]]:
        """The last numbers of the RPW, so that nothing is registered twice."""
        if not self.may("infostrada.site: View the register of letters"):
            return []
        found = page_of(
            LETTERS, principals(), Question(unit=self.unit.unit_id), size=RECENT, counted=False
        ).rows
        rows = [
            found_line(
                each,
                in_year(each),
                self.request,
                number=in_year(each),
                title=each["title"],
                sender=several(each["sender"]),
                received=dated(each["received_date"], self.request),
                state=tagged(each["state"]),
            )
            for each in found
        ]
        columns = (
            ("number", _("RPW number")),
            ("title", _("Title of the letter")),
            ("sender", _("From whom")),
            ("received", _("Date of receipt")),
            ("state", _("State")),
        )
        register = {**table(_("The last letters of the register"), columns, rows), "quiet": True}
        return [{"id": "recent", "title": _("Registered lately"), "register": register}] if rows else []

    def _letter(self) -> list[dict[str, Any]]:
        return [
            {
                "name": "title",
                "label": _("Title of the letter"),
                "required": not self.closed,
                "lines": f"{self.unit.absolute_url()}/@@find-titles",
            },
            {
                "name": "letter_date",
                "label": _("Date on the letter"),
                "required": not self.closed,
                "hint": HINT,
                "value": self.text("letter_date"),
                "width": "is-half",
            },
            {"name": "sender_reference", "label": _("Sender's reference"), "width": "is-half"},
            {
                "name": "document_kind",
                "label": _("Kind of document"),
                "kind": "select",
                "options": choices(DOCUMENT_KINDS, _("choose")),
            },
            {
                "name": "foreseen_class",
                "label": _("Class of the plan, if known"),
                "hint": _(
                    "Its symbol or words of its name; rules assign by it, and the case is opened in it."
                ),
                "suggest": f"{self.unit.absolute_url()}/@@find-classes",
            },
            {"name": "remarks", "label": _("Remarks"), "kind": "textarea", "rows": 3},
        ]

    def _sender(self) -> list[dict[str, Any]]:
        return [
            *name_fields(hint=True),
            *address_fields(town_needed=not self.closed, code_first=True),
            country_field(required=True),
            EMAIL,
        ]

    def _entering(self) -> list[dict[str, Any]]:
        if not self.may(MAY_ENTER):
            return []
        label = _("Enter this sender in the register of parties")
        return [
            {"name": "enter_party", "label": label, "kind": "checkbox", "value": self.text("enter_party")}
        ]

    def _receipt(self) -> list[dict[str, Any]]:
        today = polish_today().isoformat()
        return [
            {
                "name": "received_date",
                "label": _("Date of receipt"),
                "kind": "date",
                "required": True,
                "value": self.text("received_date") or today,
                "width": "is-half",
            },
            {
                "name": "delivery_method",
                "label": _("Way of delivery"),
                "kind": "select",
                "width": "is-half",
                "value": self.text("delivery_method"),
                "options": choices(DELIVERY_METHODS, _("choose")),
            },
            {
                "name": "access",
                "label": _("Access"),
                "kind": "select",
                "required": True,
                "value": self.text("access") or "not_public",
                "options": options(ACCESS),
            },
        ]

    def _envelope(self) -> list[dict[str, Any]]:
        words = {
            "name": "envelope",
            "label": _("Words on the envelope"),
            "hint": _("They tell the kinds of parcels that are not opened."),
        }
        if not self.closed:
            return [words]
        kind = {
            "name": "unopened",
            "label": _("Not opened: the kind of parcel"),
            "hint": _(
                "Registered from the envelope alone: title, sender, town and day of the letter may be empty."
            ),
            "kind": "select",
            "required": True,
            "options": choices([kind.title for kind in kinds_of(self.unit.unit_id)], _("choose")),
        }
        return [kind, words]

    def _files(self) -> list[dict[str, Any]]:
        return [
            {"name": "file", "label": _("Scan or file of the letter"), "kind": "file"},
            {"name": "attachment", "label": _("Attachments"), "kind": "file", "multiple": True},
        ]

    def prefix(self, name: str) -> str:
        """All buttons of the page belong to its one form."""
        return "register"

    def taken(self, party: Any) -> dict[str, str]:
        """The sender's name and address."""
        return sender_fields(party)

    def do_register(self) -> str:
        """Register and show the letter."""
        return f"{self._register().absolute_url()}/view"

    def do_register_next(self) -> str:
        """Register and stay, with what letters of one round of post have in common."""
        return self._next(self._register())

    def do_register_print(self) -> str:
        """The same, and the page sends the label to the printer."""
        return f"{self._next(self._register())}&print=1"

    def _next(self, letter: Any) -> str:
        kept = {"last": IUUID(letter), **{name: self.text(name) for name in KEPT if self.text(name)}}
        # A letter dated the day it came is often followed by another one; other days are each letter's own.
        if letter.letter_date == letter.received_date.isoformat():
            kept["letter_date"] = f"{letter.received_date:%d.%m.%Y}"
        kept |= {"closed": "1"} if self.closed else {}
        return f"{self.context.absolute_url()}/{self.address}?{urlencode(kept)}"

    def do_register_senders(self) -> str:
        """Register a letter of several senders: the first is named here, the others on the page of its own."""
        return f"{self._register().absolute_url()}/@@senders"

    def _register(self) -> Any:
        data: dict[str, Any] = {name: self.text(name) for name in FIELDS}
        data["letter_date"] = typed_day(data["letter_date"], polish_today())
        data["received_date"] = self.day("received_date")
        data["attachment_count"] = None
        data["foreseen_class"] = symbol_in(data["foreseen_class"])
        data |= {name: self.text(name) for name in ("unopened", "envelope")}
        if data["party"]:
            party_of(self.unit, data["party"])
        sent = [upload for name in ("file", "attachment") for upload in all_from_form(self.form.get(name))]
        letter = register_letter(
            self.context, data, sent, idempotency_key=self.attempt, reserved=self.text("reserved")
        )
        if not letter.party and self.form.get("enter_party") == "1":
            letter.party = enter_sender(self.unit, data)
        self.say(_("The letter has the RPW number ${number}.", mapping={"number": letter.rpw_number}))
        return letter
