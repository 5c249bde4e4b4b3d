"""Rows of the registers: written with the entry, read without waking it."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.listing import Column
from infostrada.core.record.listing import Listing
from infostrada.core.record.listing import register_listing
from infostrada.core.record.listing import Sort
from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.core.record.tables import register_listing_table
from infostrada.site import _
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer

import json


TABLE = "site.bip_register"
register_listing_table(TABLE)
SHOWN = "(record.expires IS NULL OR record.expires > now())"
STANDING = """CASE WHEN own.due_on IS NULL THEN 'none'
    WHEN own.stopped_on <= own.due_on THEN 'kept' WHEN own.stopped_on > own.due_on THEN 'missed'
    WHEN (now() AT TIME ZONE 'Europe/Warsaw')::date <= own.due_on THEN 'running' ELSE 'late' END"""
RUN_OUT = STANDING.replace("'late'", "'kept'")


@implementer(IListingRow)
@adapter(IRegisterEntry)
class RegisterRow:
    """Columns of `site.bip_register`; of a withdrawn entry nothing of its content."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry

    def values(self) -> dict[str, Any]:
        """What lists and files show."""
        entry, kind = self.entry, kind_of(self.entry)
        gone = state_of(entry) == "withdrawn"
        return row_values(kind, entry.particulars, unit_id_of(entry) or "", gone)


def row_values(kind: Kind, values: Any, unit: str, gone: bool = False) -> dict[str, Any]:
    """The columns made from the values of an entry."""
    day, due = str(values[kind.day]), kind.clock.due(values) if kind.clock else None
    said = {} if gone else values

    def text(name: str) -> str:
        return str(said.get(name, "")) if name else ""

    return {
        "unit": unit,
        "register": kind.name,
        "key": key_of(kind, values),
        "number": str(values.get(kind.number, "")),
        "day": day,
        "year": int(day[:4]),
        "status": text(kind.status),
        "person": text(kind.person),
        "due_on": due.isoformat() if due else None,
        "stopped_on": (values.get(kind.clock.stop) if kind.clock and kind.clock.stop else None),
        "amount": text(kind.amount) or None,
        "data": dict(said),
    }


def key_of(kind: Kind, values: Any) -> str:
    """What tells an entry from all others of its register in the unit."""
    return json.dumps([str(values.get(name, "")).casefold() for name in kind.key], ensure_ascii=False)


def _data(name: str) -> str:
    return f"CASE WHEN {SHOWN} THEN own.data->>'{name}' END"


def _listing(kind: Kind) -> Listing:
    own = tuple(
        Column(f"f_{field.name}", _data(field.name), title=field.label)
        for field in kind.fields
        if field.type not in ("rows", "refs")
    )
    return Listing(
        name=f"bip-{kind.name}",
        types=(kind.portal_type,),
        permission="View",
        table=TABLE,
        columns=(
            Column("number", "own.number", title=_("Number")),
            Column("day", "own.day", "date"),
            Column("year", "own.year", "integer"),
            Column("status", f"CASE WHEN {SHOWN} THEN own.status ELSE '' END"),
            Column("person", f"CASE WHEN {SHOWN} THEN own.person ELSE '' END", kept="person", shown=SHOWN),
            Column("due_on", "own.due_on", "date"),
            Column("clock", STANDING if kind.clock is None or kind.clock.stop else RUN_OUT),
            Column("shown", f"{SHOWN}::text"),
            Column("effective", "record.effective", "timestamptz"),
            Column("amount", f"CASE WHEN {SHOWN} THEN coalesce(own.amount, 0) END", "numeric"),
            Column("data", f"CASE WHEN {SHOWN} THEN own.data END", "jsonb"),
            *own,
        ),
        sorts={"day": Sort(("day",), descending=True), "number": Sort(("number",))},
        filters=("state", "year", "status", "clock", "shown", "number"),
        words=("title", "number", "person"),
        title=kind.label,
    )


LISTINGS = {kind.name: _listing(kind) for kind in KINDS.values()}
for _each in LISTINGS.values():
    register_listing(_each)
