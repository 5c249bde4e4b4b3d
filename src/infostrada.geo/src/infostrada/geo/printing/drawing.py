"""Features drawn by their rules onto a page, in points of the page."""

from collections.abc import Callable
from collections.abc import Iterable
from infostrada.geo.features.crs import Box
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.reading import Sheet
from infostrada.geo.styles.presets import hex_of
from infostrada.geo.styles.rules import over_picture
from infostrada.geo.styles.rules import Rule
from reportlab.lib.colors import Color
from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas
from shapely.geometry.base import BaseGeometry
from typing import Any

import math
import shapely


PIXEL = 0.75 * 0.9
LABEL_SIZE = 6.5
LABELS_FROM = 4000
SIDES = {"square": 4, "diamond": 4, "triangle": 3, "star": 10, "cross": 8}


class Plotter:
    """Draws ground of EPSG:2180 into a rectangle of the page (points)."""

    def __init__(self, canvas: Canvas, box: Box, frame: tuple[float, float, float, float]) -> None:
        self.canvas = canvas
        self.box = box
        self.left, self.bottom, self.width, self.height = frame
        self.factor = self.width / (box.east - box.west)
        self.taken: list[tuple[float, float, float, float]] = []
        self.names: list[tuple[BaseGeometry, str]] = []

    def layer(self, sheet: Sheet, denominator: float, opacity: float = 1.0, on_picture: bool = False) -> None:
        """All features of a layer, perhaps over a photograph; their names wait for `draw_names`."""
        clip = shapely.box(self.box.west, self.box.south, self.box.east, self.box.north).buffer(
            20 / self.factor, join_style="mitre"
        )
        for geometry, attrs in sheet.features:
            rule = sheet.style.rule_for(attrs, denominator)
            if rule is None:
                continue
            seen = geometry if clip.contains(geometry) else shapely.make_valid(geometry).intersection(clip)
            self.feature(seen, over_picture(rule) if on_picture else rule, opacity)
            if rule.label and denominator < (rule.max_scale or LABELS_FROM):
                self.names.append((seen, str(attrs.get(rule.label) or "")))

    def draw_names(self) -> None:
        """The names of all layers, over all of them; those of the topmost layer come first."""
        for seen, text in reversed(self.names):
            self.name(seen, text)

    def feature(self, geometry: BaseGeometry, rule: Rule, opacity: float) -> None:
        """One feature by its rule."""
        for part in shapely.get_parts(geometry):
            if part.is_empty:
                continue
            if part.geom_type == "Point":
                self.sign(*self.place(part.x, part.y), rule, opacity)
            elif part.geom_type == "Polygon":
                self._areal(part, rule, opacity)
            elif part.geom_type == "LineString":
                self._set(rule, opacity)
                self.canvas.drawPath(
                    self._path([part.coords], close=False), stroke=int(bool(rule.stroke)), fill=0
                )
            else:
                self.feature(part, rule, opacity)

    def sign(self, x: float, y: float, rule: Rule, opacity: float = 1.0) -> None:
        """The sign of a point, around a place of the page."""
        self._set(rule, opacity)
        radius = rule.size * PIXEL
        look = {"stroke": int(bool(rule.stroke)), "fill": int(bool(rule.fill))}
        if rule.symbol not in SIDES:
            self.canvas.circle(x, y, radius, **look)
            return
        path = self.canvas.beginPath()
        for number, (dx, dy) in enumerate(outline(rule.symbol)):
            (path.lineTo if number else path.moveTo)(x + dx * radius, y + dy * radius)
        path.close()
        self.canvas.drawPath(path, **look)

    def name(self, geometry: BaseGeometry, text: str) -> None:
        """A name in the middle of its feature, unless another stands there already."""
        if not text or geometry.is_empty:
            return
        point = shapely.point_on_surface(geometry)
        x, y = self.place(point.x, point.y)
        half = self.canvas.stringWidth(text, BOLD, LABEL_SIZE) / 2 + 1
        own = (x - half, y - LABEL_SIZE / 2, x + half, y + LABEL_SIZE / 2)
        inside = own[0] > self.left and own[2] < self.left + self.width
        if not inside or any(_meet(own, other) for other in self.taken):
            return
        self.taken.append(own)
        self.canvas.setDash([])
        self.canvas.setStrokeColor(HexColor("#ffffff"), alpha=0.85)
        self.canvas.setLineWidth(1.6)
        self.canvas.setLineJoin(1)
        self.canvas.setFillColor(_colour("@ink"), alpha=1)
        # A white edge first (text drawn as outlines only), so that names are read on photographs too.
        for mode in (1, 0):
            lines = self.canvas.beginText(x - half + 1, y - LABEL_SIZE / 3)
            lines.setFont(BOLD, LABEL_SIZE)
            lines.setTextRenderMode(mode)
            lines.textOut(text)
            self.canvas.drawText(lines)

    def place(self, easting: float, northing: float) -> tuple[float, float]:
        """Where a place of the ground lies on the page."""
        return (
            self.left + (easting - self.box.west) * self.factor,
            self.bottom + (northing - self.box.south) * self.factor,
        )

    def _areal(self, polygon: Any, rule: Rule, opacity: float) -> None:
        rings = [polygon.exterior.coords, *(ring.coords for ring in polygon.interiors)]
        path = self._path(rings, close=True)
        self._set(rule, opacity)
        # Holes by the even-odd rule.
        self.canvas.drawPath(path, stroke=0, fill=int(bool(rule.fill)), fillMode=0)
        if rule.hatch:
            self._hatch(path, polygon, rule, opacity)
        if rule.stroke:
            self.canvas.drawPath(path, stroke=1, fill=0)

    def _hatch(self, path: Any, polygon: Any, rule: Rule, opacity: float) -> None:
        canvas, (west, south, east, north) = self.canvas, polygon.bounds
        (x0, y0), (x1, y1) = self.place(west, south), self.place(east, north)
        canvas.saveState()
        canvas.clipPath(path, stroke=0, fill=0, fillMode=0)
        canvas.setLineWidth(0.4)
        canvas.setStrokeColor(HexColor(hex_of(rule.stroke or rule.fill)), alpha=opacity)
        rise = y1 - y0
        for number in range(int((x1 - x0 + rise) / 5) + 1):
            start = x0 - rise + number * 5
            canvas.line(start, y0, start + rise, y1)
            if rule.hatch == "cross":
                canvas.line(start, y1, start + rise, y0)
        canvas.restoreState()

    def _path(self, rings: Iterable[Any], close: bool) -> Any:
        path = self.canvas.beginPath()
        for ring in rings:
            for number, (easting, northing, *_height) in enumerate(ring):
                (path.lineTo if number else path.moveTo)(*self.place(easting, northing))
            if close:
                path.close()
        return path

    def _set(self, rule: Rule, opacity: float) -> None:
        canvas = self.canvas
        if rule.fill:
            canvas.setFillColor(_colour(rule.fill), alpha=rule.opacity * opacity)
        if rule.stroke:
            canvas.setStrokeColor(_colour(rule.stroke), alpha=opacity)
            canvas.setLineWidth(max(0.2, rule.width * PIXEL))
            canvas.setDash([int(part) * PIXEL for part in rule.dash.split()] if rule.dash else [])


def outline(symbol: str) -> list[tuple[float, float]]:
    """Corners of a sign of radius 1, counter-clockwise from the top."""
    if symbol == "cross":
        thin = 0.25
        return [(thin, 1), (-thin, 1), (-thin, thin), (-1, thin), (-1, -thin), (-thin, -thin),
                (-thin, -1), (thin, -1), (thin, -thin), (1, -thin), (1, thin), (thin, thin)]  # fmt: skip
    turn = math.pi / 4 if symbol == "square" else 0.0
    count = SIDES[symbol]

    def corner(number: int) -> tuple[float, float]:
        angle = math.pi / 2 + turn + 2 * math.pi * number / count
        radius = 0.45 if symbol == "star" and number % 2 else 1.0
        return radius * math.cos(angle), radius * math.sin(angle)

    return [corner(number) for number in range(count)]


Say = Callable[[Any], str]


def _colour(name: str) -> Color:
    return HexColor(hex_of(name))


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
