"""Grids and tilesets: OGC API Tiles (20-057), Two Dimensional Tile Matrix Set 2.0 (17-083r4), TileJSON 3."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.attributes import described
from infostrada.geo.features.catalogue import facts
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import EPSG
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.ogcapi.links import JSON
from infostrada.geo.ogcapi.links import link
from infostrada.geo.ogcapi.links import MVT
from infostrada.geo.ogcapi.links import REL
from infostrada.geo.ogcapi.links import selves
from infostrada.geo.tiles.grids import Grid
from infostrada.geo.tiles.grids import grids
from typing import Any


# The side of a pixel that scales are counted with (17-083r4, 6.1.1), in metres.
PIXEL = 0.00028
WELL_KNOWN = {"WebMercatorQuad": "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"}
FIELDS = {"number": "Number", "boolean": "Boolean"}


def matrix_sets(base: str) -> dict[str, Any]:
    """The grids tiles are cut in."""
    listed = [
        {"id": name, "title": name, "crs": f"{EPSG}{grid.srid}", "links": [_scheme(base, name)]}
        for name, grid in grids().items()
    ]
    return {"tileMatrixSets": listed, "links": selves(f"{base}/tileMatrixSets")}


def matrix_set(base: str, name: str) -> dict[str, Any]:
    """One grid; NotFound for an unknown one. Origins stand in the axis order of the grid's system."""
    grid = _grid(name)
    is_north_first = grid.srid == 2180
    return {
        "id": name,
        "title": name,
        "uri": WELL_KNOWN.get(name, f"{base}/tileMatrixSets/{name}"),
        "crs": f"{EPSG}{grid.srid}",
        "orderedAxes": ["x", "y"] if is_north_first else ["X", "Y"],
        "tileMatrices": [_matrix(grid, zoom, is_north_first) for zoom in range(grid.max_zoom + 1)],
        "links": selves(f"{base}/tileMatrixSets/{name}"),
    }


def tilesets(base: str, layer: str, principals: Principals) -> dict[str, Any]:
    """The tilesets of a layer, one for each grid."""
    found = facts(layer, principals)
    here = f"{base}/collections/{layer}/tiles"
    return {
        "links": selves(here),
        "tilesets": [_tileset(base, found, name) for name in grids()],
    }


def tileset(base: str, layer: str, name: str, principals: Principals) -> dict[str, Any]:
    """One tileset with what its tiles hold."""
    found = facts(layer, principals)
    attributes = described(layer, principals).attributes
    properties = {each: {"type": sorted(kinds)[0]} for each, kinds in attributes.items()}
    schema = {"type": "object", "properties": {"business_id": {"type": "string"}, **properties}}
    layers = [{"id": layer, "title": found.title, "dataType": "vector", "propertiesSchema": schema}]
    return {**_tileset(base, found, name), "layers": layers}


def tilejson(base: str, layer: str, name: str, principals: Principals) -> dict[str, Any]:
    """TileJSON of a layer; it knows the grid of the world only."""
    if _grid(name).srid != 3857:
        message = _("TileJSON describes tiles of WebMercatorQuad only.")
        raise BadRequest(message, field="f", reason="unknown_format")
    found = facts(layer, principals)
    attributes = described(layer, principals).attributes
    fields = {each: FIELDS.get("".join(kinds), "String") for each, kinds in attributes.items()}
    return {
        "tilejson": "3.0.0",
        "name": found.title,
        "attribution": found.source,
        "scheme": "xyz",
        "tiles": [f"{base}/collections/{layer}/tiles/{name}/{{z}}/{{y}}/{{x}}.mvt"],
        "minzoom": _least_zoom(found, _grid(name)),
        "maxzoom": _grid(name).max_zoom,
        **({"bounds": box_from_store(found.extent, Crs.CRS84)} if found.extent else {}),
        "vector_layers": [{"id": layer, "fields": {"business_id": "String", **fields}}],
    }


def _tileset(base: str, layer: LayerFacts, name: str) -> dict[str, Any]:
    grid = _grid(name)
    here = f"{base}/collections/{layer.layer}/tiles/{name}"
    address = f"{here}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}"
    more = [link("describedby", f"{here}?f=tilejson", JSON, "TileJSON")] if grid.srid == 3857 else []
    return {
        "title": layer.title,
        "dataType": "vector",
        "crs": f"{EPSG}{grid.srid}",
        "tileMatrixSetURI": WELL_KNOWN.get(name, f"{base}/tileMatrixSets/{name}"),
        "tileMatrixSetLimits": _limits(layer, grid),
        "links": [
            *selves(here),
            _scheme(base, name),
            link("item", address, MVT, templated=True),
            link(f"{REL}geodata", f"{base}/collections/{layer.layer}", JSON),
            *more,
        ],
    }


def _limits(layer: LayerFacts, grid: Grid) -> list[dict[str, Any]]:
    """The tiles that hold features, from the zoom on that the layer is shown from."""
    if layer.extent is None:
        return []
    extent = layer.extent if grid.srid == 2180 else box_from_store(layer.extent, Crs.WEB_MERCATOR)
    limits = []
    for zoom in range(_least_zoom(layer, grid), grid.max_zoom + 1):
        (top, left), (bottom, right) = (
            grid.tile(zoom, extent[0], extent[3]),
            grid.tile(zoom, extent[2], extent[1]),
        )
        limits.append(
            {
                "tileMatrix": str(zoom),
                "minTileRow": max(top, 0),
                "maxTileRow": max(bottom, 0),
                "minTileCol": max(left, 0),
                "maxTileCol": max(right, 0),
            }
        )
    return limits


def _least_zoom(layer: LayerFacts, grid: Grid) -> int:
    return min(layer.min_zoom + grid.ahead, grid.max_zoom)


def _matrix(grid: Grid, zoom: int, is_north_first: bool) -> dict[str, Any]:
    cell = grid.size / (1 << zoom) / grid.tile_size
    west, north = grid.origin
    return {
        "id": str(zoom),
        "scaleDenominator": cell / PIXEL,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [north, west] if is_north_first else [west, north],
        "tileWidth": grid.tile_size,
        "tileHeight": grid.tile_size,
        "matrixWidth": 1 << zoom,
        "matrixHeight": 1 << zoom,
    }


def _scheme(base: str, name: str) -> dict[str, Any]:
    return link(f"{REL}tiling-scheme", f"{base}/tileMatrixSets/{name}", JSON)


def _grid(name: str) -> Grid:
    try:
        return grids()[name]
    except KeyError as error:
        raise NotFound(
            _("There is no such tile grid."), field="tileMatrixSetId", reason="unknown_grid"
        ) from error
