"""The tile grids: our own in `grids.json`, for the server and the map in the browser, and the world's.

A grid is a quadtree over one square. Rows count from the north and columns from the west, as
in OGC's Two Dimensional Tile Matrix Set (17-083r4).
"""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import json


@dataclass(frozen=True)
class Grid:
    """A square tile grid.

    `origin` is the north-western corner (easting, northing) and `size` the side of the one
    tile of zoom 0, both in metres of the grid's CRS; `tile_size` is in pixels.
    """

    name: str
    srid: int
    origin: tuple[float, float]
    size: float
    max_zoom: int
    tile_size: int = 512

    @property
    def ahead(self) -> int:
        """How many zooms further in this grid shows what PL1992 shows."""
        return WORLD_AHEAD if self.srid == 3857 else 0

    def bounds(self, zoom: int, row: int, column: int) -> tuple[float, float, float, float]:
        """The tile's west, south, east and north edge; ValueError for a tile outside the grid."""
        count = 1 << zoom if 0 <= zoom <= self.max_zoom else 0
        if not (0 <= row < count and 0 <= column < count):
            raise ValueError(f"no tile {zoom}/{row}/{column} in {self.name}")
        side = self.size / count
        west, north = self.origin[0] + column * side, self.origin[1] - row * side
        return west, north - side, west + side, north

    def tile(self, zoom: int, easting: float, northing: float) -> tuple[int, int]:
        """Row and column of the tile that holds a point."""
        side = self.size / (1 << zoom)
        return (
            int((self.origin[1] - northing) // side),
            int((easting - self.origin[0]) // side),
        )


# WebMercatorQuad of OGC 17-083r4, annex D: the square of 2π times 6,378,137 m.
HALF_WORLD = 20_037_508.342789244
WORLD = Grid("WebMercatorQuad", 3857, (-HALF_WORLD, HALF_WORLD), 2 * HALF_WORLD, 22, tile_size=256)
# In the middle of Poland a tile of that grid covers the ground of a PL1992 tile five zooms lower.
WORLD_AHEAD = 5


@cache
def grids() -> dict[str, Grid]:
    """All grids by name."""
    text = files(__package__).joinpath("grids.json").read_text(encoding="utf-8")
    return {
        name: Grid(name, each["srid"], tuple(each["origin"]), each["size"], each["maxZoom"], each["tileSize"])
        for name, each in json.loads(text).items()
    } | {WORLD.name: WORLD}
