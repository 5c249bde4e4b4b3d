"""Pages of the registers of personal data, for the data-protection officer."""

from datetime import datetime
from functools import cached_property
from infostrada.core import accesslog
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import NOTHING
from infostrada.site.desk.words import options
from infostrada.site.desk.words import when
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import table
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.personal.registers.exporting import said
from infostrada.site.records.personal.registers.exporting import table as file_of
from infostrada.site.records.personal.registers.exporting import WRITERS
from infostrada.site.records.personal.registers.fields import Field
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.fields import TITLES
from infostrada.site.records.personal.registers.operations import add_entry
from infostrada.site.records.personal.registers.operations import change_entry
from infostrada.site.records.personal.registers.operations import close_entry
from infostrada.site.records.personal.registers.operations import entry_of
from infostrada.site.records.personal.registers.operations import restrictions
from infostrada.site.records.personal.registers.rules import missing
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import invalid
from infostrada.site.units.lookup import employees_of
from Products.Five import BrowserView
from typing import Any
from urllib.parse import urlencode


SIZE = 100
KINDS = {
    "lines": "textarea",
    "day": "date",
    "moment": "datetime-local",
    "count": "number",
    "choice": "select",
}
SHOWN = {
    "activities": ("name", "classes", "basis"),
    "authorisations": ("person", "given_on", "ended_on"),
    "breaches": ("found_at", "nature", "risk", "reported_at"),
    "disclosures": ("day", "recipient", "basis", "case"),
    "requests": ("person", "right", "received_on", "outcome"),
}
CLOSING = {
    "activities": _("The activity has ended"),
    "authorisations": _("Close the entry"),
    "breaches": _("Close the entry"),
    "disclosures": _("Close the entry"),
    "requests": _("Close the entry"),
}


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
        return [
            fact(_("Written in"), f"{_local(entry.made_at, self.request)}, {entry.made_by}"),
            fact(_("Changed last"), f"{_local(entry.changed_at, self.request)}, {entry.changed_by}"),
            fact(_("Term"), _local(entry.due_at, self.request) if entry.due_at else None),
            fact(_("State"), _("closed entry") if entry.closed else _("open entry")),
        ]

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
        form = self.one("add", _("File the entry"), *self._fields({}), kept=self._kept_values())
        parts = [
            {"id": "entries", "title": _("Entries"), "register": self._entries()},
            {"id": "new", "title": _("New entry"), "forms": [form]},
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

    def _entries(self) -> dict[str, Any]:
        names = SHOWN[self.register]
        fields = {field.name: field for field in REGISTERS[self.register]}
        columns = [
            ("number", _("Number")),
            *((name, fields[name].label) for name in names),
            ("due", _("Term")),
            ("state", _("State")),
        ]
        rows = [
            self._row(entry, [fields[name] for name in names])
            for entry in page(self.context.unit_id, self.register, SIZE)
        ]
        return {**table(TITLES[self.register], columns, rows), "empty": _("Nothing is in the register yet.")}

    def _row(self, entry: Entry, fields: list[Field]) -> dict[str, Any]:
        cells = {field.name: self._cell(field, entry) for field in fields}
        over = entry.due_at is not None and entry.due_at < now()
        due = {"text": _local(entry.due_at, self.request) if entry.due_at else ""}
        if entry.due_at is not None:
            due["tone"] = "warn" if over else "wait"
        state = {
            "text": _("closed entry") if entry.closed else _("open entry"),
            "tone": "done" if entry.closed else "run",
        }
        return {
            "id": entry.uid,
            "title": entry.label,
            "url": self._url(entry=entry.uid),
            "cells": {"number": {"text": entry.label}, **cells, "due": due, "state": state},
        }

    def _cell(self, field: Field, entry: Entry) -> dict[str, Any]:
        value = entry.data.get(field.name)
        if value and field.kind in ("day", "moment"):
            return dated(datetime.fromisoformat(value), self.request)
        if field.kind == "person":
            login = str(value or "")
            return {"text": self._people.get(login, login)}
        return {"text": said(field, entry, self.request)}

    def _one(self, entry: Entry) -> list[dict[str, Any]]:
        kept = self._kept_values(entry=entry.uid)
        form = self.one("change", _("Keep the entry"), *self._fields(entry.data), kept=kept)
        parts: list[dict[str, Any]] = [{"id": "entry", "title": _("Entry"), "forms": [form]}]
        if entry.history:
            parts.append({"id": "before", "title": _("What it said before"), "register": self._before(entry)})
        if entry.register == "activities":
            parts.append(
                {"id": "kept", "title": _("How long the data are kept"), "register": self._kept(entry)}
            )
        if not entry.closed and not missing(entry.register, entry.data):
            close = self.one("close", CLOSING[entry.register], kept=kept, tone="btn-secondary")
            parts.append({"id": "close", "title": _("End"), "forms": [close]})
        return parts

    def _kept(self, entry: Entry) -> dict[str, Any]:
        """The classes of the activity with their categories, which say when the data may go."""
        plan = plan_on(self.context, now().date())
        rows = []
        for symbol in entry.data.get("classes", ()):
            held = plan.get(symbol) if plan is not None else None
            title = held.title if held is not None else _("not in the plan that binds today")
            category = held.category_lead if held is not None else ""
            rows.append(
                {
                    "id": symbol,
                    "title": symbol,
                    "cells": {
                        "symbol": {"text": symbol},
                        "title": {"text": title},
                        "category": {"text": category},
                    },
                }
            )
        columns = (
            ("symbol", _("Class of the plan")),
            ("title", _("Title")),
            ("category", _("Archival category")),
        )
        return {
            **table(_("Classes of the activity"), columns, rows),
            "empty": _("The activity names no class."),
        }

    def _before(self, entry: Entry) -> dict[str, Any]:
        """Each earlier wording: who gave it, when, and what was changed after it."""
        fields = {field.name: field for field in REGISTERS[entry.register]}
        later = [*(each["data"] for each in entry.history[1:]), entry.data]
        rows = []
        for place, (each, after) in enumerate(zip(entry.history, later, strict=True)):
            old = entry._replace(data=each["data"])
            changed = [
                f"{word(fields[name].label, self.request)}: {said(fields[name], old, self.request) or NOTHING}"
                for name in fields
                if each["data"].get(name) != after.get(name)
            ]
            at = _local(datetime.fromisoformat(each["changed_at"]), self.request)
            cells = {
                "at": {"text": at},
                "by": {"text": each["changed_by"]},
                "was": {"text": "; ".join(changed) or NOTHING},
            }
            rows.append({"id": f"before-{place}", "title": at, "cells": cells})
        columns = (("at", _("When")), ("by", _("Who")), ("was", _("What was written then")))
        return table(_("Earlier wordings"), columns, rows)

    @cached_property
    def _people(self) -> dict[str, str]:
        return {person.user_id: person.title for person in employees_of(self.context)}

    def _unauthorised(self) -> list[str]:
        """People of the office no running authorisation names."""
        found = page(self.context.unit_id, "authorisations", 10_000, running=True)
        known = {entry.data.get("person") for entry in found if not entry.data.get("ended_on")}
        return [name for login, name in self._people.items() if login not in known]

    def _fields(self, data: Any) -> list[dict[str, Any]]:
        return [self._field_of(field, data) for field in REGISTERS[self.register]]

    def _field_of(self, field: Field, data: Any) -> dict[str, Any]:
        value = data.get(field.name) or self.form.get(field.name) or ""
        value = ", ".join(value) if isinstance(value, list) else str(value)
        shown = {
            "name": field.name,
            "label": field.label,
            "kind": KINDS.get(field.kind, "text"),
            "required": field.needed,
            "value": value[:16] if field.kind == "moment" else value,
            "hint": field.hint or None,
        }
        if field.kind == "choice":
            chosen = {"": _("choose") if field.needed else _("not yet"), **field.choices}
            shown["options"] = options(chosen)
        if field.kind == "person":
            shown |= {"kind": "select", "options": options({"": _("choose"), **self._people})}
        return shown

    def do_add(self) -> str:
        """File the entry and show it."""
        return self._url(entry=add_entry(self.context, self.register, self._sent()).uid)

    def do_change(self) -> str:
        """Say the entry anew."""
        self.say(_("The entry has been kept."))
        return self._url(entry=change_entry(self.context, self.text("entry"), self._sent()).uid)

    def do_close(self) -> str:
        """Close it."""
        return self._url(entry=close_entry(self.context, self.text("entry")).uid)

    def _sent(self) -> dict[str, str]:
        return {field.name: self.text(field.name) for field in REGISTERS[self.register]}

    def _kept_values(self, **more: str) -> list[dict[str, str]]:
        """What a form carries on from the address."""
        return [{"name": name, "value": value} for name, value in {"register": self.register, **more}.items()]

    def _url(self, register: str = "", **more: str) -> str:
        asked = urlencode({"register": register or self.register, **more})
        return f"{self.context.absolute_url()}/{self.address}?{asked}"


LEADS = {
    "activities": _("What the office does with personal data and why (RODO art. 30), tied to the classes of the plan."),
    "authorisations": _("Who may work with personal data on behalf of the office (RODO art. 29 and 32(4))."),
    "breaches": _("Every breach with its facts, effects and remedies (RODO art. 33(5)); 72 hours to report it run from when it was found."),
    "disclosures": _("To whom data were given and on what basis; the report on a person names them."),
    "requests": _("What persons ask for and what became of it; a month to answer, three when extended (RODO art. 12(3))."),
}  # fmt: skip


def _local(moment: datetime, request: Any) -> str:
    return when(moment.astimezone(WARSAW), request)


class RegisterFile(BrowserView):
    """`<unit>/@@personal-register-file?register=&format=`: a register as xlsx or csv."""

    def __call__(self) -> bytes:
        """The file; the reading is noted in the access log."""
        register, kind = (str(self.request.form.get(name) or "") for name in ("register", "format"))
        if register not in REGISTERS:
            raise invalid("register", "not_in_list")
        if kind not in WRITERS:
            raise invalid("format", "not_in_list")
        data = file_of(self.context, register, kind, self.request)
        accesslog.note(
            "personal.register",
            uid=None,
            unit=self.context.unit_id,
            outcome="granted",
            reason=f"{register} {kind}",
        )
        response = self.request.response
        response.setHeader("Content-Type", WRITERS[kind][1])
        response.setHeader("Content-Disposition", f'attachment; filename="{register}.{kind}"')
        response.setHeader("Cache-Control", "private, no-store")
        return data


class Restricted(Part):
    """On a case: whose data are under a restriction (art. 18). It does not stop the case (KPA art. 2a)."""

    position = 1

    def section(self) -> dict[str, Any] | None:
        """A notice, when there is one."""
        parties = {each.uid: each.name for each in self.context.parties if each.uid}
        found = restrictions(self.page.unit.unit_id, parties)
        if not found:
            return None
        names = ", ".join(dict.fromkeys(parties[entry.data["party"]] for entry in found))
        text = _(
            "${names}: the person has asked for it or it was granted. It does not stop the case or move its terms (KPA art. 2a § 3).",
            mapping={"names": names},
        )
        notice = {
            "kind": "warn",
            "title": _("Processing of personal data is restricted (RODO art. 18)"),
            "text": text,
        }
        return {"id": "restricted", "title": _("Personal data"), "quiet": True, "notice": notice}
