"""The page of imports of a register: a file to check, the report row by row, carrying it out."""

from functools import cached_property
from infostrada.core.record.export import as_csv
from infostrada.site import _
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.browser.words import moment_words
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.operations import carry_out
from infostrada.site.bip.registers.imports.operations import order_import
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.desk.refusals import refusal
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.upload import from_form
from infostrada.site.units.lookup import unit_of
from typing import Any
from zExceptions import NotFound


SHOWN = 200
STATES = {
    "waiting": ("wait", _("being checked")),
    "checked": ("done", _("checked, no faults")),
    "refused": ("warn", _("faults found, nothing made")),
    "making": ("run", _("entries are being made")),
    "done": ("done", _("all entries made")),
}


class RegisterImport(Form):
    """`<section>/@@register-import?register=contract`, with `&id=` the report of one import."""

    button = _("Check the file")
    lead = _("CSV or XLSX with a heading. Every row is checked first; one fault, and nothing is made.")

    @cached_property
    def register(self) -> Kind:
        """The register asked for."""
        kind = KINDS.get(str(self.request.form.get("register", "")))
        if kind is None or kind.section != self.context.getId():
            raise NotFound("register")
        return kind

    @property
    def label(self) -> Any:
        """What the page is called."""
        return _("Import: ${register}", mapping={"register": self.say(self.register.label)})

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The register's name."""
        return [("register", self.register.name)]

    @property
    def here(self) -> str:
        """Address with the register's name."""
        return f"{self.action}?register={self.register.name}"

    def __call__(self) -> Any:
        """The page, a template to fill in, or a report as a file."""
        wanted = str(self.request.form.get("file", "") if self.request.method == "GET" else "")
        if wanted == "template":
            return self._file([field.label for field in in_polish(self.register.name).fields], [], "wzor")
        if wanted == "report" and self.one is not None:
            return self._report()
        return super().__call__()

    def act(self) -> str:
        """Check a file, or carry a checked one out."""
        if number := self.text("carry-out"):
            ordered = carry_out(self.context, number)
        else:
            ordered = order_import(
                self.context,
                self.register.name,
                from_form(self.request.form.get("sheet")),
                self.text("author"),
                publish=self.text("publish") == "tak",
            )
        return f"{self.here}&id={ordered.number}"

    def fields(self) -> list[dict[str, Any]]:
        """What an import has to be told."""
        options = [("nie", _("drafts, to be published one by one")), ("tak", _("public entries at once"))]
        return [
            {"name": "author", "label": _("Who made the information or answers for it"),
             "hint": _("For rows that do not say it in a column of their own.")},
            {"name": "publish", "label": _("Make of the rows"), "kind": "select", "required": True,
             "options": [{"value": value, "label": self.say(label)} for value, label in options]},
        ]  # fmt: skip

    @cached_property
    def one(self) -> store.Import | None:
        """The import whose report is asked for."""
        wanted = str(self.request.form.get("id", ""))
        return store.get(wanted, unit_of(self.context).unit_id) if wanted else None

    def report(self) -> dict[str, Any] | None:
        """State and faults of the import asked for."""
        known = self.one
        if known is None:
            return None
        if known.state in ("waiting", "making"):
            self.request.response.setHeader("Refresh", "3")
        labels = {field.name: self.say(field.label) for field in self.register.fields}
        rows = [
            {"line": fault.line, "field": labels.get(fault.field, fault.field), "value": fault.value,
             "words": self.say(refusal(fault.reason))}
            for fault in store.faults(known.id, 0, SHOWN)
        ]  # fmt: skip
        return {**self._summary(known), "faults": rows, "more": known.fault_count > len(rows)}

    def earlier(self) -> list[dict[str, Any]]:
        """The last imports of this register."""
        found = store.newest(unit_of(self.context).unit_id, self.register.name)
        return [self._summary(known) for known in found]

    def _summary(self, known: store.Import) -> dict[str, Any]:
        tone, words = STATES[known.state]
        return {
            "id": str(known.id),
            "url": f"{self.here}&id={known.id}",
            "filename": known.filename,
            "when": moment_words(known.made_at.astimezone(WARSAW)),
            "who": known.made_by,
            "tone": tone,
            "state": self.say(words),
            "ready": known.state == "checked",
            "rows": str(known.row_count),
            "fault_count": str(known.fault_count),
            "made": str(known.made_count),
        }

    def _report(self) -> bytes:
        found = store.faults(self.one.id) if self.one else []
        rows = [
            {
                "wiersz": fault.line,
                "pole": fault.field,
                "wartość": fault.value,
                "błąd": self.say(refusal(fault.reason)),
            }
            for fault in found
        ]
        return self._file(["wiersz", "pole", "wartość", "błąd"], rows, "bledy")

    def _file(self, names: list[str], rows: list[dict[str, Any]], stem: str) -> bytes:
        answer = self.request.response
        answer.setHeader("Content-Type", "text/csv; charset=utf-8")
        answer.setHeader("Content-Disposition", f'attachment; filename="{self.register.slug}-{stem}.csv"')
        return as_csv(names, names, rows)
