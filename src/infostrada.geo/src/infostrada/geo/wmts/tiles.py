"""GetTile: a sheet of several tiles is drawn at once, cut, and kept until the layer changes.

MapServer takes longer to start than to draw a tile. A reader of a map asks for neighbours anyway, and a name
drawn on a sheet is not cut at every tile's edge. Who may see the layer is asked for every tile.
"""

from functools import cache
from infostrada.core.record.access import Principals
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.services.answer import Answer
from infostrada.geo.tiles.grids import Grid
from infostrada.geo.tiles.keeping import Kept
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wms.asking import Picture
from infostrada.geo.wms.drawing import painted
from infostrada.geo.wms.drawing import revision_of
from infostrada.geo.wms.reading import shown_layers
from infostrada.geo.wms.reading import WmsLayer
from infostrada.geo.wmts.asking import Tile
from infostrada.geo.wmts.turns import Turns
from io import BytesIO
from PIL import Image


# The side of what is drawn at once, in pixels.
SHEET = 1024
JPEG_QUALITY = 85

# Tiles by process; their revision is part of their name.
_kept = Kept(most_bytes=32 * 2**20)
_turns = Turns()


def get_tile(tile: Tile, known: str | None, principals: Principals) -> Answer:
    """The tile, or word that the asker's one is current; OwsProblem for a layer that may not be seen."""
    layer = layer_of(tile, principals)
    revision = revision_of([layer], _sheet(tile, layer)[0])
    if known == revision:
        return Answer(b"", tile.format, revision=revision, public=layer.public, unchanged=True)
    body = _picture(tile, layer, revision, principals) if _holds(layer, tile) else _blank(tile)
    return Answer(body, tile.format, revision=revision, public=layer.public)


def layer_of(tile: Tile, principals: Principals) -> WmsLayer:
    """The layer of a tile; OwsProblem for one that may not be seen."""
    layer = next((each for each in shown_layers(principals) if each.name == tile.layer), None)
    if layer is None:
        raise invalid("layer", tile.layer[:80])
    return layer


def least_zoom(layer: WmsLayer, grid: Grid) -> int | None:
    """The zoom a layer is shown from in a grid, None for never."""
    return next((zoom for zoom in range(grid.max_zoom + 1) if is_near(layer, grid, zoom)), None)


def limits(layer: WmsLayer, grid: Grid, zoom: int) -> tuple[int, int, int, int] | None:
    """First and last row, first and last column of the tiles that hold something; None where nothing is known."""
    if layer.extent is None:
        return None
    west, south, east, north = (
        layer.extent if grid.srid == 2180 else box_from_store(layer.extent, Crs.WEB_MERCATOR)
    )
    (top, left), (bottom, right) = grid.tile(zoom, west, north), grid.tile(zoom, east, south)
    last = (1 << zoom) - 1
    first_row, last_row, first_column, last_column = (
        min(max(each, 0), last) for each in (top, bottom, left, right)
    )
    return first_row, last_row, first_column, last_column


def is_near(layer: WmsLayer, grid: Grid, zoom: int) -> bool:
    """Is the layer drawn at this zoom?"""
    return layer.kind == IMAGERY or grid.size / (1 << zoom) / grid.tile_size <= layer.coarsest


def _holds(layer: WmsLayer, tile: Tile) -> bool:
    """Can there be anything on the tile? What reaches over the edge of its neighbour counts."""
    if not is_near(layer, tile.grid, tile.zoom):
        return False
    edges = limits(layer, tile.grid, tile.zoom)
    return edges is None or (
        edges[0] - 1 <= tile.row <= edges[1] + 1 and edges[2] - 1 <= tile.column <= edges[3] + 1
    )


def _picture(tile: Tile, layer: WmsLayer, revision: str, principals: Principals) -> bytes:
    picture, row, column, count = _sheet(tile, layer)

    def named(down: int, across: int) -> str:
        return f"{revision}/{row + down}/{column + across}"

    wanted = named(tile.row - row, tile.column - column)
    with _turns.of(revision):
        found: bytes | None = _kept.get(wanted)
        if found is not None:
            return found
        side = tile.grid.tile_size
        with Image.open(BytesIO(painted([layer], picture, principals))) as sheet:
            for down in range(count):
                for across in range(count):
                    box = (across * side, down * side, (across + 1) * side, (down + 1) * side)
                    made = _encoded(sheet.crop(box), tile.format)
                    _kept.put(named(down, across), made, len(made))
                    if named(down, across) == wanted:
                        found = made
    assert found is not None
    return found


def _sheet(tile: Tile, layer: WmsLayer) -> tuple[Picture, int, int, int]:
    """The sheet a tile lies on, the row and column of its first tile, how many tiles its side holds."""
    grid = tile.grid
    count = min(SHEET // grid.tile_size, 1 << tile.zoom)
    row, column = tile.row - tile.row % count, tile.column - tile.column % count
    west, _south, _east, north = grid.bounds(tile.zoom, row, column)
    _west, south, east, _north = grid.bounds(tile.zoom, row + count - 1, column + count - 1)
    picture = Picture(
        layers=(layer.name,),
        box=Box(west=west, south=south, east=east, north=north, srid=grid.srid),
        width=count * grid.tile_size,
        height=count * grid.tile_size,
        # Drawn without loss: what is cut out is compressed once.
        format="image/png",
        transparent=tile.format == "image/png",
        background="ffffff",
    )
    return picture, row, column, count


def _blank(tile: Tile) -> bytes:
    return _empty(tile.grid.tile_size, tile.format)


@cache
def _empty(side: int, media: str) -> bytes:
    return _encoded(Image.new("RGBA", (side, side), (255, 255, 255, 0)), media)


def _encoded(image: Image.Image, media: str) -> bytes:
    out = BytesIO()
    if media == "image/jpeg":
        image.convert("RGB").save(out, "JPEG", quality=JPEG_QUALITY)
    else:
        image.save(out, "PNG", compress_level=3)
    return out.getvalue()
