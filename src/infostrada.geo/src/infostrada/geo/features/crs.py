"""Coordinate reference systems at the border, with their axis order made explicit.

Inside the store everything is EPSG:2180 with x = easting and y = northing. Outside, OGC API
Features Part 2 (18-058r1) prescribes each system's own order: CRS84 is longitude, latitude;
EPSG:4326 latitude, longitude; EPSG:2180 and 2176 to 2179 northing, easting; EPSG:3857 easting, northing.
"""

from dataclasses import dataclass
from enum import Enum
from infostrada.core.errors import BadRequest
from infostrada.geo import _

import math


EPSG = "http://www.opengis.net/def/crs/EPSG/0/"

# Poland with a margin of a degree: longitude and latitude that EPSG:2180 is exact for.
AREA_OF_USE = (13.0, 48.0, 25.0, 56.0)
DEGREES = (4326, 4258)
# The least and greatest easting and northing, in metres, of the same area in the other systems.
METRES = {
    2180: (50_000.0, -20_000.0, 950_000.0, 950_000.0),
    3857: (1_447_000.0, 6_106_000.0, 2_783_000.0, 7_558_500.0),
    2176: (5_350_000.0, 5_300_000.0, 6_250_000.0, 6_250_000.0),
    2177: (6_200_000.0, 5_300_000.0, 7_000_000.0, 6_250_000.0),
    2178: (7_000_000.0, 5_300_000.0, 7_800_000.0, 6_250_000.0),
    2179: (7_750_000.0, 5_300_000.0, 8_650_000.0, 6_250_000.0),
}


class Crs(Enum):
    """A system that answers can be given in; the value is its address."""

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    PL1992 = f"{EPSG}2180"
    PL2000_5 = f"{EPSG}2176"
    PL2000_6 = f"{EPSG}2177"
    PL2000_7 = f"{EPSG}2178"
    PL2000_8 = f"{EPSG}2179"
    WGS84 = f"{EPSG}4326"
    ETRS89 = f"{EPSG}4258"
    WEB_MERCATOR = f"{EPSG}3857"

    @property
    def srid(self) -> int:
        """The system's EPSG number; CRS84 is 4326 with the axes the other way round."""
        return 4326 if self is Crs.CRS84 else int(self.value.rpartition("/")[2])

    @property
    def is_flipped(self) -> bool:
        """Does the first axis point north?"""
        return self not in (Crs.CRS84, Crs.WEB_MERCATOR)

    @property
    def digits(self) -> int:
        """Decimals that keep a centimetre: nine of a degree are 0.1 mm, three of a metre 1 mm."""
        return 9 if self.srid in DEGREES else 3

    @property
    def area(self) -> tuple[float, float, float, float]:
        """Where the system and EPSG:2180 agree: west, south, east, north in its own units."""
        return AREA_OF_USE if self.srid in DEGREES else METRES[self.srid]

    @property
    def urn(self) -> str:
        """The name used in GML and WFS."""
        if self is Crs.CRS84:
            return "urn:ogc:def:crs:OGC:1.3:CRS84"
        return f"urn:ogc:def:crs:EPSG::{self.srid}"


@dataclass(frozen=True)
class Box:
    """A rectangle in the system it was given in: least and greatest x (easting, longitude), then y."""

    west: float
    south: float
    east: float
    north: float
    srid: int

    def clipped(self) -> "Box":
        """The part that lies where EPSG:2180 is defined; what is asked beyond it holds nothing."""
        if self.srid == 2180:
            return self
        west, south, east, north = AREA_OF_USE if self.srid in DEGREES else METRES[self.srid]
        return Box(
            west=min(max(self.west, west), east),
            south=min(max(self.south, south), north),
            east=max(min(self.east, east), west),
            north=max(min(self.north, north), south),
            srid=self.srid,
        )

    @property
    def step(self) -> float:
        """Straight edges of one system are curves in another: a vertex at least so often."""
        if self.srid in DEGREES:
            return 0.1
        return max(self.east - self.west, self.north - self.south, 1.0) / 32


def crs_named(uri: str | None, field: str) -> Crs:
    """The system of an address, CRS84 when none is given; BadRequest names the parameter."""
    if not uri:
        return Crs.CRS84
    try:
        return Crs(uri)
    except ValueError as error:
        raise BadRequest(
            _("This coordinate reference system is not supported."),
            field=field,
            reason="unknown_crs",
        ) from error


def box_given(text: str, crs: Crs) -> Box:
    """The `bbox` parameter in the axis order of its system; BadRequest.

    Six numbers are a box with heights, which are left out: the store is flat.
    """
    try:
        numbers = [float(part) for part in text.split(",")]
        a, b, c, d = numbers if len(numbers) == 4 else _without_heights(numbers)
    except ValueError as error:
        raise _bad_box() from error
    if not all(map(math.isfinite, numbers)) or a > c or b > d or max(map(abs, numbers)) > 1e12:
        raise _bad_box()
    if crs.is_flipped:
        a, b, c, d = b, a, d, c
    if crs.srid in DEGREES and not (a >= -180 and c <= 180 and b >= -90 and d <= 90):
        raise _bad_box()
    return Box(west=a, south=b, east=c, north=d, srid=crs.srid)


def _without_heights(numbers: list[float]) -> list[float]:
    a, b, _low, c, d, _high = numbers
    return [a, b, c, d]


def _bad_box() -> BadRequest:
    return BadRequest(
        _("bbox takes four numbers: the least two, then the greatest two."),
        field="bbox",
        reason="invalid_bbox",
    )
