"""From a cadastral district to blocks, roads and parcels: the uncut cells of the fabric."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import replace
from infostrada.geo.demo.cutting import cut
from infostrada.geo.demo.cutting import long_axis
from infostrada.geo.demo.cutting import point_on_axis
from infostrada.geo.demo.cutting import polygons
from infostrada.geo.demo.territory import Commune
from infostrada.geo.demo.territory import District
from infostrada.geo.demo.territory import districts
from infostrada.geo.demo.territory import river
from infostrada.geo.demo.territory import RIVER_WIDTH
from infostrada.geo.demo.territory import STREETS
from random import Random
from shapely import Polygon

import math


BUILT_BLOCK = 30_000.0
FIELD_BLOCK = 260_000.0


@dataclass(frozen=True)
class Cell:
    """One future parcel.

    `use` is the land-use contour code (OFU) of the land register: B, Bi, Bz, R, Ł, Ls, dr, Wp.
    `number` is the parcel's number in its district; `street` names a road or the nearest one.
    """

    district: District
    polygon: Polygon
    use: str
    street: str = ""
    number: str = ""


def cells(commune: Commune, random: Random) -> Iterator[Cell]:
    """Every cell of the commune, numbered within each district."""
    names = list(STREETS)
    random.shuffle(names)
    for district, area in districts(commune):
        found = list(_district_cells(commune, district, area, names, random))
        yield from _numbered(found, random)


def _district_cells(
    commune: Commune, district: District, area: Polygon, names: list[str], random: Random
) -> Iterator[Cell]:
    band = river().buffer(RIVER_WIDTH / 2)
    for water in polygons(area.intersection(band)):
        yield Cell(district, water, "Wp")
    for land in polygons(area.difference(band)):
        inner = land.buffer(-5, join_style="mitre")
        for road in polygons(land.difference(inner)):
            yield Cell(district, road, "dr", street=f"Obwodowa {district.name}")
        for part in polygons(inner):
            yield from _blocks(commune, district, part, names, random)


def _blocks(
    commune: Commune, district: District, cell: Polygon, names: list[str], random: Random
) -> Iterator[Cell]:
    """Cut by roads until each part is a block, then cut the block into parcels."""
    waiting = [(cell, 16.0, f"Obwodowa {district.name}")]
    while waiting:
        part, width, street = waiting.pop()
        built = _is_built(commune, district, part)
        if part.area <= (BUILT_BLOCK if built else FIELD_BLOCK):
            yield from _parcels(district, part, built, street, random)
            continue
        point, angle = point_on_axis(part, random.uniform(0.42, 0.58))
        pieces, roads = cut(part, point, angle + random.uniform(-0.05, 0.05), gap=width)
        name = names.pop() if names and built else street
        yield from (Cell(district, road, "dr", street=name) for road in roads)
        waiting.extend((piece, max(8.0, width * 0.8), name) for piece in pieces)


def _is_built(commune: Commune, district: District, part: Polygon) -> bool:
    return math.dist(part.centroid.coords[0], district.centre) <= commune.village_radius


def _parcels(district: District, block: Polygon, built: bool, street: str, random: Random) -> Iterator[Cell]:
    if not built:
        use = random.choices(("R", "Ł", "Ls"), (7, 2, 2))[0]
        width = 400.0 if use == "Ls" else random.uniform(38, 90)
        yield from (Cell(district, p, use, street) for p in _strips(block, width, random))
        return
    if random.random() < 0.06:
        yield Cell(district, block, random.choice(("Bz", "Bi")), street)
        return
    for row in _rows(block):
        for parcel in _strips(row, random.uniform(25, 33), random):
            yield Cell(district, parcel, "B" if random.random() < 0.92 else "Bz", street)


def _rows(block: Polygon) -> list[Polygon]:
    """Two rows of parcels, back to back, when the block is deep enough."""
    _corner, angle, _length, width = long_axis(block)
    return cut(block, block.centroid.coords[0], angle)[0] if width > 55 else [block]


def _strips(block: Polygon, frontage: float, random: Random) -> list[Polygon]:
    """The block cut across its long axis into parcels about `frontage` metres wide."""
    count = max(1, round(long_axis(block)[2] / frontage))
    parts = [block]
    for index in range(1, count):
        point, angle = point_on_axis(block, (index + random.uniform(-0.15, 0.15)) / count)
        parts = [p for part in parts for p in cut(part, point, angle)[0]]
    return parts


def _numbered(found: list[Cell], random: Random) -> Iterator[Cell]:
    """Number from the north-west in bands of 200 m; one parcel in twelve was divided once."""
    order = sorted(found, key=lambda c: (-c.polygon.centroid.y // 200, c.polygon.centroid.x))
    for number, cell in enumerate(order, start=1):
        halves = _divided(cell) if random.random() < 1 / 12 else [cell.polygon]
        for part, polygon in enumerate(halves, start=1):
            text = f"{number}/{part}" if len(halves) > 1 else str(number)
            yield replace(cell, polygon=polygon, number=text)


def _divided(cell: Cell) -> list[Polygon]:
    """Halves of a parcel big enough to be divided: 1,200 m² and not a road or water."""
    if cell.use in ("dr", "Wp") or cell.polygon.area < 1200:
        return [cell.polygon]
    point, angle = point_on_axis(cell.polygon, 0.5)
    return cut(cell.polygon, point, angle)[0]
