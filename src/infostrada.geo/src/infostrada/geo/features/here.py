"""What is here: the visible features at a point, each with its visible records."""

from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.sql import reader
from infostrada.geo.features.reading import VISIBLE_LAYER
from psycopg.rows import dict_row
from typing import Any


MOST_FEATURES = 50
MOST_RECORDS = 20
MOST_TOLERANCE = 50.0

HERE = f"""
WITH visible AS ({VISIBLE_LAYER}),
place AS (SELECT ST_SetSRID(ST_MakePoint(%(easting)s, %(northing)s), 2180) AS point),
hit AS (
    SELECT f.*, s.title AS layer_title, s.linkable, s.position
      FROM geo.feature AS f
      JOIN visible USING (layer) JOIN geo.layer_listing AS s USING (layer), place
     WHERE f.valid_to IS NULL AND f.geom && ST_Expand(place.point, %(tolerance)s)
       AND (ST_Intersects(f.geom, place.point)
            OR ST_Dimension(f.geom) < 2 AND ST_DWithin(f.geom, place.point, %(tolerance)s))
     ORDER BY s.position DESC, f.id LIMIT {MOST_FEATURES}
)
SELECT hit.layer, hit.layer_title, hit.linkable, hit.ns || ':' || hit.local_id AS fid,
       hit.business_id, hit.version, hit.attrs,
       ST_AsGeoJSON(ST_Transform(hit.geom, 4326), 9)::json AS geometry,
       (SELECT coalesce(json_agg(found), '[]') FROM (
           SELECT r.uid, r.type, r.title, r.path, k.role
             FROM geo.record_link AS k JOIN core.record AS r USING (uid)
            WHERE k.layer = hit.layer AND k.ns = hit.ns AND k.local_id = hit.local_id
              AND k.valid_to IS NULL AND {visible("r")}
            ORDER BY r.modified DESC LIMIT {MOST_RECORDS}) AS found) AS records
  FROM hit ORDER BY hit.position DESC, hit.id
"""  # noqa: S608 - built of constants


def here(easting: float, northing: float, tolerance: float, principals: Principals) -> list[dict[str, Any]]:
    """Features that cover a point of EPSG:2180, or lie within `tolerance` metres if they are
    points or lines; geometries in CRS84, the topmost layer first."""
    values = {
        **parameters(principals),
        "easting": easting,
        "northing": northing,
        "tolerance": max(0.0, min(tolerance, MOST_TOLERANCE)),
    }
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(HERE, values).fetchall()
