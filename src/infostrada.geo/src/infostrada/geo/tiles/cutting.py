"""Mapbox vector tiles (MVT 2.1) cut from the store, the permission inside the statement."""

from dataclasses import dataclass
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.sql import reader
from infostrada.geo import _
from infostrada.geo.features.reading import VISIBLE_LAYER
from infostrada.geo.tiles.grids import grids


EXTENT = 4096
BUFFER = 64

TILE = f"""
WITH visible AS ({VISIBLE_LAYER} AND v.layer = %(layer)s),
frame AS (SELECT ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, 2180) AS box),
cut AS (
    SELECT f.ns || ':' || f.local_id AS fid, f.business_id, f.attrs,
           CASE WHEN ST_Centroid(f.geom) && frame.box THEN 1 END AS named,
           ST_AsMVTGeom(f.geom, frame.box, {EXTENT}, {BUFFER}, true) AS geom
      FROM geo.feature AS f JOIN visible AS v USING (layer), frame
     WHERE f.valid_to IS NULL AND (%(teryt)s = '' OR f.teryt = %(teryt)s)
       AND v.revision <> %(known)s
       AND f.geom && ST_Expand(frame.box, %(margin)s)
)
SELECT v.revision, v.public, (SELECT ST_AsMVT(cut, %(layer)s, {EXTENT}, 'geom') FROM cut)
  FROM visible AS v
"""  # noqa: S608 - built of constants


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
) -> Tile:
    """Cut the tile at (zoom, row, column).

    `known` is the revision the asker holds: when it is current nothing is cut. NotFound for a
    tile outside the grid and for a layer that is not there or may not be seen.
    """
    try:
        west, south, east, north = grids()[grid].bounds(*place)
    except (KeyError, ValueError) as error:
        raise NotFound(_("There is no such tile."), reason="unknown_tile") from error
    values = {
        "layer": layer,
        **parameters(principals),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "margin": (east - west) * BUFFER / EXTENT,
        "teryt": teryt,
        "known": known,
    }
    with reader() as connection:
        row = connection.execute(TILE, values, binary=True).fetchone()
    if row is None:
        raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
    revision, public, data = row
    return Tile(bytes(data or b""), revision, public)
