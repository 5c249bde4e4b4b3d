"""Names in XML: of attributes, of features; and the names of coordinate systems with their axis order."""

from dataclasses import dataclass
from infostrada.geo.features.crs import Crs
from infostrada.geo.wfs.faults import invalid

import re


APP = "urn:infostrada:geo"
WFS = "http://www.opengis.net/wfs/2.0"
FES = "http://www.opengis.net/fes/2.0"
GML = "http://www.opengis.net/gml/3.2"
OWS = "http://www.opengis.net/ows/1.1"
XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"

GOOD = re.compile(r"[^\W\d_][\w.-]*")
ESCAPED = re.compile(r"_x([0-9a-f]{6})_")


def element_name(name: str) -> str:
    """An attribute's name as the name of an element; letters that cannot stand in one are escaped."""
    if GOOD.fullmatch(name) and not ESCAPED.search(name):
        return name
    return "".join(
        letter if letter.isalnum() and (place or letter.isalpha()) else f"_x{ord(letter):06x}_"
        for place, letter in enumerate(name)
    )


def plain_name(name: str) -> str:
    """What `element_name`, or `geo.xml_name` in SQL, was made of."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)) if int(found[1], 16) < 0x110000 else "", name)


def feature_id(resource: str) -> tuple[str, str]:
    """Layer and feature id of a resource id `layer.escaped-id`."""
    layer, _dot, rest = resource.partition(".")
    return layer, plain_name(rest)


@dataclass(frozen=True)
class SrsName:
    """A system as it was asked for: URNs and OGC addresses keep the authority's axis order, short names do not."""

    crs: Crs
    text: str
    is_easting_first: bool


SHORT = re.compile(r"(?:EPSG:|http://www\.opengis\.net/gml/srs/epsg\.xml#)(\d{4,5})", re.IGNORECASE)
LONG = re.compile(
    r"(?:urn:(?:x-)?ogc:def:crs:EPSG:[\d.]*:|https?://www\.opengis\.net/def/crs/EPSG/0/)(\d{4,5})"
)
NAMED_CRS84 = ("urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:OGC::CRS84", "CRS:84", Crs.CRS84.value)


def srs_named(text: str | None) -> SrsName:
    """The system of a name in any of the usual spellings; EPSG:2180 as URN without one."""
    if not text:
        return SrsName(Crs.PL1992, Crs.PL1992.urn, False)
    if text in NAMED_CRS84:
        return SrsName(Crs.CRS84, text, True)
    short, long = SHORT.fullmatch(text), LONG.fullmatch(text)
    number = (short or long)[1] if short or long else ""  # type: ignore[index]
    for crs in Crs:
        if crs is not Crs.CRS84 and str(crs.srid) == number:
            return SrsName(crs, text, bool(short) or not crs.is_flipped)
    raise invalid("srsName", text[:80])
