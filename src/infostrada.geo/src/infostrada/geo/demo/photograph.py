"""A made-up photograph from the air: the demo region's own parcels and houses, painted as they might look."""

from collections.abc import Iterator
from infostrada.geo.demo.buildings import buildings
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.fabric import SEED
from infostrada.geo.demo.territory import COMMUNES
from PIL import Image
from PIL import ImageDraw
from random import Random
from shapely import box
from shapely import Polygon
from typing import Any

import numpy


# West, south, east and north in EPSG:2180, and the metres of a pixel.
FRAME = (482_300, 566_900, 484_700, 568_900)
PIXEL = 1.0

# By the land-use codes of the land register: red, green, blue, and how much fields differ.
LAND: dict[str, tuple[tuple[int, int, int], int]] = {
    "B": ((134, 146, 104), 9),
    "Bi": ((150, 148, 128), 10),
    "Bz": ((112, 138, 84), 6),
    "R": ((168, 152, 104), 26),
    "Ł": ((124, 150, 82), 12),
    "Ls": ((56, 86, 52), 5),
    "dr": ((156, 154, 148), 4),
    "Wp": ((58, 84, 88), 3),
}
OTHER = ((140, 144, 112), 8)
ROOFS = ((142, 74, 56), (120, 66, 56), (98, 92, 90), (150, 96, 72), (84, 82, 86))
SHADOW = (52, 58, 50)
CROWNS = ((62, 92, 50), (72, 104, 56), (50, 78, 46), (86, 110, 62))
# The sun stands in the south-west: shadows fall this far for each storey, in metres.
FALL = (1.6, 2.0)


def photograph() -> Any:
    """Rows, columns and three bytes of red, green and blue; the same on every run."""
    west, south, east, north = FRAME
    picture = Image.new("RGB", (round((east - west) / PIXEL), round((north - south) / PIXEL)), OTHER[0])
    pen = ImageDraw.Draw(picture)
    for shape, colour in _painted():
        pen.polygon(
            [((x - west) / PIXEL, (north - y) / PIXEL) for x, y in shape.exterior.coords], fill=colour
        )
    return _grained(picture)


def _painted() -> Iterator[tuple[Polygon, tuple[int, int, int]]]:
    """Areas from the ground up: land, trees, shadows, roofs."""
    random, frame = Random(f"{SEED}:photograph"), box(*FRAME)  # noqa: S311 - the same picture every time
    seen = [each for commune in COMMUNES for each in parcels(commune) if each.polygon.intersects(frame)]
    # Roads go around blocks: what lies within is painted over them.
    seen.sort(key=lambda each: -Polygon(each.polygon.exterior).area)
    for each in seen:
        base, spread = LAND.get(each.cell.use, OTHER)
        yield each.polygon, _varied(base, random.randint(-spread, spread))
    for each in seen:
        if each.cell.use in ("B", "Bz", "Ls"):
            yield from _trees(each.polygon, 40 if each.cell.use == "Ls" else 450, random)
    for commune in COMMUNES:
        houses = [each for each in buildings(commune) if each.polygon.intersects(frame)]
        for house in houses:
            across, up = (step * house.storeys for step in FALL)
            yield _moved(house.polygon, across, up).union(house.polygon).convex_hull, SHADOW
        for house in houses:
            yield from _roof(house.polygon, random)


def _trees(
    ground: Polygon, square_metres: int, random: Random
) -> Iterator[tuple[Polygon, tuple[int, int, int]]]:
    """One tree for so many square metres, with its shadow."""
    west, south, east, north = ground.bounds
    for _number in range(round(ground.area / square_metres)):
        x, y, radius = random.uniform(west, east), random.uniform(south, north), random.uniform(1.8, 4.2)
        crown = _round(x, y, radius)
        if ground.contains(crown):
            yield _moved(crown, *FALL), SHADOW
            yield crown, random.choice(CROWNS)


def _roof(house: Polygon, random: Random) -> Iterator[tuple[Polygon, tuple[int, int, int]]]:
    """Two slopes along the ridge; the one turned from the sun is darker."""
    colour = _varied(random.choice(ROOFS), random.randint(-8, 8))
    a, b, c, d = list(house.exterior.coords)[:4]
    ridge = [((p[0] + q[0]) / 2, (p[1] + q[1]) / 2) for p, q in ((a, d), (b, c))]
    slopes = (Polygon([a, b, ridge[1], ridge[0]]), Polygon([ridge[0], ridge[1], c, d]))
    for slope in slopes:
        lit = slope.centroid.x + slope.centroid.y < house.centroid.x + house.centroid.y
        yield slope, _varied(colour, 22 if lit else -16)


def _round(x: float, y: float, radius: float) -> Polygon:
    steps = ((1, 0), (0.7, 0.7), (0, 1), (-0.7, 0.7), (-1, 0), (-0.7, -0.7), (0, -1), (0.7, -0.7))
    return Polygon((x + u * radius, y + v * radius) for u, v in steps)


def _moved(shape: Polygon, across: float, up: float) -> Polygon:
    return Polygon((x + across, y + up) for x, y in shape.exterior.coords)


def _varied(colour: tuple[int, int, int], by: int) -> tuple[int, int, int]:
    red, green, blue = (min(255, max(0, part + by)) for part in colour)
    return red, green, blue


def _grained(picture: Image.Image) -> Any:
    """Light that is not even: broad patches and the grain of the ground."""
    dice = numpy.random.default_rng(SEED)
    columns, rows = picture.size
    broad = dice.integers(0, 256, (rows // 40 + 2, columns // 40 + 2), dtype="uint8")
    patches = Image.fromarray(broad).resize(picture.size, Image.Resampling.BICUBIC)
    fine = dice.integers(-5, 6, (rows // 2 + 1, columns // 2 + 1), dtype="int16")
    grain = fine.repeat(2, axis=0).repeat(2, axis=1)[:rows, :columns]
    light = (numpy.asarray(patches, "int16") - 128) // 14 + grain
    return numpy.clip(numpy.asarray(picture, "int16") + light[..., None], 0, 255).astype("uint8")
