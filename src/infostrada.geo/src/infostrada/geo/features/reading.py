"""Reading features for maps and programs: one statement per answer, the permission inside it.

A layer is visible to those who may view its object: the statement joins the layer with the
side index and its access sets and compares them with the asker's principals. What may not be seen is not
there: an unknown and a forbidden layer give the same answer.
"""

from dataclasses import asdict
from dataclasses import dataclass
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.sql import reader
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from psycopg.rows import dict_row
from typing import Any


VISIBLE_LAYER = f"""
SELECT v.layer, coalesce(l.revision, 0) AS revision, coalesce(l.feature_count, 0) AS feature_count,
       EXISTS (SELECT FROM core.access_member AS a
                WHERE a.access = r.access AND a.principal = 'Anonymous') AS public
  FROM geo.layer_listing AS v
  JOIN core.record AS r USING (uid)
  LEFT JOIN geo.layer AS l USING (layer)
 WHERE {visible("r")}
"""  # noqa: S608 - built of constants

LAYERS = """
WITH visible AS (<visible>)
SELECT layer, title, symbol, label, source, min_zoom, shown, linkable, revision, feature_count,
       coalesce(extents, '{}') AS extents
  FROM visible JOIN geo.layer_listing USING (layer)
  LEFT JOIN (SELECT layer, extents FROM geo.layer) AS drawn USING (layer)
 ORDER BY position, layer
""".replace("<visible>", VISIBLE_LAYER)

FEATURE_JSON = """
'{"type":"Feature","id":' || to_json(hit.ns || ':' || hit.local_id)
|| ',"geometry":' || ST_AsGeoJSON(<shape>, %(digits)s)
|| ',"properties":' || (hit.attrs || jsonb_build_object(
       'business_id', hit.business_id, 'version', hit.version, 'valid_from', hit.valid_from))
|| '}'
"""

SHAPES = {
    "CRS84": "ST_Transform(hit.geom, 4326)",
    "EPSG:2180": "ST_FlipCoordinates(hit.geom)",
}

ITEMS = """
WITH visible AS ({visible} AND v.layer = %(layer)s),
matching AS (
    SELECT f.* FROM geo.feature AS f JOIN visible USING (layer)
     WHERE f.valid_to IS NULL {conditions}
),
hit AS (SELECT * FROM matching WHERE id > %(after)s ORDER BY id LIMIT %(limit)s + 1)
SELECT v.revision, v.public,
       {matched} AS matched,
       (SELECT array_agg(hit.id ORDER BY hit.id) FROM hit) AS ids,
       (SELECT array_agg({json} ORDER BY hit.id) FROM hit) AS features
  FROM visible AS v
"""

COUNTED = "(SELECT count(*) FROM (SELECT 1 FROM matching LIMIT %(countable)s + 1) AS few)"
COUNTABLE = 10_000

ITEM = """
WITH visible AS ({visible} AND v.layer = %(layer)s),
hit AS (
    SELECT f.* FROM geo.feature AS f JOIN visible USING (layer)
     WHERE f.valid_to IS NULL AND f.ns = %(ns)s AND f.local_id = %(local_id)s
)
SELECT v.revision, v.public, {json} AS feature FROM visible AS v LEFT JOIN hit USING (layer)
"""

# Parallels are curves in EPSG:2180: the edges of a box in degrees get a vertex every 0.1 degree.
BOXES = {
    2180: "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180)",
    4326: (
        "ST_Transform(ST_Segmentize("
        "ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 4326), 0.1), 2180)"
    ),
}

CONDITIONS = {
    "box": "AND f.geom && {box} AND ST_Intersects(f.geom, {box})",
    "business_id": "AND f.business_id = %(business_id)s",
    "teryt": "AND f.teryt = %(teryt)s",
}


@dataclass(frozen=True)
class Query:
    """What is asked of a layer; `after` is the id the last page ended with."""

    layer: str
    limit: int
    after: int = 0
    crs: Crs = Crs.CRS84
    box: Box | None = None
    business_id: str | None = None
    teryt: str | None = None


@dataclass(frozen=True)
class Page:
    """Features as JSON texts. `matched` is None where counting would cost too much."""

    features: list[str]
    matched: int | None
    next_after: int | None
    revision: int
    public: bool


def layers(principals: Principals) -> list[dict[str, Any]]:
    """The layers the asker may see, in their order on the map."""
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(LAYERS, parameters(principals)).fetchall()


def page(query: Query, principals: Principals) -> Page:
    """One page of a layer's current features; NotFound for a layer the asker may not see."""
    given = [name for name in CONDITIONS if getattr(query, name) is not None]
    box = query.box and query.box.clipped()
    conditions = " ".join(CONDITIONS[name] for name in given)
    statement = ITEMS.format(
        visible=VISIBLE_LAYER,
        conditions=conditions.format(box=BOXES[box.srid]) if box else conditions,
        matched=COUNTED if given else "v.feature_count",
        json=_json(query.crs),
    )
    values = {
        **parameters(principals),
        "layer": query.layer,
        "limit": query.limit,
        "after": query.after,
        "countable": COUNTABLE,
        "digits": query.crs.digits,
        **(asdict(box) if box else {}),
        "business_id": query.business_id,
        "teryt": query.teryt,
    }
    revision, public, matched, ids, features = _one(statement, values)
    more = len(ids or ()) > query.limit
    return Page(
        features=(features or [])[: query.limit],
        matched=matched if not given or matched <= COUNTABLE else None,
        next_after=ids[query.limit - 1] if more else None,
        revision=revision,
        public=public,
    )


def item(layer: str, ns: str, local_id: str, crs: Crs, principals: Principals) -> Page:
    """One current feature as a page of one; NotFound when the asker may not see it."""
    statement = ITEM.format(visible=VISIBLE_LAYER, json=_json(crs))
    values = {
        **parameters(principals),
        "layer": layer,
        "ns": ns,
        "local_id": local_id,
        "digits": crs.digits,
    }
    revision, public, feature = _one(statement, values)
    if feature is None:
        raise NotFound(_("There is no such feature."), reason="unknown_feature")
    return Page([feature], 1, None, revision, public)


def _json(crs: Crs) -> str:
    return FEATURE_JSON.replace("<shape>", SHAPES[crs.name_in_sql])


def _one(statement: str, values: dict[str, Any]) -> tuple[Any, ...]:
    with reader() as connection:
        row = connection.execute(statement, values).fetchone()
    if row is None:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    return row
