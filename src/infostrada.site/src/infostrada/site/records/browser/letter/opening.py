"""A parcel that came to its addressee closed."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.days import HINT
from infostrada.site.desk.days import typed_day
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import when
from infostrada.site.records.browser.picking import others_field
from infostrada.site.records.browser.words import UNOPENED
from infostrada.site.records.correspondence.opening import INSIDE
from infostrada.site.records.correspondence.opening import leave_closed
from infostrada.site.records.correspondence.opening import may_open
from infostrada.site.records.correspondence.opening import open_letter
from infostrada.site.records.correspondence.opening import waits
from infostrada.site.records.correspondence.senders import Sender
from infostrada.site.records.correspondence.typed_senders import typed_senders
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.upload import from_form
from typing import Any


def opening_facts(letter: Any, request: Any) -> list[dict[str, Any]]:
    """The kind, the words on the envelope, and who opened it or left it closed."""
    closed = letter.unopened
    if closed is None:
        return []
    found = [
        fact(_("Not opened at the counter"), closed.kind),
        fact(_("Words on the envelope"), closed.envelope),
        fact(_("State of the parcel"), UNOPENED[closed.state][0]),
    ]
    if closed.at is None:
        return found
    who = ", ".join(filter(None, (closed.by, closed.post)))
    return [
        *found,
        fact(_("Said on"), when(closed.at, request)),
        fact(_("Said by"), who),
        fact(_("Note"), closed.note),
    ]


def _written(sender: Sender) -> str:
    return ", ".join(filter(None, (sender.line, sender.address)))


class Opening(Part):
    """The notice for everybody, the two forms for the addressee."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """Nothing once the addressee has said what became of it."""
        if not waits(self.context):
            return None
        text = _("The parcel was registered from its envelope. Only the person it was given to opens it.")
        notice = {"kind": "warn", "title": _("Not opened"), "text": text}
        forms = [self._open(), self._leave()] if may_open(self.context) else []
        return {"id": "opening", "title": _("Closed parcel"), "notice": notice, "forms": forms}

    def _open(self) -> dict[str, Any]:
        letter = self.context
        fields = (
            {"name": "title", "label": _("Title of the letter"), "required": True, "value": letter.title},
            {"name": "letter_date", "label": _("Date on the letter"), "required": True,
             "value": letter.letter_date, "hint": HINT},
            {"name": "sender_org_name", "label": _("Organisation"), "value": letter.sender_org_name,
             "hint": _("Fill in the organisation or the person.")},
            {"name": "sender_surname", "label": _("Surname"), "value": letter.sender_surname},
            {"name": "sender_given_names", "label": _("Given names"), "value": letter.sender_given_names},
            {"name": "city", "label": _("Town"), "required": True, "value": letter.city},
            others_field("\n".join(_written(each) for each in letter.other_senders)),
            {"name": "sender_reference", "label": _("Sender's reference"), "value": letter.sender_reference},
            {"name": "document_kind", "label": _("Kind of document"), "kind": "select",
             "value": letter.document_kind, "options": choices(DOCUMENT_KINDS, _("choose"))},
            {"name": "file", "label": _("Scan or file of the letter"), "kind": "file"},
            {"name": "note", "label": _("Note")},
        )  # fmt: skip
        form: dict[str, Any] = self.page.one("open", _("I have opened it"), *fields)
        return form

    def _leave(self) -> dict[str, Any]:
        field = {"name": "note", "label": _("Why it stays closed"), "required": True}
        form: dict[str, Any] = self.page.one("leave", _("It stays closed"), field, tone="btn-secondary")
        return form

    def do_open(self) -> str:
        """The addressee opened it."""
        told: dict[str, Any] = {name: self.page.text(name) for name in (*INSIDE[:-1], "note")}
        told["other_senders"] = self._others()
        told["letter_date"] = typed_day(told["letter_date"], polish_today())
        upload = from_form(self.page.form.get("file"))
        open_letter(self.context, told, [upload] if upload else [])
        self.page.say(_("The letter is complete now."))
        return str(self.page.here)

    def _others(self) -> tuple[Sender, ...]:
        """Those of the form; who stands there as before is kept as the registry entered them."""
        before = {_written(each): each for each in self.context.other_senders}
        return tuple(before.get(_written(each), each) for each in typed_senders(self.page.text("others")))

    def do_leave(self) -> str:
        """It stays closed."""
        leave_closed(self.context, self.page.text("note"))
        return str(self.page.here)
