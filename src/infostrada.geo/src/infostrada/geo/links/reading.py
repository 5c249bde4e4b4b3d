"""Reading links from their mirror: who sees both the record and the layer sees the link."""

from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import under
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


MOST = 200

LINKS = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT k.link_id::text, k.layer, s.title AS layer_title, k.business_id, k.role, k.feature_version,
       k.ns || ':' || k.local_id AS fid, r.uid, r.type, r.title, r.path,
       ST_AsGeoJSON(ST_Transform(k.geom, 4326), 9)::json AS geometry,
       ARRAY[ST_XMin(k.geom), ST_YMin(k.geom), ST_XMax(k.geom), ST_YMax(k.geom)] AS extent
  FROM geo.record_link AS k
  JOIN core.record AS r USING (uid)
  JOIN visible USING (layer) JOIN geo.layer_listing AS s USING (layer)
 WHERE k.valid_to IS NULL AND {visible("r")} {{conditions}}
 ORDER BY r.modified DESC, r.uid, k.business_id LIMIT {MOST}
"""  # noqa: S608 - built of constants

HOLDER = "(SELECT path || '{end}' FROM core.record WHERE uid = %(within)s)"
CONDITIONS = {
    "uid": "AND k.uid = %(uid)s",
    # The range of paths strictly below that of the holder, as in `under`.
    "within": f"""AND (r.uid = %(within)s
                       OR r.path >= {HOLDER.format(end="/")} AND r.path < {HOLDER.format(end="0")})""",
    "under": f"AND {under('r.path', 'under')}",
}


def links(
    principals: Principals, uid: str | None = None, below: str | None = None, within: str | None = None
) -> list[dict[str, Any]]:
    """Open links of one record, of all records below a path, or of a record and of what lies in it.

    Newest records first. Geometries are the snapshots taken at linking, in CRS84; extents in EPSG:2180, easting first.
    """
    asked = {"uid": uid, "under": below, "within": within}
    given = {name: value for name, value in asked.items() if value is not None}
    statement = LINKS.format(conditions=" ".join(CONDITIONS[name] for name in given))
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, {**parameters(principals), **given}).fetchall()
