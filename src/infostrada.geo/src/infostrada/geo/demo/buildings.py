"""One house on most of the built parcels, standing along the parcel's long side."""

from dataclasses import dataclass
from functools import cache
from infostrada.geo.demo.cutting import long_axis
from infostrada.geo.demo.fabric import Parcel
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.fabric import SEED
from infostrada.geo.demo.territory import Commune
from random import Random
from shapely import point_on_surface
from shapely import Polygon

import math


SETBACK = 3.0
KINDS = ("budynek mieszkalny", "budynek mieszkalny", "budynek mieszkalny", "budynek gospodarczy")


@dataclass(frozen=True)
class Building:
    """A building with its identifier WWPPGG_R.OOOO.n_BUD, lying inside its parcel (EPSG:2180)."""

    identifier: str
    parcel: Parcel
    polygon: Polygon
    storeys: int
    kind: str


@cache
def buildings(commune: Commune) -> tuple[Building, ...]:
    """The commune's buildings, the same on every run."""
    random = Random(f"{SEED}:{commune.teryt}:buildings")  # noqa: S311 - the same country every time
    counts: dict[str, int] = {}
    found = []
    for parcel in parcels(commune):
        shape = _house(parcel, random) if parcel.cell.use in ("B", "Bi") else None
        if shape is None:
            continue
        district = f"{commune.unit_id}.{parcel.cell.district.number}"
        counts[district] = counts.get(district, 0) + 1
        identifier = f"{district}.{counts[district]}_BUD"
        found.append(Building(identifier, parcel, shape, _storeys(random), random.choice(KINDS)))
    return tuple(found)


def _storeys(random: Random) -> int:
    return random.choices((1, 2, 3, 4), (4, 5, 2, 1))[0]


def _house(parcel: Parcel, random: Random) -> Polygon | None:
    """A rectangle at least `SETBACK` metres from the border; none where it does not fit."""
    room = parcel.polygon.buffer(-SETBACK)
    if room.is_empty or random.random() < 0.08:
        return None
    centre = point_on_surface(room).coords[0]
    angle = long_axis(parcel.polygon)[1]
    length, width = random.uniform(9, 15), random.uniform(8, 11)
    house = _rectangle(centre, angle, length, width)
    return house if room.covers(house) else None


def _rectangle(centre: tuple[float, float], angle: float, length: float, width: float) -> Polygon:
    cos, sin = math.cos(angle), math.sin(angle)
    corners = ((-1, -1), (1, -1), (1, 1), (-1, 1))
    return Polygon(
        (
            round(centre[0] + (u * length * cos - v * width * sin) / 2, 2),
            round(centre[1] + (u * length * sin + v * width * cos) / 2, 2),
        )
        for u, v in corners
    )
