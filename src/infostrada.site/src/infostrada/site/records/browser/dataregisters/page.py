"""The registers of personal data: one register with its form, or one entry of it."""

from collections.abc import Sequence
from functools import cached_property
from infostrada.core import accesslog
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import known
from infostrada.site.desk.words import word
from infostrada.site.records.browser.dataregisters.forms import fields_of
from infostrada.site.records.browser.dataregisters.forms import groups_of
from infostrada.site.records.browser.dataregisters.forms import later
from infostrada.site.records.browser.dataregisters.tables import kept_table
from infostrada.site.records.browser.dataregisters.tables import Tables
from infostrada.site.records.browser.dataregisters.words import CLOSING
from infostrada.site.records.browser.dataregisters.words import LEADS
from infostrada.site.records.browser.dataregisters.words import local
from infostrada.site.records.browser.dataregisters.words import state_cell
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.fields import TITLES
from infostrada.site.records.personal.registers.operations import add_entry
from infostrada.site.records.personal.registers.operations import change_entry
from infostrada.site.records.personal.registers.operations import close_entry
from infostrada.site.records.personal.registers.operations import entry_of
from infostrada.site.records.personal.registers.rules import missing
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.personal.registers.store import LAST
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.problems import invalid
from infostrada.site.units.lookup import employees_of
from typing import Any
from urllib.parse import urlencode

import re


SIZE = 100
BEFORE = re.compile(r"(\d{4})-(\d{1,9})\Z")


class RegistersPage(DeskPage):
    """One register with its form; with `entry` in the address one entry."""

    @property
    def register(self) -> str:
        """Which register: the one named, else that of activities."""
        named = self.text("register")
        return named if named in REGISTERS else "activities"

    @cached_property
    def entry(self) -> Entry | None:
        """The entry the address names."""
        uid = self.text("entry")
        found = entry_of(self.context, uid) if uid else None
        return found if found is not None and found.register == self.register else None

    @property
    def heading(self) -> Any:
        """The register, or the number of the entry in it."""
        title = TITLES[self.register]
        if self.entry is None:
            return title
        return _("Entry ${number}", mapping={"number": self.entry.label})

    @property
    def lead(self) -> Any:
        """What the register is for, or which it is."""
        return TITLES[self.register] if self.entry is not None else LEADS[self.register]

    @property
    def links(self) -> list[dict[str, Any]]:
        """The register of an entry, else the other registers and this one as a file."""
        if self.entry is not None:
            return [{"label": TITLES[self.register], "url": self._url()}]
        others = [
            {"label": title, "url": self._url(name)}
            for name, title in TITLES.items()
            if name != self.register
        ]
        url = f"{self.context.absolute_url()}/@@personal-register-file?register={self.register}"
        files = [
            {"label": _("Download as XLSX"), "url": f"{url}&format=xlsx"},
            {"label": _("Download as CSV"), "url": f"{url}&format=csv"},
        ]
        return [*others, *files]

    @property
    def facts(self) -> list[dict[str, Any]]:
        """Who filed the entry and when, its term."""
        entry = self.entry
        if entry is None:
            return []
        changed = f"{local(entry.changed_at, self.request)}, {entry.changed_by}" if entry.history else None
        return known(
            [
                fact(_("State"), state_cell(entry.closed)["text"]),
                fact(_("Term"), local(entry.due_at, self.request) if entry.due_at else None),
                fact(_("Written in"), f"{local(entry.made_at, self.request)}, {entry.made_by}"),
                fact(_("Changed last"), changed),
            ]
        )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list and the form of a new entry, or the entry and what may be done with it."""
        self.request.response.setHeader("Cache-Control", "no-store")
        entry, unit = self.entry, self.context.unit_id
        accesslog.note(
            "personal.register",
            uid=entry.uid if entry else None,
            unit=unit,
            outcome="granted",
            reason=self.register,
        )
        return self._list() if entry is None else self._one(entry)

    def _list(self) -> list[dict[str, Any]]:
        found = page(self.context.unit_id, self.register, SIZE + 1, self._before)
        entries = self._tables.entries(found[:SIZE], lambda uid: self._url(entry=uid))
        entries["paging"] = self._paging(found)
        given = bool(self.text("party") or self.text("person"))
        form = self._form("add", _("File the entry"), {}, fold=_("New entry"), begun=given or not found)
        parts = [
            {"id": "entries", "title": _("Entries"), "register": entries},
            {"id": "new", "title": _("New entry"), "quiet": True, "forms": [form]},
        ]
        lacking = self._unauthorised() if self.register == "authorisations" else []
        if lacking:
            notice = {
                "kind": "warn",
                "title": _("People of the office without an authorisation"),
                "text": ", ".join(lacking),
            }
            parts.insert(0, {"id": "lacking", "title": _("Missing"), "quiet": True, "notice": notice})
        return parts

    @property
    def _before(self) -> tuple[int, int]:
        found = BEFORE.match(self.text("before"))
        return (int(found[1]), int(found[2])) if found else (LAST, LAST)

    def _paging(self, found: Sequence[Entry]) -> dict[str, Any] | None:
        last = found[SIZE - 1] if len(found) > SIZE else None
        following = self._url(before=f"{last.year}-{last.number}") if last else None
        paging = {"first_url": self._url() if self.text("before") else None, "next_url": following}
        return paging if any(paging.values()) else None

    def _one(self, entry: Entry) -> list[dict[str, Any]]:
        kept = {"entry": entry.uid}
        change = self._form("change", _("Keep the entry"), entry.data, fold=_("Change the entry"), kept=kept)
        forms, lacking = [change], missing(entry.register, entry.data)
        if not entry.closed and not lacking:
            close = self.one("close", CLOSING[entry.register], kept=self._kept(**kept), tone="btn-secondary")
            forms.append(close)
        part = {"id": "entry", "title": _("Entry"), "register": self._tables.entry(entry), "forms": forms}
        parts: list[dict[str, Any]] = [{**part, "text": self._what_next(entry, lacking)}]
        if entry.history:
            before = self._tables.before(entry)
            parts.append({"id": "before", "title": _("What it said before"), "register": before})
        if entry.register == "activities":
            classes = kept_table(self.context, entry)
            parts.append({"id": "kept", "title": _("How long the data are kept"), "register": classes})
        return parts

    def _what_next(self, entry: Entry, lacking: Sequence[str]) -> str | None:
        if entry.closed:
            return word(_("A closed entry opens again when it is changed."), self.request)
        if not lacking:
            return None
        labels = {field.name: field.label for field in REGISTERS[entry.register]}
        names = ", ".join(word(labels[name], self.request) for name in lacking)
        return word(
            _("Before it is closed the entry still needs: ${fields}.", mapping={"fields": names}),
            self.request,
        )

    def _form(
        self, name: str, submit: Any, data: Any, *, fold: Any, begun: bool = False, kept: Any = None
    ) -> Any:
        fields = fields_of(self.register, data, self.form, self._people)
        return self.one(
            name,
            submit,
            groups=groups_of(self.register, fields),
            later=later(self.register),
            kept=self._kept(**(kept or {})),
            fold=fold,
            open=begun or self.holds(name),
        )

    @cached_property
    def _tables(self) -> Tables:
        return Tables(self.register, self.request, self._people)

    @cached_property
    def _people(self) -> dict[str, str]:
        return {person.user_id: person.title for person in employees_of(self.context)}

    def _unauthorised(self) -> list[str]:
        """People of the office no running authorisation names."""
        found = page(self.context.unit_id, "authorisations", 10_000, running=True)
        authorised = {entry.data.get("person") for entry in found if not entry.data.get("ended_on")}
        return [name for login, name in self._people.items() if login not in authorised]

    def do_add(self) -> str:
        """File the entry and show it."""
        entry = add_entry(self.context, self.register, self._sent())
        self.say(_("The entry has been filed under the number ${number}.", mapping={"number": entry.label}))
        return self._url(entry=entry.uid)

    def do_change(self) -> str:
        """Say the entry anew."""
        entry = change_entry(self.context, self._named(), self._sent())
        self.say(_("The entry has been kept."))
        return self._url(entry=entry.uid)

    def do_close(self) -> str:
        """Close it."""
        entry = close_entry(self.context, self._named())
        self.say(_("The entry has been closed."))
        return self._url(entry=entry.uid)

    def _named(self) -> str:
        """The entry a form is about."""
        uid = self.text("entry")
        if not uid:
            raise invalid("entry", "required")
        return uid

    def _sent(self) -> dict[str, str]:
        return {field.name: self.text(field.name) for field in REGISTERS[self.register]}

    def _kept(self, **more: str) -> list[dict[str, str]]:
        """What a form carries on from the address."""
        return [{"name": name, "value": value} for name, value in {"register": self.register, **more}.items()]

    def _url(self, register: str = "", **more: str) -> str:
        asked = urlencode({"register": register or self.register, **more})
        return f"{self.context.absolute_url()}/{self.address}?{asked}"
