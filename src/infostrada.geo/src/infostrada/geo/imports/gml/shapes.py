"""GML geometry elements (3.2.1, 3.1.1 and the `coordinates` of 2) as WKB in easting, northing.

Nothing is repaired: an open ring, a ring of fewer than four points, a gap between the pieces of a
ring and whatever the reader does not know raise `ShapeFault`.
"""

from functools import lru_cache
from infostrada.geo.imports.gml import arcs
from infostrada.geo.imports.gml.srs import is_latitude_first
from infostrada.geo.imports.gml.srs import System
from infostrada.geo.imports.gml.srs import system_named
from infostrada.geo.imports.gml.srs import UnknownSystem
from infostrada.geo.imports.gml.wkb import Parts
from infostrada.geo.imports.gml.wkb import Path
from typing import Any

import math


WRAPPERS = frozenset(
    [
        "MultiPoint",
        "MultiCurve",
        "MultiLineString",
        "MultiSurface",
        "MultiPolygon",
        "MultiGeometry",
        "CompositeSurface",
        "Surface",
        "PolyhedralSurface",
        "patches",
        "polygonPatches",
        "pointMember",
        "pointMembers",
        "curveMember",
        "curveMembers",
        "lineStringMember",
        "surfaceMember",
        "surfaceMembers",
        "polygonMember",
        "geometryMember",
        "geometryMembers",
    ]
)
POLYGONS = frozenset({"Polygon", "PolygonPatch", "Rectangle", "Triangle"})
CURVES = frozenset({"LineString", "Curve", "CompositeCurve", "OrientableCurve"})
SHAPES = WRAPPERS | POLYGONS | CURVES | {"Point"}
# Not said anywhere: numbers around the angles' zero direction differ between vendors.
AMBIGUOUS = frozenset({"ArcByCenterPoint", "ArcByBulge", "ArcStringByBulge"})
MEASURES = frozenset({"metadata", "name", "description", "identifier", "descriptionReference"})


class ShapeFault(ValueError):
    """A geometry that is refused: a machine word and the place in the file's own coordinates."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail
        super().__init__(f"{reason}: {detail}")


def local(element: Any) -> str:
    """Name of an element without its namespace; empty for comments."""
    return _local(element.tag)


@lru_cache(4096)
def _local(tag: Any) -> str:
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def shape_of(element: Any, default: str = "") -> tuple[int, bytes]:
    """SRID and WKB (easting, northing) of a geometry element; ShapeFault.

    `default` is the `srsName` of the collection, used when the geometry has none of its own.
    """
    reading = _Reading(_system(element, default), int(element.get("srsDimension") or 0))
    reading.collect(element)
    try:
        return reading.system.srid, reading.parts.as_wkb()
    except ValueError as error:
        raise ShapeFault("empty_geometry") from error


def _system(element: Any, default: str) -> System:
    """Parts repeat the system of the whole; a whole without one takes its first part's."""
    name = element.get("srsName") or next(
        (name for part in element.iter() if (name := part.get("srsName"))), default
    )
    if not name:
        raise ShapeFault("crs_missing")
    try:
        return system_named(name)
    except UnknownSystem as error:
        raise ShapeFault("crs_unknown", name[:200]) from error


class _Reading:
    """One geometry being read."""

    def __init__(self, system: System, dimension: int) -> None:
        self.system = system
        self.dimension = dimension
        self.parts = Parts()
        self.tolerance = arcs.TOLERANCE_DEGREES if system.degrees else arcs.TOLERANCE

    def collect(self, element: Any) -> None:
        """Add the pieces of an element and of what it wraps."""
        name = local(element)
        if name == "Point":
            self.parts.points.append(self._positions(element)[:2])
        elif name in CURVES:
            self.parts.lines.append(self._curve(element))
        elif name in POLYGONS:
            self.parts.polygons.append(self._polygon(element))
        elif name in WRAPPERS:
            self._check_system(element)
            for child in element:
                if local(child) not in MEASURES:
                    self.collect(child)
        elif name:
            raise ShapeFault("unsupported_geometry", name)

    def _check_system(self, element: Any) -> None:
        for part in element:
            name = part.get("srsName") if isinstance(part.tag, str) else None
            if name and _srid(name) != self.system.srid:
                raise ShapeFault("crs_mixed", name[:200])

    def _polygon(self, element: Any) -> list[Path]:
        rings: list[Path] = []
        for child in element:
            name = local(child)
            if name in ("exterior", "outerBoundaryIs"):
                rings.insert(0, self._ring(child))
            elif name in ("interior", "innerBoundaryIs"):
                rings.append(self._ring(child))
        if not rings:
            raise ShapeFault("empty_geometry")
        return rings

    def _ring(self, holder: Any) -> Path:
        ring = next((child for child in holder if local(child)), None)
        if ring is None:
            raise ShapeFault("empty_geometry")
        path = self._positions(ring) if local(ring) == "LinearRing" else self._joined(ring, "ring_gap")
        if len(path) < 8:
            raise ShapeFault("ring_short", self._place(path))
        if path[:2] != path[-2:]:
            raise ShapeFault("ring_open", f"{self._place(path)} … {self._place(path[-2:])}")
        return path

    def _curve(self, element: Any) -> Path:
        name = local(element)
        if name == "LineString":
            path = self._positions(element)
        elif name == "Curve":
            segments = next((child for child in element if local(child) == "segments"), ())
            path = self._chained([self._segment(segment) for segment in segments if local(segment)])
        elif name == "OrientableCurve":
            path = self._curve(self._only(element))
            if element.get("orientation") == "-":
                path = _reversed(path)
        else:
            path = self._joined(element, "curve_gap")
        if len(path) < 4:
            raise ShapeFault("line_short", self._place(path))
        return path

    def _only(self, element: Any) -> Any:
        for child in element:
            for inner in child:
                if local(inner) in CURVES:
                    return inner
        raise ShapeFault("empty_geometry")

    def _joined(self, holder: Any, fault: str) -> Path:
        """The curves of a `Ring` or `CompositeCurve`, one after another."""
        pieces = [
            self._curve(curve)
            for member in holder
            if local(member) in ("curveMember", "curveMembers")
            for curve in member
            if local(curve)
        ]
        return self._chained(pieces, fault)

    def _chained(self, pieces: list[Path], fault: str = "curve_gap") -> Path:
        if not pieces:
            raise ShapeFault("empty_geometry")
        path = list(pieces[0])
        for piece in pieces[1:]:
            if piece[:2] != path[-2:]:
                raise ShapeFault(fault, self._place(path[-2:]))
            path += piece[2:]
        return path

    def _segment(self, segment: Any) -> Path:
        name = local(segment)
        if name in ("LineStringSegment", "GeodesicString", "Geodesic"):
            return self._positions(segment)
        if name in AMBIGUOUS or name not in ("Arc", "ArcString", "Circle", "CircleByCenterPoint"):
            raise ShapeFault("unsupported_curve", name)
        points = self._positions(segment)
        try:
            if name == "CircleByCenterPoint":
                east, north = points[:2]
                return arcs.circle_around(east, north, self._radius(segment), self.tolerance)
            if name == "Circle":
                return arcs.circle(points[:6], self.tolerance)
            return arcs.arc_string(points, self.tolerance)
        except (ValueError, TypeError) as error:
            raise ShapeFault("arc_points", self._place(points)) from error

    def _radius(self, segment: Any) -> float:
        for child in segment:
            if local(child) == "radius":
                return float(child.text or "")
        raise ValueError("radius")

    def _positions(self, element: Any) -> Path:
        """The coordinates of an element's own position children, put into easting, northing."""
        found: Path = []
        for child in element:
            name = local(child)
            if name == "posList":
                found += self._ordered(_numbers(child.text), self._dimension_of(child, element))
            elif name == "pos":
                numbers = _numbers(child.text)
                found += self._ordered(numbers, len(numbers))
            elif name == "coordinates":
                found += self._tuples(child)
            elif name in ("pointProperty", "pointRep"):
                for point in child:
                    found += self._positions(point)
        if not found:
            raise ShapeFault("empty_geometry")
        return found

    def _dimension_of(self, child: Any, parent: Any) -> int:
        given = child.get("srsDimension") or parent.get("srsDimension")
        return int(given) if given else self.dimension or 2

    def _tuples(self, element: Any) -> Path:
        decimal, comma, space = (
            element.get(name) or default for name, default in (("decimal", "."), ("cs", ","), ("ts", " "))
        )
        texts = (element.text or "").split(None if space == " " else space)
        found: Path = []
        for text in texts:
            numbers = _numbers(" ".join(part.replace(decimal, ".") for part in text.split(comma)))
            found += self._ordered(numbers, len(numbers))
        return found

    def _ordered(self, numbers: list[float], dimension: int) -> Path:
        if not numbers:
            raise ShapeFault("empty_geometry")
        if dimension not in (2, 3) or len(numbers) % dimension:
            raise ShapeFault("coordinate_count", str(len(numbers)))
        first, second = numbers[0::dimension], numbers[1::dimension]
        swapped = self.system.swapped
        if self.system.degrees:
            swapped = is_latitude_first(first[0], second[0], swapped)
        path = [0.0] * (2 * len(first))
        path[0::2], path[1::2] = (second, first) if swapped else (first, second)
        return path

    def _place(self, path: Path) -> str:
        """A point as people read it: easting (or longitude), northing (or latitude)."""
        digits = 7 if self.system.degrees else 2
        return f"{path[0]:.{digits}f} {path[1]:.{digits}f}" if len(path) > 1 else ""


def _numbers(text: str | None) -> list[float]:
    try:
        numbers = list(map(float, (text or "").split()))
    except ValueError as error:
        raise ShapeFault("not_a_number", str(error)[:120]) from error
    if not math.isfinite(sum(numbers)):
        raise ShapeFault("not_a_number")
    return numbers


def _reversed(path: Path) -> Path:
    turned = path[::-1]
    turned[0::2], turned[1::2] = turned[1::2], turned[0::2]
    return turned


def _srid(name: str) -> int | None:
    try:
        return system_named(name).srid
    except UnknownSystem:
        return None
