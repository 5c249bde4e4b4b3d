"""Tables of the registers of personal data: entries of one, what an entry says and said before."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from infostrada.site import _
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import NOTHING
from infostrada.site.desk.words import word
from infostrada.site.records.browser.dataregisters.words import EMPTY
from infostrada.site.records.browser.dataregisters.words import local
from infostrada.site.records.browser.dataregisters.words import spoken
from infostrada.site.records.browser.dataregisters.words import state_cell
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.deed import now
from infostrada.site.records.personal.registers.exporting import datum
from infostrada.site.records.personal.registers.fields import Field
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.fields import TITLES
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.plan.operations import plan_on
from typing import Any


SHOWN = {
    "activities": ("name", "classes", "basis"),
    "authorisations": ("person", "given_on", "ended_on"),
    "breaches": ("found_at", "nature", "risk", "reported_at"),
    "disclosures": ("day", "recipient", "basis", "case"),
    "requests": ("person", "right", "received_on", "outcome"),
}
TERMED = ("breaches", "requests")
"""Registers whose entries wait for something by a day."""


class Tables:
    """Tables of one register for one reader."""

    def __init__(self, register: str, request: Any, people: Mapping[str, str]) -> None:
        self.fields = {field.name: field for field in REGISTERS[register]}
        self.register, self.request, self.people = register, request, people

    def entries(self, found: Sequence[Entry], url: Any) -> dict[str, Any]:
        """Entries, the newest first; `url` gives the address of one."""
        names = SHOWN[self.register]
        columns = [
            ("number", _("Number")),
            *((name, self.fields[name].label) for name in names),
            *((("due", _("Term")),) if self.register in TERMED else ()),
            ("state", _("State")),
        ]
        rows = [{**self._line(entry, names), "id": entry.uid, "url": url(entry.uid)} for entry in found]
        return {
            **table(TITLES[self.register], columns, rows),
            "quiet": True,
            "empty": EMPTY[self.register],
        }

    def _line(self, entry: Entry, names: Sequence[str]) -> dict[str, Any]:
        cells = {name: self._cell(self.fields[name], entry) for name in names}
        return row(
            entry.label, number=entry.label, due=self._due(entry), state=state_cell(entry.closed), **cells
        )

    def _due(self, entry: Entry) -> dict[str, Any]:
        if entry.due_at is None:
            return {"text": ""}
        over = entry.due_at < now()
        note = {"text": _("overdue"), "tone": "warn"} if over else {"text": _("runs"), "tone": "wait"}
        return {"text": local(entry.due_at, self.request), "note": note}

    def _cell(self, field: Field, entry: Entry) -> dict[str, Any]:
        value = datum(field, entry.data, self.request, self.people)
        return dated(value, self.request) if isinstance(value, date) else {"text": str(value or "")}

    def entry(self, entry: Entry) -> dict[str, Any]:
        """What an entry says, a line for each datum it has."""
        said = [
            (field.label, spoken(field, entry.data, self.request, self.people))
            for field in self.fields.values()
        ]
        rows = [
            row(word(label, self.request), what={"text": label}, said=text) for label, text in said if text
        ]
        columns = (("what", _("What")), ("said", _("What the entry says")))
        return {**table(_("The entry"), columns, numbered("datum", rows)), "quiet": True}

    def before(self, entry: Entry) -> dict[str, Any]:
        """Each earlier wording: who gave it, when, and what was changed after it."""
        later = [*(each["data"] for each in entry.history[1:]), entry.data]
        rows = []
        for each, after in zip(entry.history, later, strict=True):
            at = local(datetime.fromisoformat(each["changed_at"]), self.request)
            rows.append(row(at, at=at, by=each["changed_by"], was=self._changed(each["data"], after)))
        columns = (("at", _("When")), ("by", _("Who")), ("was", _("What was written then")))
        return {**table(_("Earlier wordings"), columns, numbered("before", rows)), "quiet": True}

    def _changed(self, data: Mapping[str, Any], after: Mapping[str, Any]) -> Any:
        told = [
            f"{word(field.label, self.request)}: {spoken(field, data, self.request, self.people) or NOTHING}"
            for name, field in self.fields.items()
            if data.get(name) != after.get(name)
        ]
        return "; ".join(told) or {"text": _("The same; the entry was closed or opened again.")}


def kept_table(unit: Any, entry: Entry) -> dict[str, Any]:
    """The classes of an activity with their categories, which say when the data may go."""
    plan, rows = plan_on(unit, now().date()), []
    for symbol in entry.data.get("classes", ()):
        held = plan.get(symbol) if plan is not None else None
        title = held.title if held is not None else {"text": _("not in the plan that binds today")}
        category = held.category_lead if held is not None else ""
        rows.append({"id": symbol, **row(symbol, symbol=symbol, title=title, category=category)})
    columns = (
        ("symbol", _("Class of the plan")),
        ("title", _("Title")),
        ("category", _("Archival category")),
    )
    return {**table(_("Classes of the activity"), columns, rows), "empty": _("The activity names no class.")}
