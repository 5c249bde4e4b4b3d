"""What the pages of imports share: the import asked for, what is wrong with it row by row, and the earlier ones."""

from infostrada.core.record.export import as_csv
from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.registers.imports import store
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.deed import WARSAW
from infostrada.site.units.lookup import unit_of
from typing import Any


SHOWN = 200
COLUMNS = ["wiersz", "pole", "wartość", "błąd"]
STATES: dict[str, tuple[str, Any]] = {
    "waiting": ("wait", _("being checked")),
    "making": ("run", _("entries are being made")),
}


class ImportPage(Form):
    """A form for a file, with `id=` the report of one import; its subclasses say what is imported and how."""

    # A tone and words for each state of an import; what choosing public entries is called.
    states = STATES
    public_words: Any = ""

    @property
    def here(self) -> str:
        """Address of the page without an import."""
        return str(self.action)

    def imported(self) -> str:
        """The register, or what stands in its place, of the imports that are listed."""
        raise NotImplementedError

    @property
    def one(self) -> store.Import | None:
        """The import whose report is asked for."""
        raise NotImplementedError

    def address(self, number: Any) -> str:
        """Address of the report of an import."""
        return f"{self.here}{'&' if '?' in self.here else '?'}id={number}"

    def publish_field(self) -> dict[str, Any]:
        """What becomes of the rows."""
        options = [("nie", _("drafts, to be published one by one")), ("tak", self.public_words)]
        return {
            "name": "publish", "label": _("Make of the rows"), "kind": "select", "required": True,
            "options": [{"value": value, "label": self.say(label)} for value, label in options],
        }  # fmt: skip

    def state_of(self, known: store.Import) -> str:
        """Where an import stands."""
        return known.state

    def field_words(self, name: str) -> str:
        """What a column is called."""
        return name

    def report(self) -> dict[str, Any] | None:
        """State and faults of the import asked for."""
        known = self.one
        if known is None:
            return None
        summary = self.summary(known)
        if summary["at"] in ("waiting", "making"):
            self.request.response.setHeader("Refresh", "3")
        faults = [
            {"line": fault.line, "field": self.field_words(fault.field), "value": fault.value,
             "words": self.say(refusal(fault.reason))}
            for fault in store.faults(known.id, 0, SHOWN)
        ]  # fmt: skip
        return {**summary, "faults": faults, "more": known.fault_count > len(faults)}

    def earlier(self) -> list[dict[str, Any]]:
        """The last imports of this kind of the unit."""
        return [self.summary(known) for known in store.newest(unit_of(self.context).unit_id, self.imported())]

    def summary(self, known: store.Import) -> dict[str, Any]:
        """An import in short."""
        state = self.state_of(known)
        tone, words = self.states[state]
        return {
            "id": str(known.id),
            "at": state,
            "url": self.address(known.id),
            "filename": known.filename,
            "when": moment_words(known.made_at.astimezone(WARSAW)),
            "who": known.made_by,
            "tone": tone,
            "state": self.say(words),
            "rows": str(known.row_count),
            "fault_count": str(known.fault_count),
            "made": str(known.made_count),
        }

    def faults_file(self, known: store.Import, name: str) -> bytes:
        """All faults as CSV."""
        found = store.faults(known.id)
        cells = [(one.line, one.field, one.value, self.say(refusal(one.reason))) for one in found]
        return self.table_file(COLUMNS, [dict(zip(COLUMNS, row, strict=True)) for row in cells], name)

    def table_file(self, names: list[str], rows: list[dict[str, Any]], name: str) -> bytes:
        """A table to be kept on the disk."""
        answer = self.request.response
        answer.setHeader("Content-Type", "text/csv; charset=utf-8")
        answer.setHeader("Content-Disposition", f'attachment; filename="{name}.csv"')
        return as_csv(names, names, rows)
