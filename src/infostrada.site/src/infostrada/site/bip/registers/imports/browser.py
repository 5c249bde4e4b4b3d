"""The page of imports of a register: a file to check, the report row by row, carrying it out."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.bip.registers.imports import store
from infostrada.site.bip.registers.imports.operations import carry_out
from infostrada.site.bip.registers.imports.operations import order_import
from infostrada.site.bip.registers.imports.report import ImportPage
from infostrada.site.bip.registers.imports.report import STATES
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.records.upload import from_form
from infostrada.site.units.lookup import unit_of
from typing import Any
from zExceptions import NotFound


class RegisterImport(ImportPage):
    """`<section>/@@register-import?register=contract`, with `&id=` the report of one import."""

    states = {
        **STATES,
        "checked": ("done", _("checked, no faults")),
        "refused": ("warn", _("faults found, nothing made")),
        "done": ("done", _("all entries made")),
    }
    public_words = _("public entries at once")
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
            names = [field.label for field in in_polish(self.register.name).fields]
            return self.table_file(names, [], f"{self.register.slug}-wzor")
        if wanted == "report" and self.one is not None:
            return self.faults_file(self.one, f"{self.register.slug}-bledy")
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
        return self.address(ordered.number)

    def fields(self) -> list[dict[str, Any]]:
        """What an import has to be told."""
        return [
            {"name": "author", "label": _("Who made the information or answers for it"),
             "hint": _("For rows that do not say it in a column of their own.")},
            self.publish_field(),
        ]  # fmt: skip

    @cached_property
    def one(self) -> store.Import | None:
        """The import whose report is asked for."""
        wanted = str(self.request.form.get("id", ""))
        return store.get(wanted, unit_of(self.context).unit_id) if wanted else None

    def imported(self) -> str:
        """The register."""
        return self.register.name

    def field_words(self, name: str) -> str:
        """The label of a field of the register."""
        labels = {field.name: field.label for field in self.register.fields}
        return self.say(labels[name]) if name in labels else name

    def report(self) -> dict[str, Any] | None:
        """State and faults of the import asked for, and whether it may be carried out."""
        told = super().report()
        return told and {**told, "ready": told["at"] == "checked"}
