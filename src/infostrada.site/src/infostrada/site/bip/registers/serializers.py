"""Entries and registers as JSON."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.bip.registers.kinds import KINDS
from infostrada.site.bip.registers.rows import counts
from infostrada.site.bip.registers.rows import Row
from infostrada.site.bip.registers.rules import eli_of
from infostrada.site.bip.registers.rules import supervised_until
from infostrada.site.bip.registers.rules import tally
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.bip.registers.words import in_polish
from infostrada.site.bip.serializers import EntrySerializer
from infostrada.site.bip.timing.moments import gone
from infostrada.site.units.lookup import unit_of
from typing import Any
from zope.component import adapter
from zope.interface import Interface


@adapter(IRegisterEntry, Interface)
class RegisterEntrySerializer(EntrySerializer):
    """An entry with its fields, and what follows from them; of a withdrawn one only the tombstone."""

    def own(self, record: Any) -> dict[str, Any]:
        """The members of any entry and `register`, `values`, `derived`."""
        answer = super().own(record)
        answer["register"] = kind_of(record).name
        if not gone(record):
            answer["values"] = dict(record.particulars)
            teryt = unit_of(record).teryt or ""
            answer["derived"] = derived(kind_of(record), record.particulars, teryt, polish_today())
        return answer


def derived(kind: Kind, values: Any, teryt: str, today: date) -> dict[str, Any]:
    """What law and arithmetic make of the values: terms, totals, addresses."""
    found: dict[str, Any] = {}
    if kind.clock and (due := kind.clock.due(values)):
        found["due_on"] = due.isoformat()
        found["clock"] = kind.clock.standing(values, today)
    if kind.name == "resolution":
        if address := eli_of(values, teryt):
            found["eli"] = address
        if until := supervised_until(values):
            found["supervision_until"] = until.isoformat()
    if kind.name == "vote":
        found["totals"] = tally(values["ballots"])._asdict()
    return found


def row_json(kind: Kind, row: Row, url: str, teryt: str = "") -> dict[str, Any]:
    """A row of a list."""
    return {
        "@id": url,
        "uid": row.uid,
        "title": row.title,
        "state": row.state,
        "published_at": row.published_at,
        "changed_at": row.changed_at,
        "values": dict(row.values),
        "derived": derived(kind, row.values, teryt, polish_today()),
    }


def register_json(bulletin: Any, kind: Kind, count: int) -> dict[str, Any]:
    """A register with its fields, so that a program can fill in a form."""
    spoken = in_polish(kind.name)
    return {
        "@id": f"{bulletin.absolute_url()}/rejestr/{kind.slug}",
        "name": kind.name,
        "title": spoken.label,
        "section": kind.section,
        "basis": kind.basis,
        "key": list(kind.key),
        "entries": count,
        "fields": [_field_json(field) for field in spoken.fields],
    }


def registers_json(bulletin: Any) -> list[dict[str, Any]]:
    """All registers of a bulletin."""
    found = counts(unit_of(bulletin).unit_id)
    return [register_json(bulletin, kind, found.get(kind.name, 0)) for kind in KINDS.values()]


def _field_json(field: Any) -> dict[str, Any]:
    return {
        "name": field.name,
        "title": field.label,
        "type": field.type,
        "required": field.required,
        **({"options": [{"value": v, "title": t} for v, t in field.options]} if field.options else {}),
        **({"parts": [_field_json(part) for part in field.parts]} if field.parts else {}),
    }
