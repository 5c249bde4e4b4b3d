"""Versions of a day, one statement per answer, the permission inside it."""

from datetime import date
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.sql import reader
from typing import Any


MOST_FEATURES = 3000
MOST_DAYS = 200

# Two branches, because the versions in force and those of the past have an index each.
PAST = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s),
frame AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180) AS box),
hit AS (
    (SELECT f.* FROM geo.feature AS f JOIN visible USING (layer), frame
      WHERE f.valid_to IS NULL AND f.valid_from < %(until)s AND f.geom && frame.box
        AND (%(teryt)s = '' OR f.teryt = %(teryt)s) LIMIT {MOST_FEATURES})
    UNION ALL
    (SELECT f.* FROM geo.feature AS f JOIN visible USING (layer), frame
      WHERE f.valid_to IS NOT NULL AND f.valid_from < %(until)s AND f.valid_to >= %(until)s
        AND f.geom && frame.box AND (%(teryt)s = '' OR f.teryt = %(teryt)s) LIMIT {MOST_FEATURES})
)
SELECT EXISTS (SELECT FROM visible),
       (SELECT array_agg('{{"type":"Feature","id":' || to_json(ns || ':' || local_id)
               || ',"geometry":' || ST_AsGeoJSON(geom, 2)
               || ',"properties":' || (attrs || jsonb_build_object('business_id', business_id, 'fid', ns || ':' || local_id))
               || '}}' ORDER BY id) FROM hit)
"""  # noqa: S608 - built of constants

DAYS = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT DISTINCT day::date::text AS day FROM (
    SELECT valid_from AS day FROM geo.feature JOIN visible USING (layer) WHERE valid_to IS NOT NULL
    UNION ALL SELECT valid_to FROM geo.feature JOIN visible USING (layer) WHERE valid_to IS NOT NULL
    UNION ALL SELECT first.day FROM visible, LATERAL (
        SELECT min(valid_from) AS day FROM geo.feature AS f
         WHERE f.layer = visible.layer AND f.valid_to IS NULL) AS first) AS changes
 WHERE day IS NOT NULL ORDER BY day DESC LIMIT {MOST_DAYS}
"""  # noqa: S608 - built of constants


def past(layer: str, at: date, box: Box, teryt: str, principals: Principals) -> list[str]:
    """Features in force at the end of a day as GeoJSON texts in EPSG:2180, easting first."""
    values: dict[str, Any] = {
        **parameters(principals),
        "layer": layer,
        "until": end_of(at),
        "teryt": teryt,
        "west": box.west,
        "south": box.south,
        "east": box.east,
        "north": box.north,
    }
    with reader() as connection:
        row = connection.execute(PAST, values).fetchone()
    if row is None or not row[0]:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    return list(row[1] or ())[:MOST_FEATURES]


def end_of(day: date) -> str:
    """The last moment of a day in Poland, for SQL."""
    return f"{day.isoformat()} 23:59:59.999999 Europe/Warsaw"


def days(principals: Principals) -> list[str]:
    """The days on which visible features changed, from the earliest; ISO dates."""
    with reader() as connection:
        return sorted(row[0] for row in connection.execute(DAYS, parameters(principals)).fetchall())
