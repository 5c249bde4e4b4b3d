"""A register as a table and as JSON."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from infostrada.core.record.export.tables import as_csv
from infostrada.core.record.export.tables import as_xlsx
from infostrada.site import _
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.registers.fields import Field
from infostrada.site.records.personal.registers.fields import REGISTERS
from infostrada.site.records.personal.registers.operations import REPORT
from infostrada.site.records.personal.registers.store import Entry
from infostrada.site.records.personal.registers.store import page
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import employees_of
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
    people = {person.user_id: person.title for person in employees_of(unit)}
    rows = (
        {
            **{field.name: datum(field, entry.data, request, people) for field in fields},
            "number": entry.label,
            "due_at": entry.due_at.astimezone(WARSAW) if entry.due_at else None,
            "closed": translate(_("yes") if entry.closed else _("no"), context=request),
        }
        for entry in entries(unit, register)
    )
    writer, _type = WRITERS[kind]
    return writer([translate(title, context=request) for title in titles], names, rows)


def datum(field: Field, data: Mapping[str, Any], request: Any, people: Mapping[str, str]) -> Any:
    """A datum for readers: names instead of logins and identifiers, days as days, moments by the clock of Poland."""
    value = data.get(field.name)
    if value in (None, "", []):
        return None
    if field.kind == "choice":
        return str(translate(field.choices[value], context=request))
    if field.kind == "moment":
        return datetime.fromisoformat(value).astimezone(WARSAW)
    if field.kind == "day":
        return date.fromisoformat(value)
    if field.kind == "person":
        return people.get(value, value)
    if field.kind == "party":
        return name_of_party(value)
    return ", ".join(value) if isinstance(value, list) else str(value)


def name_of_party(uid: str) -> str:
    """Name of a person of the register of parties; the identifier of one that is no more."""
    found = record_at(uid)
    return uid if found is None else str(found.title)


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
