"""What an entry is found by beside its words, written with it."""

from infostrada.core.maintenance.retention import Kept
from infostrada.core.maintenance.retention import register_kept
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.core.search.vector import OWN
from infostrada.core.search.vector import Part
from infostrada.core.search.vector import vector
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.bip.registers.kinds import kind_of
from infostrada.site.records.workflow import state_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.bip_facet"
register_listing_table(TABLE)
# Lists of people no entry names any more, as one that was withdrawn; a trigger keeps those an entry is about to name.
register_kept(
    "bip_folk",
    Kept(
        "site.bip_folk", "NOT EXISTS (SELECT FROM site.bip_found AS found WHERE found.folk = bip_folk.id)", 0
    ),
)
MOST_PEOPLE = 100


@implementer(IListingRow)
@adapter(IEntry)
class FacetRow:
    """Kind, year and people of an entry; of a withdrawn one no people."""

    def __init__(self, entry: Any) -> None:
        self.entry = entry

    def values(self) -> dict[str, Any]:
        """The row."""
        entry = self.entry
        registered = IRegisterEntry.providedBy(entry)
        kind = kind_of(entry) if registered else None
        day = str(entry.particulars[kind.day]) if kind else _day(entry)
        gone = state_of(entry) == "withdrawn"
        people = [] if gone else people_of(kind, entry.particulars) if kind else [_name(entry.content_author)]
        return {
            "kind": kind.name if kind else entry.kind,
            "year": int(day[:4]),
            "day": day,
            "people": [name for name in dict.fromkeys(people) if name][:MOST_PEOPLE],
            "headline": vector([Part("A", entry.title or "")], OWN),
        }


def people_of(kind: Any, values: Any) -> list[str]:
    """Who an entry of a register is about: the person of the register, councillors of a term, those who voted."""
    named = [str(values.get(kind.person) or "")] if kind.person else []
    rows = {"term": "members", "vote": "ballots"}.get(kind.name)
    return [*named, *(row["name"] for row in values.get(rows, ()))] if rows else named


def _day(entry: Any) -> str:
    moment = entry.published_at.date() if entry.published_at else entry.created_on
    return (moment or entry.created().asdatetime().date()).isoformat()


def _name(author: str) -> str:
    """`Piotr Wilk` of `Piotr Wilk, kierownik`."""
    return (author or "").partition(",")[0].strip()
