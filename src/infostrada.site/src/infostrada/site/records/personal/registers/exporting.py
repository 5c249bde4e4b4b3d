"""A register as a table and as JSON."""

from collections.abc import Iterator
from infostrada.core.record.export.tables import as_csv
from infostrada.core.record.export.tables import as_xlsx
from infostrada.site import _
from infostrada.site.records.personal.registers.fields import Field
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.operations import REPORT
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.problems import require
from typing import Any
from zope.i18n import translate


SIZE = 500
WRITERS = {
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (as_csv, "text/csv; charset=utf-8"),
}


def entries(unit: Any, register: str) -> Iterator[Entry]:
    """All entries of a register, the newest first."""
    require(REPORT, unit)
    found = page(unit.unit_id, register, SIZE)
    while found:
        yield from found
        found = page(unit.unit_id, register, SIZE, (found[-1].year, found[-1].number))


def table(unit: Any, register: str, kind: str, request: Any) -> bytes:
    """The whole register as an xlsx or csv file."""
    fields = REGISTERS[register]
    titles = [_("Number"), *(field.label for field in fields), _("Term"), _("Closed")]
    names = ["number", *(field.name for field in fields), "due_at", "closed"]
    rows = (
        {
            **{field.name: said(field, entry, request) for field in fields},
            "number": entry.label,
            "due_at": entry.due_at,
            "closed": translate(_("yes") if entry.closed else _("no"), context=request),
        }
        for entry in entries(unit, register)
    )
    writer, _type = WRITERS[kind]
    return writer([translate(title, context=request) for title in titles], names, rows)


def said(field: Field, entry: Entry, request: Any) -> str:
    """A datum of an entry as people read it."""
    value = entry.data.get(field.name)
    if value is None:
        return ""
    if field.kind == "choice":
        return str(translate(field.choices[value], context=request))
    return ", ".join(value) if isinstance(value, list) else str(value)


def as_json(unit: Any, entry: Entry) -> dict[str, Any]:
    """An entry for machines."""
    return {
        "@id": f"{unit.absolute_url()}/@personal-registers/{entry.register}/{entry.uid}",
        "uid": entry.uid,
        "register": entry.register,
        "number": entry.label,
        "closed": entry.closed,
        "due_at": entry.due_at.isoformat() if entry.due_at else None,
        "made_at": entry.made_at.isoformat(),
        "made_by": entry.made_by,
        "changed_at": entry.changed_at.isoformat(),
        "changed_by": entry.changed_by,
        "data": dict(entry.data),
        "history": list(entry.history),
    }
