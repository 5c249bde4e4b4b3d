"""Arcs and circles as broken lines that stray from them by at most half a centimetre. Pure.

Registers give coordinates to the centimetre (Dz.U. 2021 poz. 1390, annex 1), so the error is below
what they hold. Paths are flat lists x0, y0, x1, y1, ... in easting, northing.
"""

import math


TOLERANCE = 0.005
# In degrees half a centimetre is about this much.
TOLERANCE_DEGREES = 5e-8
MOST_STEPS = 720


def arc(points: list[float], tolerance: float = TOLERANCE) -> list[float]:
    """The circular arc through three points; collinear points give the straight line."""
    ax, ay, bx, by, cx, cy = points
    centre = _centre(ax, ay, bx, by, cx, cy)
    if centre is None:
        return list(points)
    x, y = centre
    radius = math.hypot(ax - x, ay - y)
    start, middle, end = (math.atan2(py - y, px - x) for px, py in ((ax, ay), (bx, by), (cx, cy)))
    turn = 1 if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0 else -1
    path = [ax, ay]
    for first, last, px, py in ((start, middle, bx, by), (middle, end, cx, cy)):
        path += _between(x, y, radius, first, last, turn, tolerance)
        path += [px, py]
    return path


def arc_string(points: list[float], tolerance: float = TOLERANCE) -> list[float]:
    """Arcs one after another: an odd number of points, each arc begins where the last ended.

    Raises ValueError for another number of points.
    """
    if len(points) < 6 or (len(points) - 2) % 4:
        raise ValueError("arc_points")
    path = points[:2]
    for place in range(0, len(points) - 2, 4):
        path += arc(points[place : place + 6], tolerance)[2:]
    return path


def circle(points: list[float], tolerance: float = TOLERANCE) -> list[float]:
    """The whole circle through three points, closed; ValueError when they are collinear."""
    ax, ay, bx, by, cx, cy = points
    centre = _centre(ax, ay, bx, by, cx, cy)
    if centre is None:
        raise ValueError("arc_points")
    radius = math.hypot(ax - centre[0], ay - centre[1])
    turn = 1 if (bx - ax) * (cy - ay) - (by - ay) * (cx - ax) > 0 else -1
    return circle_around(*centre, radius, tolerance, math.atan2(ay - centre[1], ax - centre[0]), turn)


def circle_around(
    x: float, y: float, radius: float, tolerance: float = TOLERANCE, start: float = 0.0, turn: int = 1
) -> list[float]:
    """The circle around a centre, closed."""
    steps = max(8, _steps(radius, 2 * math.pi, tolerance))
    path = []
    for step in range(steps):
        angle = start + turn * 2 * math.pi * step / steps
        path += [x + radius * math.cos(angle), y + radius * math.sin(angle)]
    return path + path[:2]


def _between(
    x: float, y: float, radius: float, first: float, last: float, turn: int, tolerance: float
) -> list[float]:
    """Points of a circle strictly between two angles."""
    sweep = (last - first) * turn % (2 * math.pi)
    steps = _steps(radius, sweep, tolerance)
    path = []
    for step in range(1, steps):
        angle = first + turn * sweep * step / steps
        path += [x + radius * math.cos(angle), y + radius * math.sin(angle)]
    return path


def _steps(radius: float, sweep: float, tolerance: float) -> int:
    """How many chords keep the sagitta r(1 - cos(a/2)) within the tolerance."""
    if radius <= tolerance:
        return 1
    chord = 2 * math.acos(max(-1.0, 1 - tolerance / radius))
    return min(MOST_STEPS, max(1, math.ceil(sweep / chord)))


def _centre(ax: float, ay: float, bx: float, by: float, cx: float, cy: float) -> tuple[float, float] | None:
    bx, by, cx, cy = bx - ax, by - ay, cx - ax, cy - ay
    double = 2 * (bx * cy - by * cx)
    b2, c2 = bx * bx + by * by, cx * cx + cy * cy
    if abs(double) <= 1e-9 * max(b2, c2):
        return None
    return ax + (cy * b2 - by * c2) / double, ay + (bx * c2 - cx * b2) / double
