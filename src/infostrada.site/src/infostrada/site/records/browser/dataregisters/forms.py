"""Forms of the registers of personal data: what is known at once stands open, what comes later is folded."""

from collections.abc import Mapping
from infostrada.site import _
from infostrada.site.desk.words import options
from infostrada.site.records.personal.registers.exporting import name_of_party
from infostrada.site.records.personal.registers.fields import Field
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.fields import STEPS
from typing import Any


KINDS = {
    "lines": "textarea",
    "day": "date",
    "moment": "datetime-local",
    "count": "number",
    "choice": "select",
}
WIDTHS = {"date": "is-half", "datetime-local": "is-half", "number": "is-half"}
ROWS = 3


def groups_of(register: str, fields: Mapping[str, dict[str, Any]]) -> list[tuple[Any, list[dict[str, Any]]]]:
    """The fields of a register by the steps they are learned in."""
    return [
        (step.title, [fields[name] for name in step.fields if name in fields]) for step in STEPS[register]
    ]


def later(register: str) -> list[Any]:
    """Titles of the steps that may be left for another day."""
    return [step.title for step in STEPS[register] if step.later]


def fields_of(
    register: str, data: Mapping[str, Any], sent: Mapping[str, Any], people: Mapping[str, str]
) -> dict[str, dict[str, Any]]:
    """Fields by name, filled with an entry's data or with what the address gives."""
    shown = {field.name: _shown(field, data, sent, people) for field in REGISTERS[register]}
    return {name: field for name, field in shown.items() if field is not None}


def _shown(
    field: Field, data: Mapping[str, Any], sent: Mapping[str, Any], people: Mapping[str, str]
) -> dict[str, Any] | None:
    value = data.get(field.name) or sent.get(field.name) or ""
    value = ", ".join(value) if isinstance(value, list) else str(value)
    kind = KINDS.get(field.kind, "text")
    shown = {
        "name": field.name,
        "label": field.label,
        "kind": kind,
        "required": field.needed,
        "value": value[:16] if field.kind == "moment" else value,
        "hint": field.hint or None,
        "width": WIDTHS.get(kind),
        "rows": ROWS if kind == "textarea" else None,
    }
    if field.kind == "choice":
        first = _("choose") if field.needed else _("not yet")
        return {**shown, "options": options({"": first, **field.choices})}
    if field.kind == "person":
        return {**shown, "kind": "select", "options": options({"": _("choose"), **people})}
    if field.kind == "party":
        return _party(shown, value)
    return shown


def _party(shown: dict[str, Any], uid: str) -> dict[str, Any] | None:
    """Whom the entry is tied to; nobody types an identifier, the person's report leads here with it."""
    if not uid:
        return None
    listed = options({uid: name_of_party(uid), "": _("nobody of the register")})
    return {**shown, "kind": "select", "options": listed, "hint": None}
