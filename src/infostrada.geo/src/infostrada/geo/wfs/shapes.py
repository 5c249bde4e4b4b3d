"""Shapes of GML 3.2 in filters, as the CQL2 tree wants them: GeoJSON in EPSG:2180, northing first."""

from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import from_store
from infostrada.geo.features.moving import to_store
from infostrada.geo.wfs.faults import invalid
from infostrada.geo.wfs.names import GML
from infostrada.geo.wfs.names import srs_named
from infostrada.geo.wfs.names import SrsName
from lxml import etree
from typing import Any

import json
import math
import shapely


MOST_NUMBERS = 20_000
PARTS = {"MultiSurface": "surfaceMember", "MultiCurve": "curveMember", "MultiPoint": "pointMember"}


def node_of(element: Any, default: SrsName) -> dict[str, Any]:
    """The tree's node of a GML shape; its system is the nearest `srsName`."""
    srs = srs_named(element.get("srsName")) if element.get("srsName") else default
    return stored_node(_shape(element), srs)


def stored_node(shape: shapely.Geometry, srs: SrsName) -> dict[str, Any]:
    """A shape in a named system as GeoJSON of EPSG:2180 in that system's axis order."""
    if srs.crs.is_flipped and srs.is_easting_first:
        shape = shapely.transform(shape, lambda points: points[:, ::-1])
    moved = from_store(to_store(shape, srs.crs, clip=True), Crs.PL1992)
    node: dict[str, Any] = json.loads(shapely.to_geojson(moved))
    return node


def _shape(element: Any) -> shapely.Geometry:
    name = etree.QName(element)
    if name.namespace != GML:
        raise invalid("filter", str(name.localname)[:40])
    try:
        return _made(element, name.localname)
    except (ValueError, IndexError, shapely.errors.GEOSException) as error:
        raise invalid("filter", name.localname[:40]) from error


def _made(element: Any, name: str) -> shapely.Geometry:
    match name:
        case "Envelope":
            (a, b), (c, d) = (_points(element, corner)[0] for corner in ("lowerCorner", "upperCorner"))
            return shapely.box(a, b, c, d)
        case "Point":
            return shapely.Point(_points(element, "pos")[0])
        case "LineString":
            return shapely.LineString(_points(element, "posList"))
        case "Polygon":
            outer = _rings(element, "exterior")
            return shapely.Polygon(outer[0], _rings(element, "interior"))
        case "MultiSurface" | "MultiCurve" | "MultiPoint":
            members = element.findall(f"{{{GML}}}{PARTS[name]}")
            return shapely.union_all([_shape(member[0]) for member in members])
    raise ValueError(name)


def _rings(element: Any, side: str) -> list[list[tuple[float, float]]]:
    return [_points(ring, "posList") for ring in element.findall(f"{{{GML}}}{side}/{{{GML}}}LinearRing")]


def _points(element: Any, name: str) -> list[tuple[float, float]]:
    """Pairs of coordinates; OwsProblem when there are too many."""
    text = element.findtext(f"{{{GML}}}{name}")
    if text is None:
        text = " ".join(each.text or "" for each in element.findall(f"{{{GML}}}pos"))
    numbers = [float(part) for part in text.split()]
    if len(numbers) > MOST_NUMBERS or not all(map(math.isfinite, numbers)):
        raise ValueError(name)
    return list(zip(numbers[::2], numbers[1::2], strict=True))
