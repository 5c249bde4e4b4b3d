"""Compare the layers and links on the objects with their rows, and make the rows right."""

from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from infostrada.core.record.pending import flush
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.store import write_rows
from infostrada.geo.interfaces import IGeoLayer
from infostrada.geo.layers import listing as layer_listing
from infostrada.geo.layers.listing import layer_row
from infostrada.geo.links import listing as link_listing
from infostrada.geo.links.listing import links_row
from plone import api
from typing import Any


BATCH = 500
LAYER_TYPE = "geo_layer"
BEHAVIORS = {"infostrada.geo.links", "infostrada.geo.links.behavior.IGeoLinks"}

PAGE = """
SELECT uid, path FROM core.record
 WHERE type = ANY(%(types)s) AND uid > %(after)s ORDER BY uid LIMIT %(limit)s
"""

HELD = """
SELECT r.uid, to_jsonb(v) - 'uid' AS layer, k.links AS links,
       (SELECT coalesce(array_agg(m.link_id::text ORDER BY m.link_id), '{}')
          FROM geo.record_link AS m WHERE m.uid = r.uid AND m.valid_to IS NULL) AS mirrored
  FROM unnest(%(uids)s::text[]) AS r(uid)
  LEFT JOIN geo.layer_listing AS v USING (uid)
  LEFT JOIN geo.linked_record AS k USING (uid)
"""

ORPHANS = """
SELECT uid FROM {table} AS t WHERE NOT EXISTS (SELECT FROM core.record AS r WHERE r.uid = t.uid)
"""

EMPTY = """
DELETE FROM geo.record_link WHERE uid IN (SELECT uid FROM core.record);
ALTER TABLE geo.linked_record DISABLE TRIGGER mirror_links;
DELETE FROM geo.linked_record;
ALTER TABLE geo.linked_record ENABLE TRIGGER mirror_links;
DELETE FROM geo.layer_listing
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
    return [LAYER_TYPE, *linkable]


def _stale(batch: list[Any]) -> list[Any]:
    held = {row["uid"]: row for row in write(HELD, {"uids": [obj.UID() for obj in batch]})}
    return [obj for obj in batch if not _agrees(obj, held[obj.UID()])]


def _agrees(obj: Any, held: dict[str, Any]) -> bool:
    if IGeoLayer.providedBy(obj):
        row = layer_row(obj)
        return held["layer"] == (row.values() if row is not None else None)
    row = links_row(obj)
    if row is None:
        return held["links"] is None and not held["mirrored"]
    still = sorted(link.link_id for link in row.links if link.is_open)
    return held["links"] == row.values()["links"] and held["mirrored"] == still


def _orphans(repair: bool) -> int:
    """Rows whose object is gone; a removed row closes its links."""
    count = 0
    for table in (layer_listing.TABLE, link_listing.TABLE):
        uids = [row["uid"] for row in write(ORPHANS.format(table=table))]
        count += len(uids)
        if repair and uids:
            write(f"DELETE FROM {table} WHERE uid = ANY(%(uids)s)", {"uids": uids})  # noqa: S608
    return count
