"""GetCapabilities of both versions: the layers the asker may see, and nothing of the others."""

from collections.abc import Iterable
from infostrada.core.record.access import Principals
from infostrada.geo import _
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import box_from_store
from infostrada.geo.layers.sources import STORE
from infostrada.geo.services.answer import Answer
from infostrada.geo.wms.asking import FORMATS
from infostrada.geo.wms.asking import INFO_FORMATS
from infostrada.geo.wms.asking import MOST_LAYERS
from infostrada.geo.wms.asking import MOST_PIXELS
from infostrada.geo.wms.asking import PIXEL
from infostrada.geo.wms.asking import SYSTEMS
from infostrada.geo.wms.reading import shown_layers
from infostrada.geo.wms.reading import WmsLayer
from lxml import etree
from lxml.builder import ElementMaker
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate

import math


WMS = "http://www.opengis.net/wms"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
LOCATION = f"{WMS} http://schemas.opengis.net/wms/1.3.0/capabilities_1_3_0.xsd"
DOCTYPE = (
    '<!DOCTYPE WMT_MS_Capabilities SYSTEM "http://schemas.opengis.net/wms/1.1.1/WMS_MS_Capabilities.dtd">'
)
MEDIA = {"1.3.0": "text/xml; charset=utf-8", "1.1.1": "application/vnd.ogc.wms_xml; charset=utf-8"}
EXCEPTIONS = {"1.3.0": "XML", "1.1.1": "application/vnd.ogc.se_xml"}


def capabilities(root: Any, request: Any, url: str, version: str, principals: Principals) -> Answer:
    """The document of a version."""
    title = str(translate(_("Spatial data of ${place}", mapping={"place": root.Title()}), context=request))
    text = Document(version, url).made(title, shown_layers(principals))
    return Answer(text, MEDIA[version])


class Document:
    """Builds the document; the versions differ in names, order and the axes of boxes."""

    def __init__(self, version: str, url: str) -> None:
        self.version, self.url = version, url
        self.new = version == "1.3.0"
        spaces = {None: WMS, "xlink": XLINK, "xsi": XSI} if self.new else {}
        self.make = ElementMaker(namespace=WMS if self.new else None, nsmap=spaces)

    def made(self, title: str, layers: list[WmsLayer]) -> bytes:
        """The text."""
        make = self.make
        root = make(
            "WMS_Capabilities" if self.new else "WMT_MS_Capabilities",
            self._service(title),
            make("Capability", self._requests(), make("Exception", make("Format", EXCEPTIONS[self.version])),
                 self._layers(title, layers)),
            version=self.version,
        )  # fmt: skip
        if self.new:
            root.set(f"{{{XSI}}}schemaLocation", LOCATION)
        doctype = None if self.new else DOCTYPE
        text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", doctype=doctype)
        return text

    def _service(self, title: str) -> Any:
        make = self.make
        parts = [make("Name", "WMS" if self.new else "OGC:WMS"), make("Title", title), self._online(self.url)]
        parts += [make("Fees", "none"), make("AccessConstraints", "none")]
        if self.new:
            limits = {"LayerLimit": MOST_LAYERS, "MaxWidth": MOST_PIXELS, "MaxHeight": MOST_PIXELS}
            parts += [make(name, str(most)) for name, most in limits.items()]
        return make("Service", *parts)

    def _requests(self) -> Any:
        legend = "GetLegendGraphic"
        asked = [
            ("GetCapabilities", [MEDIA[self.version].partition(";")[0]]),
            ("GetMap", FORMATS),
            ("GetFeatureInfo", INFO_FORMATS),
        ]
        if not self.new:
            asked.append((legend, ["image/png"]))
        return self.make("Request", *(self._operation(name, formats) for name, formats in asked))

    def _operation(self, name: str, formats: Iterable[str]) -> Any:
        make = self.make
        get = make("Get", self._online(f"{self.url}?"))
        return make(name, *(make("Format", each) for each in formats), make("DCPType", make("HTTP", get)))

    def _layers(self, title: str, layers: list[WmsLayer]) -> Any:
        make = self.make
        systems = [make("CRS" if self.new else "SRS", name) for name in self._systems()]
        boxes = [each.extent for each in layers if each.extent]
        around = self._boxes(_union(boxes)) if boxes else []
        return make("Layer", make("Title", title), *systems, *around, *map(self._layer, layers))

    def _systems(self) -> list[str]:
        return ["CRS:84", *SYSTEMS] if self.new else list(SYSTEMS)

    def _layer(self, layer: WmsLayer) -> Any:
        make = self.make
        parts = [make("Name", layer.name), make("Title", layer.title or layer.name)]
        parts += self._boxes(layer.extent) if layer.extent else []
        if layer.source:
            parts.append(make("Attribution", make("Title", layer.source)))
        stored = layer.kind == STORE
        if stored:
            parts.append(self._style(layer))
            parts.append(self._scale(layer))
        return make("Layer", *parts, queryable=str(int(stored)), opaque="0")

    def _style(self, layer: WmsLayer) -> Any:
        make = self.make
        given = {"SERVICE": "WMS", "VERSION": self.version, "REQUEST": "GetLegendGraphic", "FORMAT": "image/png",
                 "LAYER": layer.name}  # fmt: skip
        height = 21 * max(1, len(layer.rules))
        legend = make("LegendURL", make("Format", "image/png"), self._online(f"{self.url}?{urlencode(given)}"),
                      width="200", height=str(height))  # fmt: skip
        return make("Style", make("Name", "default"), make("Title", "default"), legend)

    def _scale(self, layer: WmsLayer) -> Any:
        """1.1.1 tells it as the diagonal of a pixel in metres (01-068r3, 7.1.4.5.8)."""
        if self.new:
            return self.make("MaxScaleDenominator", f"{layer.farthest:.0f}")
        return self.make("ScaleHint", min="0", max=f"{layer.farthest * PIXEL * math.sqrt(2):.4f}")

    def _boxes(self, extent: list[float]) -> list[Any]:
        """The box in degrees and in EPSG:2180, 4326 and 3857, axes by the version."""
        make = self.make
        west, south, east, north = box_from_store(extent, Crs.CRS84)
        edges = {"minx": west, "miny": south, "maxx": east, "maxy": north}
        if self.new:
            names = ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude")
            parts = [
                make(name, str(edge)) for name, edge in zip(names, (west, east, south, north), strict=True)
            ]
            found = [make("EX_GeographicBoundingBox", *parts)]
        else:
            found = [make("LatLonBoundingBox", **{name: str(edge) for name, edge in edges.items()})]
        for name in ("EPSG:2180", "EPSG:4326", "EPSG:3857"):
            crs = SYSTEMS[name]
            box = box_from_store(extent, crs)
            if crs.is_flipped and not self.new:
                box = [box[1], box[0], box[3], box[2]]
            attributes = {each: str(edge) for each, edge in zip(edges, box, strict=True)}
            found.append(make("BoundingBox", **{"CRS" if self.new else "SRS": name}, **attributes))
        return found

    def _online(self, url: str) -> Any:
        """The document type of 1.1.1 lets this element alone declare the namespace of links."""
        name = f"{{{WMS}}}OnlineResource" if self.new else "OnlineResource"
        given = {f"{{{XLINK}}}type": "simple", f"{{{XLINK}}}href": url}
        return etree.Element(name, given, nsmap={"xlink": XLINK})


def _union(boxes: list[list[float]]) -> list[float]:
    west, south, east, north = zip(*boxes, strict=True)
    return [min(west), min(south), max(east), max(north)]
