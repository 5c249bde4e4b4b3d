"""Layers of WMS and what a picture shows of them: one statement each, the permission inside."""

from collections.abc import Iterable
from dataclasses import dataclass
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo.features.crs import Box
from infostrada.geo.features.moving import bounds_in_store
from infostrada.geo.features.reading import layers
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.layers.sources import STORE
from infostrada.geo.sql import reader
from infostrada.geo.styles.presets import style_for
from infostrada.geo.styles.rules import PIXEL
from infostrada.geo.styles.rules import Rule
from infostrada.geo.styles.rules import style_of
from infostrada.geo.tiles.grids import grids
from infostrada.geo.wms.faults import refused
from infostrada.geo.wms.faults import unknown_layer
from typing import Any


MOST_FEATURES = 50_000
# Pixels beyond the edge from which signs and names still reach into the picture.
MARGIN = 40

SHOWN = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.kind = 'store' AND v.layer = %(layer)s)
SELECT array_agg(ST_AsBinary(<moved>)) AS shapes,
       json_agg(<attrs>) AS attrs, array_agg(hit.business_id) AS names
  FROM visible, LATERAL (
       SELECT f.geom, f.attrs, f.business_id FROM geo.feature AS f
        WHERE f.layer = ANY(ARRAY[visible.layer]) AND f.valid_to IS NULL
          AND f.geom && ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180)
        LIMIT {MOST_FEATURES} + 1) AS hit
"""  # noqa: S608 - built of constants
WANTED = """(SELECT jsonb_object_agg(each.key, each.value) FROM jsonb_each(hit.attrs) AS each
              WHERE each.key = ANY(%(wanted)s))"""
DIMENSION = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s)
SELECT ST_Dimension(f.geom) FROM visible JOIN geo.feature AS f USING (layer)
 WHERE f.valid_to IS NULL LIMIT 1
"""  # noqa: S608 - built of constants


@dataclass(frozen=True)
class WmsLayer:
    """A layer as WMS shows it; `extent` is west, south, east, north of EPSG:2180."""

    name: str
    title: str
    source: str
    kind: str
    rules: tuple[Rule, ...]
    revision: int
    public: bool
    opacity: float
    coarsest: float
    extent: list[float] | None
    service: dict[str, Any]

    @property
    def farthest(self) -> float:
        """The denominator of the smallest scale it is shown at."""
        return self.coarsest / PIXEL


def shown_layers(principals: Principals) -> list[WmsLayer]:
    """Features and imagery of this site the asker may see, the lowest first."""
    return [_layer(row) for row in layers(principals) if row["kind"] in (STORE, IMAGERY)]


def chosen(names: Iterable[str], principals: Principals) -> list[WmsLayer]:
    """The layers named, in that order; a service exception for one that may not be seen."""
    held = {each.name: each for each in shown_layers(principals)}
    for name in names:
        if name not in held:
            raise unknown_layer(name)
    return [held[name] for name in names]


def features(
    layer: WmsLayer, box: Box, resolution: float, principals: Principals
) -> tuple[list[bytes], list[Any]]:
    """Shapes (WKB in the system of the box) and attributes its rules need; not more than a picture holds."""
    margin = MARGIN * resolution
    edges = (box.west - margin, box.south - margin, box.east + margin, box.north + margin)
    stored = dict(zip(("west", "south", "east", "north"), bounds_in_store(edges, box.srid), strict=True))
    wanted = wanted_by(layer.rules)
    values = {**parameters(principals), "layer": layer.name, "wanted": list(wanted), **stored}
    moved = "hit.geom" if box.srid == 2180 else f"ST_Transform(hit.geom, {box.srid})"
    statement = SHOWN.replace("<moved>", moved).replace("<attrs>", WANTED if wanted else "NULL::jsonb")
    with reader() as connection:
        row = connection.execute(statement, values, prepare=False, binary=True).fetchone()
    shapes, attrs, names = row or (None, None, None)
    if len(shapes or ()) > MOST_FEATURES:
        raise refused("OperationNotSupported", "bbox", f"More than {MOST_FEATURES} features of {layer.name}.")
    held = [
        {**(each or {}), "business_id": name} for each, name in zip(attrs or (), names or (), strict=True)
    ]
    return [bytes(each) for each in shapes or ()], held


def dimension(layer: WmsLayer, principals: Principals) -> int:
    """0 for points, 1 for lines, 2 for areas: what the legend shows."""
    with reader() as connection:
        row = connection.execute(DIMENSION, {**parameters(principals), "layer": layer.name}).fetchone()
    return int(row[0]) if row else 2


def wanted_by(rules: Iterable[Rule]) -> frozenset[str]:
    """Attributes conditions and labels name."""
    rules = tuple(rules)
    named = {rule.label for rule in rules} | {each.attribute for rule in rules for each in rule.where}
    return frozenset(named - {"", "business_id"})


def _layer(row: dict[str, Any]) -> WmsLayer:
    grid = grids()["PL1992"]
    stored = row["kind"] == STORE
    style = style_of(style_for(row["symbol"], row["label"], row["style"])) if stored else style_of([])
    boxes = [box for box in row["extents"].values() if None not in box]
    extent = row["service"].get("coverage") if not stored else None
    if boxes:
        west, south, east, north = zip(*boxes, strict=True)
        extent = [min(west), min(south), max(east), max(north)]
    return WmsLayer(
        name=row["layer"],
        title=row["title"],
        source=row["source"],
        kind=row["kind"],
        rules=style.rules,
        revision=row["revision"],
        public=row["public"],
        opacity=row["opacity"],
        coarsest=1.01 * grid.size / grid.tile_size / 2 ** row["min_zoom"],
        extent=extent,
        service=row["service"],
    )
