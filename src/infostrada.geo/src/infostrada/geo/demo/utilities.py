"""Mains of water, sewage and power along the roads of the demo region: lines beside the road's axis."""

from collections.abc import Iterator
from infostrada.geo.demo.cutting import long_axis
from infostrada.geo.demo.fabric import parcels
from infostrada.geo.demo.territory import Commune
from shapely import get_parts
from shapely import LineString
from shapely import oriented_envelope
from shapely import set_precision
from typing import Any

import math


# Metres from the axis of the road, diameter in millimetres where there is one (GESUT attributes).
KINDS = (
    ("GES_PrzewodWodociagowy", -1.5, {"funkcja": "p", "przebieg": "p", "srednica": 110}),
    ("GES_PrzewodKanalizacyjny", 0.4, {"funkcja": "p", "przebieg": "p", "srednica": 200}),
    ("GES_PrzewodElektroenergetyczny", 2.2, {"funkcja": "p", "przebieg": "p", "napiecie": "n"}),
)
# Shorter pieces of road and rings around a district carry none.
SHORTEST = 25.0


def mains(commune: Commune) -> Iterator[tuple[str, LineString, dict[str, Any]]]:
    """Class, line (EPSG:2180) and attributes of each main."""
    for parcel in parcels(commune):
        if parcel.cell.use != "dr" or parcel.polygon.interiors:
            continue
        _corner, angle, length, width = long_axis(parcel.polygon)
        if length < SHORTEST or width > 40:
            continue
        centre = oriented_envelope(parcel.polygon).centroid.coords[0]
        for class_name, aside, attrs in KINDS:
            for part in get_parts(_beside(centre, angle, length, aside).intersection(parcel.polygon)):
                if part.length > SHORTEST / 2:
                    yield class_name, set_precision(part, 0.01), attrs


def _beside(centre: tuple[float, float], angle: float, length: float, aside: float) -> LineString:
    """A line along the axis of the road, so far to its left."""
    x, y = centre[0] - math.sin(angle) * aside, centre[1] + math.cos(angle) * aside
    along, up = math.cos(angle) * length / 2, math.sin(angle) * length / 2
    return LineString([(x - along, y - up), (x + along, y + up)])
