"""What is here, in one statement, the permission inside it.

A point stands for the parcel it lies in: plan zones, protected areas and other grounds are those of
the whole parcel, with their share of it; utilities and monuments are those within `NEAR` metres. Records
come with a feature when they are linked to it or to what its ground was before (a parcel since divided);
`linked_as` then names that.
"""

from dataclasses import dataclass
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.here.place import Place
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


NEAR = 50.0
LEAST_OVERLAP = 0.5
MOST_FEATURES = 120
MOST_RECORDS = 20

GIVEN = {
    "shape": "SELECT ST_SetSRID(%(wkb)s::bytea::geometry, 2180) AS geom, false AS is_parcel",
    "feature": """
        SELECT CASE WHEN s.theme = 'building' THEN ST_PointOnSurface(f.geom) ELSE f.geom END AS geom,
               s.theme = 'parcel' AS is_parcel
          FROM geo.feature AS f JOIN visible USING (layer) JOIN geo.layer_listing AS s USING (layer)
         WHERE f.valid_to IS NULL AND f.layer = %(layer)s AND f.ns = %(ns)s AND f.local_id = %(local_id)s
    """,
}

HERE = f"""
WITH RECURSIVE visible AS MATERIALIZED (
    SELECT v.*, s.title AS layer_title, s.theme, s.linkable, s.position
      FROM ({VISIBLE_LAYER} AND v.kind = 'store') AS v JOIN geo.layer_listing AS s USING (layer)
),
place AS MATERIALIZED ({{given}}),
ground AS MATERIALIZED (
    SELECT coalesce(parcel.geom, place.geom) AS geom, parcel.geom IS NOT NULL OR place.is_parcel AS is_parcel
      FROM place LEFT JOIN LATERAL (
           SELECT f.geom FROM geo.feature AS f JOIN visible USING (layer)
            WHERE visible.theme = 'parcel' AND f.valid_to IS NULL AND ST_Dimension(place.geom) = 0
              AND f.geom && place.geom AND ST_Intersects(f.geom, place.geom)
            ORDER BY f.id LIMIT 1) AS parcel ON true
),
near AS (
    SELECT f.*, v.layer_title, v.theme, v.linkable, v.position, place.geom AS asked, ground.geom AS under,
           ST_Dimension(f.geom) = 2 AND ST_Dimension(ground.geom) = 2 AS is_ground
      FROM geo.feature AS f JOIN visible AS v USING (layer), place, ground
     WHERE f.valid_to IS NULL
       AND f.geom && ST_Expand(ground.geom, CASE WHEN v.theme IN ('utility', 'monument')
                                                 THEN {NEAR} ELSE greatest(%(tolerance)s, 0.01) END)
       AND (%(teryt)s = '' OR f.teryt IN ('', %(teryt)s))
),
met AS (
    SELECT near.*,
           CASE WHEN is_ground AND ST_Intersects(geom, under) AND ST_IsValid(geom)
                THEN ST_Area(ST_Intersection(geom, under)) END AS overlap,
           CASE WHEN theme IN ('utility', 'monument') THEN ST_Distance(geom, under) END AS distance,
           CASE WHEN ST_Dimension(geom) < 2 THEN ST_DWithin(geom, asked, %(tolerance)s)
                ELSE ST_Intersects(geom, asked) END AS touched
      FROM near
),
hit AS (
    SELECT met.* FROM met
     WHERE CASE WHEN theme IN ('utility', 'monument') THEN distance <= {NEAR}
                WHEN theme = 'address' THEN ST_Intersects(geom, under)
                WHEN is_ground AND ST_Dimension(asked) = 2 THEN overlap > {LEAST_OVERLAP}
                WHEN theme IN ('parcel', 'other') THEN touched
                ELSE touched OR overlap > {LEAST_OVERLAP} END
     ORDER BY position DESC, id LIMIT {MOST_FEATURES}
),
line AS (
    SELECT id, layer, ns, local_id, 'infinity'::timestamptz AS before FROM hit WHERE linkable
    UNION
    SELECT line.id, line.layer, step.old_ns, step.old_id, step.at
      FROM line JOIN geo.lineage AS step
        ON step.layer = line.layer AND step.new_ns = line.ns AND step.new_id = line.local_id
       AND step.at < line.before
)
SELECT (SELECT ST_Area(geom) FROM ground) AS area,
       (SELECT is_parcel FROM ground) AS is_parcel,
       (SELECT encode(ST_AsBinary(geom), 'hex') FROM ground) AS ground,
       coalesce((SELECT json_agg(json_build_object(
           'layer', layer, 'layer_title', layer_title, 'theme', theme, 'linkable', linkable,
           'fid', ns || ':' || local_id, 'business_id', business_id, 'version', version, 'attrs', attrs,
           'share', CASE WHEN theme NOT IN ('parcel', 'building', 'address')
                         THEN round((overlap / nullif(ST_Area(under), 0))::numeric, 4) END,
           'distance', round(distance::numeric, 1),
           'geometry', ST_AsGeoJSON(ST_Transform(geom, 4326), 7)::json,
           'records', (SELECT coalesce(json_agg(found), '[]') FROM (
               SELECT DISTINCT ON (r.modified, r.uid) r.uid, r.type, r.title, r.path, k.role,
                      nullif(k.business_id, hit.business_id) AS linked_as
                 FROM line JOIN geo.record_link AS k USING (layer, ns, local_id)
                 JOIN core.record AS r USING (uid)
                 LEFT JOIN geo.feature AS old
                   ON (old.layer, old.ns, old.local_id) = (k.layer, k.ns, k.local_id)
                  AND old.version = k.feature_version
                WHERE line.id = hit.id AND k.valid_to IS NULL AND {visible("r")}
                  AND coalesce(old.valid_from, k.valid_from) < line.before
                ORDER BY r.modified DESC, r.uid, line.before DESC LIMIT {MOST_RECORDS}) AS found)
           ) ORDER BY position DESC, distance NULLS FIRST, id) FROM hit), '[]') AS features
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class Here:
    """The answer: features with their records, and the ground they were asked for.

    `ground` is hexadecimal WKB in EPSG:2180, `area` in m²; both None when the feature named does
    not exist or may not be seen.
    """

    features: list[dict[str, Any]]
    ground: str | None
    area: float | None
    is_parcel: bool


def here(place: Place, principals: Principals) -> Here:
    """What is at a place; geometries in CRS84, the topmost layer first."""
    given = "shape" if place.wkb is not None else "feature"
    values = {
        **parameters(principals),
        "wkb": place.wkb,
        "layer": place.layer,
        "ns": place.ns,
        "local_id": place.local_id,
        "tolerance": place.tolerance,
        "teryt": place.teryt,
    }
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(HERE.format(given=GIVEN[given]), values).fetchone()
    assert row is not None
    return Here(row["features"], row["ground"], row["area"], bool(row["is_parcel"]))
