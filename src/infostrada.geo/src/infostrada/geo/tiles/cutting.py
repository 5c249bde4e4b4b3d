"""Mapbox vector tiles (MVT 2.1) cut from the store, the permission inside the statement."""

from dataclasses import dataclass
from datetime import datetime
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.geo import _
from infostrada.geo.features.moving import bounds_in_store
from infostrada.geo.features.moving import plane
from infostrada.geo.features.reading import CURRENT
from infostrada.geo.features.reading import THEN
from infostrada.geo.features.visible import visible_layer
from infostrada.geo.sql import reader
from infostrada.geo.tiles.grids import Grid
from infostrada.geo.tiles.grids import grids
from infostrada.geo.tiles.keeping import Kept
from typing import Any


EXTENT = 4096
BUFFER = 64

# Nothing is cut for an asker who holds the current revision, nor where the layer is not shown yet. What may be seen is
# joined, not asked apart, so that no parallel workers are started: for a tile they cost more than they bring.
TILE = f"""
WITH visible AS (<visible>),
cut AS (
    SELECT f.ns || ':' || f.local_id AS fid, f.business_id, f.attrs,
           CASE WHEN f.geom @ <inner> OR ST_Centroid(f.geom) && <inner> THEN 1 END AS named,
           ST_AsMVTGeom(<moved>, ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, <srid>),
                        {EXTENT}, {BUFFER}, true) AS geom
      FROM visible AS seen JOIN geo.layer_listing AS s USING (layer) CROSS JOIN <source> AS f
     WHERE seen.revision <> %(known)s AND s.min_zoom <= %(zoom)s
       AND (%(teryt)s = '' OR f.teryt = %(teryt)s)
       AND f.geom && ST_MakeEnvelope(%(outer_west)s, %(outer_south)s, %(outer_east)s, %(outer_north)s, 2180)
)
SELECT v.revision, v.public, s.min_zoom <= %(zoom)s AS drawn,
       (SELECT ST_AsMVT(cut, %(layer)s, {EXTENT}, 'geom') FROM cut)
  FROM visible AS v JOIN geo.layer_listing AS s USING (layer)
"""  # noqa: S608 - built of constants


INNER = "ST_MakeEnvelope(%(inner_west)s, %(inner_south)s, %(inner_east)s, %(inner_north)s, 2180)"
MOVED = "ST_Affine(f.geom, %(xx)s, %(xy)s, %(yx)s, %(yy)s, %(x0)s, %(y0)s)"
# A tile's whole numbers are half a unit off anyway.
TOLERANCE = 0.5 / EXTENT

# Tiles cut before, by process. The statement tells whether one is still current and whether the asker may have it.
_kept = Kept(most_bytes=48 * 2**20)


@dataclass(frozen=True)
class Tile:
    """An encoded tile; empty when the asker's copy of that revision is still good."""

    data: bytes
    revision: int
    public: bool


def tile(
    layer: str,
    grid: str,
    place: tuple[int, int, int],
    principals: Principals,
    teryt: str = "",
    known: int = -1,
    period: tuple[datetime | None, datetime | None] | None = None,
    tid: int | None = None,
) -> Tile:
    """Cut the tile at (zoom, row, column).

    `known` is the revision the asker holds: when it is current nothing is cut. Without a `period` the
    current versions are drawn. NotFound for a tile outside the grid and for a layer that is not there or
    may not be seen, and when something was committed to the object database after the transaction `tid`.
    """
    try:
        used = grids()[grid]
        edges = used.bounds(*place)
    except (KeyError, ValueError) as error:
        raise NotFound(_("There is no such tile."), reason="unknown_tile") from error
    since, until = period or (None, None)
    key = f"{layer}/{grid}/{'/'.join(map(str, place))}/{teryt}"
    kept = _kept.get(key) if period is None else None
    values = {
        "layer": layer,
        **parameters(principals),
        **_boxes(used, edges),
        "zoom": place[0] - used.ahead,
        "teryt": teryt,
        "known": kept.revision if kept else known,
        "since": since or "-infinity",
        "until": until or "infinity",
        "tid": tid,
    }
    moved = _moved(used, edges, values)
    statement = (
        TILE.replace("<visible>", visible_layer(tid))
        .replace("<source>", CURRENT if period is None else THEN)
        .replace("<inner>", INNER)
        .replace("<moved>", moved)
        .replace("<srid>", str(used.srid))
    )
    with reader() as connection:
        row = connection.execute(statement, values, binary=True).fetchone()
    if row is None:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    revision, public, drawn, data = row
    if not drawn or revision == known:
        return Tile(b"", revision, public)
    if kept is None or kept.revision != revision:
        kept = Tile(bytes(data or b""), revision, public)
        if period is None:
            _kept.put(key, kept, len(kept.data))
    return Tile(kept.data, revision, public)


def _moved(grid: Grid, edges: tuple[float, float, float, float], values: dict[str, Any]) -> str:
    """SQL of a feature's geometry in the grid's system.

    On the ground of a tile of a street or a village one affine map is as good as a projection and costs a fraction.
    """
    if grid.srid == 2180:
        return "f.geom"
    around = _with_margin(edges)
    flat = plane(around, grid.srid, (edges[2] - edges[0]) * TOLERANCE)
    if flat is None:
        return f"ST_Transform(f.geom, {grid.srid})"
    values.update(zip(("xx", "xy", "yx", "yy", "x0", "y0"), flat, strict=True))
    return MOVED


def _with_margin(edges: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    west, south, east, north = edges
    margin = (east - west) * BUFFER / EXTENT
    return west - margin, south - margin, east + margin, north + margin


def _boxes(grid: Grid, edges: tuple[float, float, float, float]) -> dict[str, float]:
    """The tile in its own system, in EPSG:2180, and there with the margin that is drawn too."""
    inner = bounds_in_store(edges, grid.srid)
    outer = bounds_in_store(_with_margin(edges), grid.srid)
    names = ("west", "south", "east", "north")
    return {
        **dict(zip(names, edges, strict=True)),
        **{f"inner_{name}": edge for name, edge in zip(names, inner, strict=True)},
        **{f"outer_{name}": edge for name, edge in zip(names, outer, strict=True)},
    }
