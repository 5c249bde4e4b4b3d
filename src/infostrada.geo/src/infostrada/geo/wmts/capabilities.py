"""GetCapabilities of WMTS: the layers the asker may see, both grids, where tiles are by either encoding."""

from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.layers.sources import STORE
from infostrada.geo.services.answer import Answer
from infostrada.geo.tiles.grids import Grid
from infostrada.geo.tiles.grids import grids
from infostrada.geo.wfs.names import XLINK
from infostrada.geo.wms.asking import PIXEL
from infostrada.geo.wms.reading import shown_layers
from infostrada.geo.wms.reading import WmsLayer
from infostrada.geo.wmts.asking import DOCUMENT
from infostrada.geo.wmts.asking import ENDINGS
from infostrada.geo.wmts.asking import FORMATS
from infostrada.geo.wmts.asking import INFO_ENDINGS
from infostrada.geo.wmts.asking import STYLE
from infostrada.geo.wmts.asking import VERSION
from infostrada.geo.wmts.tiles import least_zoom
from infostrada.geo.wmts.tiles import limits
from lxml import etree
from lxml.builder import ElementMaker
from typing import Any
from urllib.parse import quote
from urllib.parse import urlencode
from zope.i18n import translate


SPACE = "http://www.opengis.net/wmts/1.0"
OWS_SPACE = "http://www.opengis.net/ows/1.1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{SPACE} http://schemas.opengis.net/wmts/1.0/wmtsGetCapabilities_response.xsd"
SPACES = {None: SPACE, "ows": OWS_SPACE, "xlink": XLINK, "xsi": XSI}
WMTS = ElementMaker(namespace=SPACE, nsmap=SPACES)
OWS = ElementMaker(namespace=OWS_SPACE, nsmap=SPACES)
HREF = f"{{{XLINK}}}href"
ADDRESS = "{TileMatrixSet}/{TileMatrix}/{TileRow}/{TileCol}"


def capabilities(root: Any, request: Any, url: str, principals: Principals) -> Answer:
    """The document."""
    title = str(translate(_("Spatial data of ${place}", mapping={"place": root.Title()}), context=request))
    made = WMTS.Capabilities(
        OWS.ServiceIdentification(
            OWS.Title(title),
            OWS.ServiceType("OGC WMTS"),
            OWS.ServiceTypeVersion(VERSION),
            OWS.Fees("none"),
            OWS.AccessConstraints("none"),
        ),
        OWS.ServiceProvider(OWS.ProviderName(root.Title()), OWS.ServiceContact()),
        OWS.OperationsMetadata(
            _operation("GetCapabilities", f"{url}?", f"{url}/{VERSION}/{DOCUMENT}"),
            _operation("GetTile", f"{url}?", f"{url}/"),
            _operation("GetFeatureInfo", f"{url}?", f"{url}/"),
        ),
        WMTS.Contents(
            *(_layer(each, url) for each in shown_layers(principals)),
            *(_grid(each) for each in grids().values()),
        ),
        WMTS.ServiceMetadataURL({HREF: f"{url}/{VERSION}/{DOCUMENT}"}),
        version=VERSION,
    )
    made.set(f"{{{XSI}}}schemaLocation", LOCATION)
    text = etree.tostring(made, xml_declaration=True, encoding="UTF-8")
    return Answer(text, "text/xml; charset=utf-8")


def _operation(name: str, pairs: str, address: str) -> Any:
    return OWS.Operation(
        OWS.DCP(OWS.HTTP(_encoding(pairs, "KVP"), _encoding(address, "RESTful"))),
        name=name,
    )


def _encoding(href: str, name: str) -> Any:
    allowed = OWS.AllowedValues(OWS.Value(name))
    return OWS.Get({HREF: href}, OWS.Constraint(allowed, name="GetEncoding"))


def _layer(layer: WmsLayer, url: str) -> Any:
    parts = [OWS.Title(layer.title or layer.name)]
    if layer.extent:
        west, south, east, north = box_from_store(layer.extent, Crs.CRS84)
        corners = OWS.LowerCorner(f"{west} {south}"), OWS.UpperCorner(f"{east} {north}")
        parts.append(OWS.WGS84BoundingBox(*corners))
    parts += [OWS.Identifier(layer.name), _style(layer, url.removesuffix("wmts") + "wms")]
    asked = INFO_ENDINGS if layer.kind == STORE else {}
    parts += [WMTS.Format(each) for each in FORMATS]
    parts += [WMTS.InfoFormat(each) for each in asked.values()]
    parts += [_link(layer, grid) for grid in grids().values()]
    here = f"{url}/{quote(layer.name)}/{STYLE}/{ADDRESS}"
    for media in FORMATS:
        ending = next(each for each, of in ENDINGS.items() if of == media)
        parts.append(_resource("tile", media, f"{here}.{ending}"))
    parts += [
        _resource("FeatureInfo", media, f"{here}/{{J}}/{{I}}.{ending}") for ending, media in asked.items()
    ]
    return WMTS.Layer(*parts)


def _resource(kind: str, media: str, template: str) -> Any:
    return WMTS.ResourceURL(format=media, resourceType=kind, template=template)


def _style(layer: WmsLayer, wms: str) -> Any:
    parts = [OWS.Identifier(STYLE)]
    if layer.kind != IMAGERY:
        given = {"SERVICE": "WMS", "VERSION": "1.3.0", "REQUEST": "GetLegendGraphic", "FORMAT": "image/png",
                 "LAYER": layer.name}  # fmt: skip
        parts.append(WMTS.LegendURL({HREF: f"{wms}?{urlencode(given)}"}, format="image/png"))
    return WMTS.Style(*parts, isDefault="true")


def _link(layer: WmsLayer, grid: Grid) -> Any:
    made = WMTS.TileMatrixSetLink(WMTS.TileMatrixSet(grid.name))
    first = least_zoom(layer, grid)
    if first is None or layer.extent is None:
        return made
    listed = WMTS.TileMatrixSetLimits()
    names = ("MinTileRow", "MaxTileRow", "MinTileCol", "MaxTileCol")
    for zoom in range(first, grid.max_zoom + 1):
        edges = limits(layer, grid, zoom) or ()
        numbers = [WMTS(name, str(edge)) for name, edge in zip(names, edges, strict=True)]
        listed.append(WMTS.TileMatrixLimits(WMTS.TileMatrix(str(zoom)), *numbers))
    made.append(listed)
    return made


def _grid(grid: Grid) -> Any:
    crs = Crs.PL1992 if grid.srid == Crs.PL1992.srid else Crs.WEB_MERCATOR
    west, north = grid.origin
    corner = f"{north} {west}" if crs.is_flipped else f"{west} {north}"
    return WMTS.TileMatrixSet(
        OWS.Identifier(grid.name),
        OWS.SupportedCRS(crs.urn),
        *(_matrix(grid, zoom, corner) for zoom in range(grid.max_zoom + 1)),
    )


def _matrix(grid: Grid, zoom: int, corner: str) -> Any:
    count, side = str(1 << zoom), str(grid.tile_size)
    return WMTS.TileMatrix(
        OWS.Identifier(str(zoom)),
        WMTS.ScaleDenominator(repr(grid.size / (1 << zoom) / grid.tile_size / PIXEL)),
        WMTS.TopLeftCorner(corner),
        WMTS.TileWidth(side),
        WMTS.TileHeight(side),
        WMTS.MatrixWidth(count),
        WMTS.MatrixHeight(count),
    )
