"""Cutting polygons by straight lines: the only geometry the synthetic parcels are made with."""

from shapely import LineString
from shapely import oriented_envelope
from shapely import Polygon
from shapely.geometry.base import BaseGeometry

import math


REACH = 20_000.0
SMALLEST = 40.0


def polygons(geometry: BaseGeometry, smallest: float = SMALLEST) -> list[Polygon]:
    """The polygons of a geometry that are at least `smallest` square metres big."""
    parts = getattr(geometry, "geoms", [geometry])
    return [p for p in parts if isinstance(p, Polygon) and p.area >= smallest]


def long_axis(cell: Polygon) -> tuple[tuple[float, float], float, float, float]:
    """Start corner, direction (radians), length and width of the cell's tightest rectangle."""
    ring = list(oriented_envelope(cell).exterior.coords)
    first, second = math.dist(ring[0], ring[1]), math.dist(ring[1], ring[2])
    a, b = (ring[0], ring[1]) if first >= second else (ring[1], ring[2])
    return a, math.atan2(b[1] - a[1], b[0] - a[0]), max(first, second), min(first, second)


def strip(point: tuple[float, float], angle: float, width: float) -> Polygon:
    """An endless strip of the given width along a line through the point."""
    return LineString([_along(point, angle, -REACH), _along(point, angle, REACH)]).buffer(
        width / 2, cap_style="flat"
    )


def cut(
    cell: Polygon, point: tuple[float, float], angle: float, gap: float = 0.0
) -> tuple[list[Polygon], list[Polygon]]:
    """Cut along a line; returns the parts beside the line and, with a gap, the parts within it."""
    side = angle + math.pi / 2
    parts = []
    for sign in (1, -1):
        near = _along(point, side, sign * gap / 2)
        far = _along(near, side, sign * REACH)
        half = Polygon([_along(p, angle, r) for p, r in _corners(near, far)])
        parts.extend(polygons(cell.intersection(half)))
    middle = polygons(cell.intersection(strip(point, angle, gap))) if gap else []
    return parts, middle


def point_on_axis(cell: Polygon, share: float) -> tuple[tuple[float, float], float]:
    """A point at the given share of the long axis, and the direction across that axis."""
    corner, angle, length, _width = long_axis(cell)
    return _along(corner, angle, length * share), angle + math.pi / 2


def _along(point: tuple[float, float], angle: float, distance: float) -> tuple[float, float]:
    return (point[0] + distance * math.cos(angle), point[1] + distance * math.sin(angle))


def _corners(near: tuple[float, float], far: tuple[float, float]) -> tuple:
    return ((near, -REACH), (near, REACH), (far, REACH), (far, -REACH))
