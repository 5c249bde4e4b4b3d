"""What editors fill in: an entry of a register, its change, a sealed part."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.bip.browser.forms import CONFIRMATION
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.operations import PersonalData
from infostrada.site.bip.registers.browser.words import NO
from infostrada.site.bip.registers.browser.words import YES
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.fields import written
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.operations import change_register_entry
from infostrada.site.bip.registers.operations import draft_register_entry
from infostrada.site.bip.registers.operations import RegisterData
from infostrada.site.bip.registers.partb import put_part_b
from infostrada.site.bip.registers.rows import public_rows
from infostrada.site.bip.registers.rules import roster
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any
from zExceptions import NotFound


PREFIX = "v-"


class RegisterForm(Form):
    """A form made from the fields of a register."""

    @property
    def register(self) -> Kind:
        """The register."""
        raise NotImplementedError

    def act(self) -> str:
        """Do it; faults of values are told beside their fields."""
        try:
            return self.do(self.sent())
        except PersonalData:
            raise
        except InvalidData as problem:
            names = self.register.names
            faults = [
                Fault(f"{PREFIX}{fault.field}" if fault.field in names else fault.field, fault.reason)
                for fault in problem.faults
            ]
            raise InvalidData(faults) from problem

    def do(self, values: Mapping[str, Any]) -> str:
        """Do it with the values sent; returns the address to go to."""
        raise NotImplementedError

    def sent(self) -> dict[str, str]:
        """The values as the form brings them."""
        return {name: self.text(f"{PREFIX}{name}") for name in self.register.names}

    def value_fields(self, values: Mapping[str, Any]) -> list[dict[str, Any]]:
        """The fields with what is known."""
        spoken = in_polish(self.register.name)
        return [
            {**self._shape(field, spoken.field(field.name)), "name": f"{PREFIX}{field.name}", "label": field.label,
             "hint": field.hint, "required": field.required,
             "value": self._known(spoken.field(field.name), values.get(field.name))}
            for field in self.register.fields
        ]  # fmt: skip

    def _shape(self, field: Field, spoken: Field) -> dict[str, Any]:
        if field.type == "choice":
            options = [{"value": value, "label": self.say(label)} for value, label in field.options]
            return {"kind": "select", "options": [{"value": "", "label": ""}, *options]}
        if field.type == "yesno":
            said = (("", ""), ("tak", self.say(YES)), ("nie", self.say(NO)))
            return {"kind": "select", "options": [{"value": v, "label": label} for v, label in said]}
        if field.type == "day":
            return {"kind": "date", "width": "is-short"}
        if field.type in ("number", "sum"):
            return {"inputmode": "numeric" if field.type == "number" else "decimal", "width": "is-medium"}
        if field.type in ("long", "rows"):
            return {"kind": "textarea", "rows": 8 if field.type == "rows" else 5}
        return {"kind": "url"} if field.type == "url" else {}

    def _known(self, spoken: Field, value: Any) -> str:
        if spoken.type == "rows" and value:
            lines = []
            for row in value:
                cells = [
                    dict(part.options).get(row.get(part.name), "")
                    if part.type == "choice"
                    else written(part, row.get(part.name))
                    for part in spoken.parts
                ]
                lines.append("; ".join(cells).rstrip("; "))
            return "\n".join(lines)
        return written(spoken, value)

    def fact_fields(self, known: Mapping[str, str]) -> list[dict[str, Any]]:
        """Text, files and the fact sheet."""
        return [
            {"name": "body", "label": _("Text"), "kind": "textarea", "rows": 6, "value": known.get("body", "")},
            {"name": "files", "label": _("Files"), "kind": "file",
             "hint": _("Versions made for the public, with a text layer. The original stays where it is.")},
        ]  # fmt: skip


class WriteRegisterEntry(RegisterForm):
    """A new entry; the address names the register: `@@register-write?register=resolution`."""

    button = _("Save the draft")
    lead = _("Nobody outside sees the draft until it is published.")

    @cached_property
    def register(self) -> Kind:
        """The register asked for."""
        kind = KINDS.get(_one(self.request.form.get("register")))
        if kind is None:
            raise NotFound("register")
        return kind

    @property
    def kept(self) -> list[tuple[str, str]]:
        """The register's name."""
        return [("register", self.register.name)]

    @property
    def label(self) -> Any:
        """What the form is called."""
        return _("New entry: ${register}", mapping={"register": self.say(self.register.one)})

    def do(self, values: Mapping[str, Any]) -> str:
        """Make the draft."""
        data = RegisterData(
            values={name: value for name, value in values.items() if value},
            content_author=self.text("content_author"),
            created_on=_day(self.text("created_on")),
            body=self.text("body"),
            files=self.uploads(),
        )
        address: str = draft_register_entry(self.context, self.register.name, data).absolute_url()
        return address

    def fields(self) -> list[dict[str, Any]]:
        """Fields of the register and the fact sheet."""
        return [
            *self.value_fields(self._begins_with()),
            *self.fact_fields({}),
            {"name": "content_author", "label": _("Who made the information or answers for it"), "required": True},
            {"name": "created_on", "label": _("Date the information was made"), "kind": "date", "width": "is-short",
             "hint": _("Left empty it is the day of the entry.")},
        ]  # fmt: skip

    def _begins_with(self) -> dict[str, Any]:
        """A vote begins with the roster of today."""
        if self.register.name != "vote":
            return {}
        newest = next(public_rows(KINDS["term"], unit_of(self.context).unit_id, size=1), None)
        if newest is None:
            return {}
        names = roster(newest.values["members"], polish_today())
        return {"term": newest.values["number"], "ballots": [{"name": name} for name in names]}


class ChangeRegisterEntry(RegisterForm):
    """Change of a draft, or with a public reason of a public entry."""

    label = _("Change the entry")
    button = _("Save the change")

    @property
    def register(self) -> Kind:
        """The entry's register."""
        return kind_of(self.context)

    @property
    def lead(self) -> Any:
        """What a change means."""
        if self._draft:
            return _("Nobody outside sees the draft until it is published.")
        return _("What the entry said before is kept. The reason stands in the public change log.")

    @property
    def _draft(self) -> bool:
        return bool(state_of(self.context) == "draft")

    def do(self, values: Mapping[str, Any]) -> str:
        """Change."""
        uploads = self.uploads()
        change_register_entry(
            self.context,
            values,
            self.text("reason"),
            self.text("confirmation"),
            uploads or None,
            words={"body": self.text("body")},
        )
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """What may change, and why."""
        reason = {
            "name": "reason",
            "label": _("Reason of the change"),
            "required": True,
            "hint": _("Everybody can read it."),
        }
        return [
            *self.value_fields(self.context.particulars),
            *self.fact_fields({"body": self.context.body or ""}),
            *([] if self._draft else [reason]),
            *([CONFIRMATION] if self.found else []),
        ]


class SealPartB(Form):
    """Part B of a declaration: taken in, sealed, never shown."""

    label = _("Seal part B")
    button = _("Seal")
    lead = _(
        "Part B holds addresses and is never published. It is encrypted and kept apart: no page shows it again."
    )

    def act(self) -> str:
        """Seal."""
        uploads = self.uploads()
        if not uploads:
            raise InvalidData([Fault("files", "file_missing")])
        put_part_b(self.context, uploads[0])
        return str(self.context.absolute_url())

    def fields(self) -> list[dict[str, Any]]:
        """The file."""
        return [{"name": "files", "label": _("File with part B"), "kind": "file", "required": True}]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidData([Fault("created_on", "not_a_date")]) from error


def _one(value: Any) -> str:
    """A parameter the address and the form may both carry."""
    return str(value[0] if isinstance(value, list) and value else value or "")
