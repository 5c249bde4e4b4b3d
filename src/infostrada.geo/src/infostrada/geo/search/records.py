"""The UIDs of the records at a place: those the asker may see, through layers the asker may see."""

from dataclasses import asdict
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.geo import _
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.search.places import Place
from typing import Any


MOST_RECORDS = 20_000

# What people call a feature, and the features it came from: a record linked before a split is found too.
LINE = """
named AS (
    SELECT layer, ns, local_id, 'infinity'::timestamptz AS before
      FROM geo.feature JOIN visible USING (layer) WHERE business_id = %(<key>name)s
     GROUP BY layer, ns, local_id
), line AS (
    SELECT * FROM named
    UNION
    SELECT line.layer, step.old_ns, step.old_id, step.at
      FROM line JOIN geo.lineage AS step
        ON step.layer = line.layer AND step.new_ns = line.ns AND step.new_id = line.local_id
       AND step.at < line.before
)
"""

FOUND = """
WITH RECURSIVE visible AS (<visible>), <line>
SELECT DISTINCT k.uid FROM geo.record_link AS k JOIN visible USING (layer) JOIN core.record AS r USING (uid)
 WHERE k.valid_to IS NULL AND <may> AND <condition>
"""

BOX = (
    "ST_Transform(ST_Segmentize(ST_MakeEnvelope("
    "%(<key>west)s, %(<key>south)s, %(<key>east)s, %(<key>north)s, 4326), 0.1), 2180)"
)
CONDITIONS = {
    "box": f"k.geom && {BOX} AND ST_Intersects(k.geom, {BOX})",
    "name": "(k.layer, k.ns, k.local_id) IN (SELECT layer, ns, local_id FROM line)",
    "point": (
        "ST_DWithin(k.geom, ST_Transform(ST_SetSRID("
        "ST_MakePoint(%(<key>x)s, %(<key>y)s), 4326), 2180), %(<key>metres)s)"
    ),
    "near": (
        "EXISTS (SELECT FROM geo.feature AS f JOIN named USING (layer, ns, local_id)"
        " WHERE f.valid_to IS NULL AND ST_DWithin(k.geom, f.geom, %(<key>metres)s))"
    ),
}


def statement(place: Place, seen_by: Principals, key: str = "geo_") -> tuple[str, dict[str, Any]]:
    """SQL of the UIDs and its values, under names that begin with `key`."""
    kind, values = _kind(place)
    sql = (
        FOUND.replace("<line>", LINE)
        .replace("<condition>", CONDITIONS[kind])
        .replace("<visible>", VISIBLE_LAYER)
        .replace("<may>", visible("r"))
        .replace("<key>", key)
    )
    named = {f"{key}{name}": value for name, value in {"name": "", **values}.items()}
    return sql, {**parameters(seen_by), **named}


def uids_at(place: Place, seen_by: Principals) -> list[str]:
    """The UIDs; BadRequest when there are more than a search should carry."""
    sql, values = statement(place, seen_by)
    found = rows(f"{sql} LIMIT {MOST_RECORDS + 1}", values)
    if len(found) > MOST_RECORDS:
        message = _("There are too many records at this place. Choose a smaller one.")
        raise BadRequest(message, field="geo", reason="place_too_large")
    return [row["uid"] for row in found]


def _kind(place: Place) -> tuple[str, dict[str, Any]]:
    if place.box is not None:
        return "box", asdict(place.box.clipped())
    if place.point is not None:
        x, y = place.point
        return "point", {"x": x, "y": y, "metres": place.metres}
    if place.metres is not None:
        return "near", {"name": place.name, "metres": place.metres}
    return "name", {"name": place.name}
