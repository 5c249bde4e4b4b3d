"""Finding features by name: suggestions for search boxes, and targets of new links."""

from collections.abc import Iterable
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.sql import rows
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.links.model import Snapshot
from infostrada.geo.links.model import Target
from infostrada.geo.sql import reader
from psycopg.rows import dict_row
from typing import Any


MOST = 10

FIND = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT f.layer, s.title AS layer_title, f.business_id, f.ns || ':' || f.local_id AS fid,
       ARRAY[ST_XMin(f.geom), ST_YMin(f.geom), ST_XMax(f.geom), ST_YMax(f.geom)] AS extent
  FROM geo.feature AS f JOIN visible USING (layer) JOIN geo.layer_listing AS s USING (layer)
 WHERE s.linkable AND f.valid_to IS NULL AND f.business_id LIKE %(pattern)s
   AND f.business_id <> ''
 ORDER BY f.business_id LIMIT {MOST}
"""  # noqa: S608 - built of constants


def find(beginning: str, principals: Principals) -> list[dict[str, Any]]:
    """Features of linkable layers whose name begins so; extents in EPSG:2180, easting first."""
    literal = beginning.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    values = {**parameters(principals), "pattern": f"{literal}%"}
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(FIND, values).fetchall()


TARGETS = f"""
WITH visible AS ({VISIBLE_LAYER})
SELECT DISTINCT ON (f.business_id)
       f.layer, f.ns, f.local_id, f.version, f.business_id, f.attrs,
       encode(ST_AsBinary(f.geom), 'hex') AS wkb2180, ST_Area(f.geom) AS area
  FROM geo.feature AS f JOIN visible USING (layer) JOIN geo.layer_listing AS s USING (layer)
 WHERE s.linkable AND f.valid_to IS NULL AND f.business_id = ANY(%(names)s)
   AND (%(layer)s::text IS NULL OR f.layer = %(layer)s)
 ORDER BY f.business_id, s.position, f.id
"""  # noqa: S608 - built of constants


def targets(names: Iterable[str], principals: Principals, layer: str | None = None) -> dict[str, Target]:
    """The current features with these names that the asker may link to, by name.

    Without a layer all linkable layers are searched and the lowest on the map wins.
    """
    wanted = [name for name in names if name]
    found = rows(TARGETS, {**parameters(principals), "names": wanted, "layer": layer})
    return {row["business_id"]: _target(row) for row in found}


def _target(row: dict[str, Any]) -> Target:
    return Target(
        layer=row["layer"],
        ns=row["ns"],
        local_id=row["local_id"],
        version=row["version"],
        business_id=row["business_id"],
        snapshot=Snapshot(row["wkb2180"], round(row["area"], 2), row["attrs"]),
    )
