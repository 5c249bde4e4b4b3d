"""Compare layers, geoportals, documents and links on the objects with their rows, and make the rows right."""

from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.pending import flush
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.tables import listing_tables
from infostrada.core.record.writing import write_rows
from infostrada.geo.interfaces import IGeoLinked
from infostrada.geo.links.listing import links_row
from plone import api
from typing import Any
from zope.component import getAdapters

import json


BATCH = 500
OWN = ("geo_layer", "geo_group", "geo_portal", "geo_operat")
BEHAVIORS = {"infostrada.geo.links", "infostrada.geo.links.behavior.IGeoLinks"}

PAGE = """
SELECT uid, path FROM core.record
 WHERE type = ANY(%(types)s) AND uid > %(after)s ORDER BY uid LIMIT %(limit)s
"""

MIRRORED = """
SELECT r.uid, (SELECT coalesce(array_agg(m.link_id::text ORDER BY m.link_id), '{}')
                 FROM geo.record_link AS m WHERE m.uid = r.uid AND m.valid_to IS NULL) AS open
  FROM unnest(%(uids)s::text[]) AS r(uid)
"""
HELD = "SELECT uid, to_jsonb(t) - 'uid' AS held FROM {table} AS t WHERE uid = ANY(%(uids)s)"

ORPHANS = """
SELECT uid FROM {table} AS t WHERE NOT EXISTS (SELECT FROM core.record AS r WHERE r.uid = t.uid)
"""

EMPTY = """
DELETE FROM geo.record_link WHERE uid IN (SELECT uid FROM core.record);
ALTER TABLE geo.linked_record DISABLE TRIGGER mirror_links;
DELETE FROM geo.linked_record;
ALTER TABLE geo.linked_record ENABLE TRIGGER mirror_links
"""


@dataclass
class Report:
    """What was compared, what differed, and whether it was put right."""

    compared: int = 0
    stale: int = 0
    orphans: int = 0
    repaired: bool = False

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


def reconcile(portal: Any, repair: bool = True) -> Iterator[Report]:
    """Compare in batches, yielding the growing report; the caller commits after each."""
    flush()
    report = Report(repaired=repair)
    for batch in _batches(portal):
        stale = _stale(batch)
        report.compared += len(batch)
        report.stale += len(stale)
        if repair and stale:
            write_rows(row_of(obj) for obj in stale)
        yield report
    report.orphans = _orphans(repair)
    yield report


def rebuild(portal: Any) -> Iterator[Report]:
    """Empty the mirror and write it again from the objects.

    Closed links of records that are gone stay: nothing else remembers them.
    """
    flush()
    write(EMPTY)
    for table in tables():
        write(f"DELETE FROM {table}")  # noqa: S608 - registered names
    yield from reconcile(portal)


def _batches(portal: Any) -> Iterator[list[Any]]:
    types, after = _types(portal), ""
    while rows := write(PAGE, {"types": types, "after": after, "limit": BATCH}):
        after = rows[-1]["uid"]
        found = (portal.unrestrictedTraverse(row["path"], None) for row in rows)
        yield [obj for obj in found if obj is not None]


def _types(portal: Any) -> list[str]:
    linkable = [
        fti.getId()
        for fti in api.portal.get_tool("portal_types").objectValues()
        if BEHAVIORS & set(getattr(fti, "behaviors", ()))
    ]
    return sorted({*OWN, *linkable})


def tables() -> list[str]:
    """The listing tables of the add-on."""
    return [table for table in listing_tables() if table.startswith("geo.")]


def _stale(batch: list[Any]) -> list[Any]:
    uids = {"uids": [obj.UID() for obj in batch]}
    mirrored = {row["uid"]: row["open"] for row in write(MIRRORED, uids)}
    held = {
        table: {row["uid"]: row["held"] for row in write(HELD.format(table=table), uids)}
        for table in tables()
    }
    return [
        obj
        for obj in batch
        if _wanted(obj) != {table: rows[obj.UID()] for table, rows in held.items() if obj.UID() in rows}
        or _open(obj) != mirrored[obj.UID()]
    ]


def _wanted(obj: Any) -> dict[str, Any]:
    """The rows of an object as the database would say them."""
    adapters = getAdapters((obj,), IListingRow)
    listed = {table: adapter.values() for table, adapter in adapters if table.startswith("geo.")}
    return dict(json.loads(json.dumps(listed, default=str)))


def _open(obj: Any) -> list[str]:
    row = links_row(obj) if IGeoLinked.providedBy(obj) else None
    return sorted(link.link_id for link in row.links if link.is_open) if row is not None else []


def _orphans(repair: bool) -> int:
    """Rows whose object is gone; a removed row closes its links."""
    count = 0
    for table in tables():
        uids = [row["uid"] for row in write(ORPHANS.format(table=table))]
        count += len(uids)
        if repair and uids:
            write(f"DELETE FROM {table} WHERE uid = ANY(%(uids)s)", {"uids": uids})  # noqa: S608 - our own names
    return count
