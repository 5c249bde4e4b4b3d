"""GetFeatureInfo of WMTS: what lies at a pixel of a tile, from the statements WMS asks."""

from infostrada.core.record.access import Principals
from infostrada.geo.features.crs import Box
from infostrada.geo.layers.sources import STORE
from infostrada.geo.services.answer import Answer
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wms.asking import MOST_INFO
from infostrada.geo.wms.information import information
from infostrada.geo.wms.information import TOLERANCE
from infostrada.geo.wmts.asking import Pixel
from infostrada.geo.wmts.tiles import is_near
from infostrada.geo.wmts.tiles import layer_of


def get_information(pixel: Pixel, principals: Principals) -> Answer:
    """The features at the pixel; none at a zoom from which the layer is not drawn."""
    layer = layer_of(pixel.tile, principals)
    if layer.kind != STORE:
        raise invalid("infoformat", pixel.format)
    shown = [layer] if is_near(layer, pixel.tile.grid, pixel.tile.zoom) else []
    return information(shown, ground(pixel), MOST_INFO, pixel.format, principals)


def ground(pixel: Pixel) -> Box:
    """The ground of the pixel and of its neighbours, in the system of the grid."""
    grid = pixel.tile.grid
    west, _south, _east, north = grid.bounds(pixel.tile.zoom, pixel.tile.row, pixel.tile.column)
    size = grid.size / (1 << pixel.tile.zoom) / grid.tile_size
    x, y = west + (pixel.column + 0.5) * size, north - (pixel.row + 0.5) * size
    reach = (TOLERANCE + 0.5) * size
    return Box(west=x - reach, south=y - reach, east=x + reach, north=y + reach, srid=grid.srid)
