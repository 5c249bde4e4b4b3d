"""ULDK of GUGiK: parcels of the whole country by identifier. Pure.

Requests and answers as its users describe them: the first line is the count or 0, or -1 and a
message; then a line with the asked fields, `SRID=2180;POLYGON((easting northing, …))|…`.
"""

from typing import Any
from urllib.parse import urlencode

import re
import shapely


URL = "https://uldk.gugik.gov.pl/"
FIELDS = ("geom_wkt", "teryt", "voivodeship", "county", "commune", "region", "parcel")
PARCEL = re.compile(r"\d{6}_\d\.\d{4}\.(AR_\d+\.)?\d+(/\d+)?")


def is_parcel_id(text: str) -> bool:
    """Is it a whole parcel identifier, WWPPGG_R.OOOO.[AR_n.]NR?"""
    return bool(PARCEL.fullmatch(text))


def by_id(identifier: str, url: str = URL) -> str:
    """Address of the question for one parcel."""
    return f"{url}?{urlencode({'request': 'GetParcelById', 'id': identifier, 'result': ','.join(FIELDS), 'srid': 2180})}"


def parcel_of(answer: str) -> dict[str, Any] | None:
    """The parcel of an answer with its geometry in EPSG:2180 (easting, northing); None when there is none."""
    lines = answer.strip().splitlines()
    if len(lines) < 2 or not re.fullmatch(r"\d+", lines[0].strip()):
        return None
    values = lines[1].split("|")
    if len(values) != len(FIELDS):
        return None
    found = dict(zip(FIELDS, values, strict=True))
    srid, _semicolon, wkt = found.pop("geom_wkt").partition(";")
    if srid != "SRID=2180":
        return None
    try:
        geometry = shapely.from_wkt(wkt)
    except shapely.errors.ShapelyError:
        return None
    west, south, east, north = geometry.bounds
    if not (140_000 < west <= east < 900_000 and 120_000 < south <= north < 900_000):
        return None
    return {**found, "extent": [west, south, east, north]}
