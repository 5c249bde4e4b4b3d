"""What an `srsName` says: the system, and which number of a pair comes first. Pure.

The order follows the form of the name (OGC 09-048r3, GeoServer's and GDAL's reading of it): URNs and
`def/crs` addresses mean the order of the EPSG register, which for the Polish systems is northing,
easting; `EPSG:n` and `epsg.xml#n` mean easting, northing. The national address register's new model
does so with `EPSG:2180`. For degrees the form proves nothing: county services of several vendors
disagree, so latitude and longitude are told apart by their values, which in Poland never overlap.
"""

from dataclasses import dataclass
from functools import lru_cache

import re


class UnknownSystem(ValueError):
    """A coordinate reference system that is not read; the text is its name."""


@dataclass(frozen=True)
class System:
    """A system on the wire; `swapped`: the first number of a pair is the northing or latitude."""

    srid: int
    swapped: bool

    @property
    def degrees(self) -> bool:
        """Are the coordinates latitude and longitude?"""
        return self.srid in DEGREES


DEGREES = frozenset({4326, 4258})
# Register order northing, easting: PL-2000 zones, PL-1992, ETRS89 geographic, ETRS-LAEA and -LCC.
NORTHING_FIRST = frozenset({2176, 2177, 2178, 2179, 2180, 3034, 3035, *DEGREES})
EASTING_FIRST = frozenset({3857, 25832, 25833, 25834, 25835, 32633, 32634, 32635})

REGISTER_ORDER = (
    re.compile(r"urn:(?:x-)?ogc:def:crs:EPSG:(?:[\w.]*:)?(\d+)", re.IGNORECASE),
    re.compile(r"https?://www\.opengis\.net/def/crs/EPSG/[\w.]+/(\d+)", re.IGNORECASE),
)
EASTING_ORDER = (
    re.compile(r"EPSG:(\d+)", re.IGNORECASE),
    re.compile(r"https?://www\.opengis\.net/gml/srs/epsg\.xml#(\d+)", re.IGNORECASE),
)
CRS84 = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:OGC:[\w.]*:|https?://www\.opengis\.net/def/crs/OGC/[\w.]+/)CRS84"
)


@lru_cache(256)
def system_named(name: str) -> System:
    """The system of an `srsName`; raises UnknownSystem."""
    text = name.strip()
    if CRS84.fullmatch(text):
        return System(4326, swapped=False)
    for forms, register in ((REGISTER_ORDER, True), (EASTING_ORDER, False)):
        for form in forms:
            if found := form.fullmatch(text):
                srid = int(found[1])
                if srid not in NORTHING_FIRST | EASTING_FIRST:
                    raise UnknownSystem(text)
                return System(srid, swapped=register and srid in NORTHING_FIRST)
    raise UnknownSystem(text)


def is_latitude_first(first: float, second: float, declared: bool) -> bool:
    """Is a pair of degrees latitude, longitude? Outside of Poland the declared order holds."""
    if _is_polish(first, second):
        return True
    return False if _is_polish(second, first) else declared


def _is_polish(latitude: float, longitude: float) -> bool:
    return 48 <= latitude <= 56 and 13 <= longitude <= 25
