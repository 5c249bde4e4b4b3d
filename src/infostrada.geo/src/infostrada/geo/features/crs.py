"""Coordinate reference systems at the border, with their axis order made explicit.

Inside the store everything is EPSG:2180 with x = easting and y = northing. Outside, OGC API
Features Part 2 (18-058r1) prescribes each system's own order: CRS84 is longitude, latitude;
EPSG:2180 is northing, easting.
"""

from dataclasses import dataclass
from enum import Enum
from infostrada.core.errors import BadRequest
from infostrada.geo import _

import math


# Poland with a margin of a degree: longitude and latitude that EPSG:2180 is exact for.
AREA_OF_USE = (13.0, 48.0, 25.0, 56.0)


class Crs(Enum):
    """A system that answers can be given in; the value is its address."""

    CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
    PL1992 = "http://www.opengis.net/def/crs/EPSG/0/2180"

    @property
    def name_in_sql(self) -> str:
        """The key of the SQL expression that puts a geometry into this system."""
        return "CRS84" if self is Crs.CRS84 else "EPSG:2180"

    @property
    def digits(self) -> int:
        """Decimals that keep a centimetre: nine of a degree are 0.1 mm, three of a metre 1 mm."""
        return 9 if self is Crs.CRS84 else 3


@dataclass(frozen=True)
class Box:
    """A rectangle in the system it was given in: least and greatest x, then y."""

    west: float
    south: float
    east: float
    north: float
    srid: int

    def clipped(self) -> "Box":
        """The part that lies where EPSG:2180 is defined; what is asked beyond it holds nothing."""
        if self.srid != 4326:
            return self
        west, south, east, north = AREA_OF_USE
        return Box(
            west=min(max(self.west, west), east),
            south=min(max(self.south, south), north),
            east=max(min(self.east, east), west),
            north=max(min(self.north, north), south),
            srid=4326,
        )


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
    """The `bbox` parameter, its four numbers in the axis order of its system; BadRequest."""
    try:
        a, b, c, d = (float(part) for part in text.split(","))
    except ValueError as error:
        raise _bad_box() from error
    if not all(map(math.isfinite, (a, b, c, d))) or a > c or b > d:
        raise _bad_box()
    if crs is Crs.PL1992:
        return Box(west=b, south=a, east=d, north=c, srid=2180)
    if not (a >= -180 and c <= 180 and b >= -90 and d <= 90):
        raise _bad_box()
    return Box(west=a, south=b, east=c, north=d, srid=4326)


def _bad_box() -> BadRequest:
    return BadRequest(
        _("bbox takes four numbers: the least two, then the greatest two."),
        field="bbox",
        reason="invalid_bbox",
    )
