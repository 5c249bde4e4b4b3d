"""What editors fill in: an entry, its publication, a change, a withdrawal."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.bip.browser.page import Page
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.browser.words import KIND_WORDS
from infostrada.site.bip.gate.words import finding_words
from infostrada.site.bip.gate.words import place_words
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.operations import change_entry
from infostrada.site.bip.operations import draft_entry
from infostrada.site.bip.operations import draft_from_document
from infostrada.site.bip.operations import EntryData
from infostrada.site.bip.operations import PersonalData
from infostrada.site.bip.operations import publish_entry
from infostrada.site.bip.operations import withdraw_entry
from infostrada.site.bip.timing.moments import served_on
from infostrada.site.desk.form import OneForm
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.lookup import unit_of
from typing import Any


class Form(OneForm, Page):
    """A form of the bulletin: what the publication gate found stands above the fields."""

    found: Sequence[Any] = ()

    @property
    def kept(self) -> list[tuple[str, str]]:
        """Hidden fields: what the address said of the form."""
        return []

    @property
    def action(self) -> str:
        """Address the form is sent to."""
        return f"{self.context.absolute_url()}/@@{self.__name__}"

    def refuse(self, problem: InvalidData) -> None:
        """Keep the spots that stopped a publication too."""
        super().refuse(problem)
        self.found = problem.found if isinstance(problem, PersonalData) else ()

    def findings(self) -> list[dict[str, str]]:
        """Spots that look like personal data, masked, with their places."""
        return [
            {"kind": self.say(finding_words(item.kind)), "where": place_words(self, item), "text": item.text}
            for item in self.found
        ]


class WriteEntry(Form):
    """A new entry of a section."""

    label = _("Write an entry")
    button = _("Save the draft")
    lead = _("Nobody outside sees the draft until it is published.")

    def act(self) -> str:
        """Make the draft."""
        address: str = draft_entry(self.context, self.data()).absolute_url()
        return address

    def data(self) -> EntryData:
        """The entry the form tells of; InvalidData when the day is none."""
        words: dict[str, Any] = {
            name: self.text(name) for name in ("title", "kind", "content_author", "description", "body")
        }
        days: dict[str, Any] = {name: _day(self.text(name), name) for name in ("created_on", "until")}
        return EntryData(**words, **days, files=self.uploads())

    def fields(self) -> list[dict[str, Any]]:
        """Fields of an entry, with what is known already."""
        known = self.known()
        kinds = [{"value": value, "label": self.say(word)} for value, word in KIND_WORDS.items()]
        return [
            {"name": "title", "label": _("Title"), "required": True, "value": known.get("title", "")},
            {"name": "kind", "label": _("Kind of entry"), "kind": "select", "required": True, "options": kinds,
             "value": known.get("kind", "information")},
            {"name": "description", "label": _("Summary"), "kind": "textarea",
             "hint": _("Two or three sentences anybody understands.")},
            {"name": "body", "label": _("Text"), "kind": "textarea", "rows": 12,
             "hint": _("An empty line begins a new paragraph. Leave out names, addresses and numbers of private persons.")},
            {"name": "content_author", "label": _("Who made the information or answers for it"), "required": True,
             "value": known.get("content_author", "")},
            {"name": "created_on", "label": _("Date the information was made"), "kind": "date", "required": True,
             "width": "is-short", "value": known.get("created_on", "")},
            {"name": "until", "label": _("Last day it stays public"), "kind": "date", "width": "is-short",
             "hint": _("Leave empty when it stays for good, or when the law sets the day.")},
            {"name": "files", "label": _("Files"), "kind": "file",
             "hint": _("Versions made for the public, with a text layer. The original stays where it is.")},
        ]  # fmt: skip

    def known(self) -> Mapping[str, str]:
        """What the form begins with."""
        return {"created_on": polish_today().isoformat()}


class WriteFromDocument(WriteEntry):
    """A new entry made from an accepted document of a case."""

    label = _("Publish in the bulletin")
    lead = _(
        "The document stays as it is. The public reads what you write and attach here, once an editor publishes it."
    )

    def act(self) -> str:
        """Make the draft."""
        sections = {section.getId(): section for section in self._sections()}
        section = sections.get(self.text("section"))
        if section is None:
            raise InvalidData([Fault("section", "required")])
        address: str = draft_from_document(section, self.context, self.data()).absolute_url()
        return address

    def fields(self) -> list[dict[str, Any]]:
        """The section first, then the fields of an entry."""
        options = [{"value": item.getId(), "label": item.title} for item in self._sections()]
        section = {"name": "section", "label": _("Section of the bulletin"), "kind": "select", "required": True,
                   "options": options, "value": "obwieszczenia"}  # fmt: skip
        return [section, *super().fields()]

    def known(self) -> Mapping[str, str]:
        """What the document tells already."""
        document = self.context
        accepted_by = document.accepted_by
        return {
            "title": document.title,
            "kind": "decision",
            "content_author": ", ".join(filter(None, accepted_by[1:])) if accepted_by else "",
            "created_on": document.dated.isoformat() if document.dated else "",
        }

    def _sections(self) -> list[Any]:
        bulletin = unit_of(self.context).get(BULLETIN)
        return list(bulletin.objectValues()) if bulletin is not None else []


CONFIRMATION = {
    "name": "confirmation",
    "label": _("Why this may be public"),
    "kind": "textarea",
    "hint": _("Needed only when something below looks like personal data."),
}


class PublishEntry(Form):
    """Publication of a draft."""

    label = _("Publish the entry")
    button = _("Publish")
    lead = _(
        "From now on everybody can read it. It can be changed with a reason or withdrawn, never deleted."
    )

    def act(self) -> str:
        """Publish."""
        publish_entry(self.context, self.text("confirmation"))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The confirmation, once the gate has found something."""
        return [CONFIRMATION] if self.found or self.text("confirmation") else []


class ChangeEntry(Form):
    """Change of a public entry."""

    label = _("Change the entry")
    button = _("Save the change")
    lead = _("What the entry said before is kept. The reason stands in the public change log.")

    def act(self) -> str:
        """Change."""
        changes: dict[str, Any] = {name: self.text(name) for name in ("title", "description", "body")}
        if uploads := self.uploads():
            changes["files"] = uploads
        change_entry(self.context, changes, self.text("reason"), self.text("confirmation"))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """What may change, and why."""
        entry = self.context
        return [
            {"name": "title", "label": _("Title"), "required": True, "value": entry.title},
            {"name": "description", "label": _("Summary"), "kind": "textarea", "value": entry.description},
            {"name": "body", "label": _("Text"), "kind": "textarea", "rows": 12, "value": entry.body},
            {"name": "files", "label": _("Files"), "kind": "file",
             "hint": _("Choose files only to put them in place of the present ones.")},
            {"name": "reason", "label": _("Reason of the change"), "required": True,
             "hint": _("Everybody can read it.")},
            *([CONFIRMATION] if self.found else []),
        ]  # fmt: skip


class WithdrawEntry(Form):
    """Withdrawal of a public entry."""

    label = _("Withdraw the entry")
    button = _("entry_withdraw", default="Withdraw")

    @property
    def lead(self) -> Any:
        """What withdrawing means; of a notice whose day has not come, that it will serve nobody."""
        served = served_on(self.context)
        if served is not None and polish_today() < served:
            return _(
                "This notice counts as served on ${day} only. Withdrawn before, it serves nobody and has to be published anew.",
                mapping={"day": day_words(served)},
            )
        return _("The text and the files disappear; the title stays with your reason and the day.")

    def act(self) -> str:
        """Withdraw."""
        withdraw_entry(self.context, self.text("reason"))
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The reason."""
        return [
            {
                "name": "reason",
                "label": _("Reason of the withdrawal"),
                "required": True,
                "hint": _("Everybody can read it."),
            }
        ]


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidData([Fault(name, "not_a_date")]) from error
