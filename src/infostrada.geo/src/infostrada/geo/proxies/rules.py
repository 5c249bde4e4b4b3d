"""Questions to outside services: which address, which axis order. Pure.

WMS 1.3.0 (OGC 06-042, 6.7.2) takes the axes as the system defines them: EPSG:2180 is northing,
easting. WMS 1.1.1 (01-068r3) is always easting first. WFS 2.0 with the URN of a system likewise
takes its own order; the short name `EPSG:2180` is easting first in practice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.services.answer import number
from infostrada.geo.services.answer import whole
from infostrada.geo.services.answer import word
from typing import Any
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from urllib.parse import urlsplit
from urllib.parse import urlunsplit

import re


MOST_PIXELS = 4096
TILE = re.compile(r"\d{1,8}")
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?")
MOST_FEATURES = 1000


@dataclass(frozen=True)
class Frame:
    """The ground and size of a picture: EPSG:2180, easting first, pixels."""

    west: float
    south: float
    east: float
    north: float
    width: int = 0
    height: int = 0


def frame_given(form: Mapping[str, Any]) -> Frame:
    """The frame of a GetMap request as OpenLayers sends it (version 1.1.1)."""
    named = {name.lower(): value for name, value in form.items()}
    box = box_given(named)
    width, height = (whole(named, name, 0, 1, MOST_PIXELS) for name in ("width", "height"))
    return Frame(*box, width, height)


def box_given(form: Mapping[str, Any]) -> tuple[float, float, float, float]:
    """`bbox` in EPSG:2180, easting first."""
    parts = (word(form, "bbox") or "").split(",")
    if len(parts) != 4:
        raise BadRequest(
            _("bbox takes four numbers: the least two, then the greatest two."),
            field="bbox",
            reason="invalid_bbox",
        )
    west, south, east, north = (number({"bbox": part}, "bbox") for part in parts)
    if west >= east or south >= north:
        raise BadRequest(
            _("bbox takes four numbers: the least two, then the greatest two."),
            field="bbox",
            reason="invalid_bbox",
        )
    return west, south, east, north


def get_map(service: Mapping[str, Any], frame: Frame) -> str:
    """Address of a picture of the service."""
    version = service["version"] if service["version"] in ("1.3.0", "1.1.1") else "1.3.0"
    edges = (frame.west, frame.south, frame.east, frame.north)
    if version == "1.3.0":
        edges = (frame.south, frame.west, frame.north, frame.east)
    return with_query(
        service["url"],
        {
            "SERVICE": "WMS",
            "VERSION": version,
            "REQUEST": "GetMap",
            "LAYERS": service["name"],
            # Some servers refuse a request without it, although the standard lets it be empty.
            "STYLES": "",
            "CRS" if version == "1.3.0" else "SRS": "EPSG:2180",
            "BBOX": ",".join(f"{edge:.3f}" for edge in edges),
            "WIDTH": str(frame.width),
            "HEIGHT": str(frame.height),
            "FORMAT": service["format"],
            "TRANSPARENT": "TRUE" if service["format"] != "image/jpeg" else "FALSE",
        },
    )


def get_tile(kind: str, service: Mapping[str, Any], zoom: str, row: str, column: str) -> str:
    """Address of a tile; for WMTS the name is `layer;matrix set` and its matrices are plain numbers."""
    if not all(TILE.fullmatch(part) for part in (zoom, row, column)):
        raise BadRequest(_("There is no such tile."), field="tile", reason="unknown_tile")
    if kind == "xyz":
        return service["url"].replace("{z}", zoom).replace("{x}", column).replace("{y}", row)
    layer, _semicolon, matrices = service["name"].partition(";")
    return with_query(
        service["url"],
        {
            "SERVICE": "WMTS",
            "VERSION": "1.0.0",
            "REQUEST": "GetTile",
            "LAYER": layer,
            "STYLE": "default",
            "TILEMATRIXSET": matrices or "GoogleMapsCompatible",
            "TILEMATRIX": zoom,
            "TILEROW": row,
            "TILECOL": column,
            "FORMAT": service["format"],
        },
    )


def get_features(service: Mapping[str, Any], box: tuple[float, float, float, float]) -> str:
    """Address of the features in a box."""
    west, south, east, north = box
    version = service["version"] if service["version"] in ("2.0.0", "1.1.0") else "2.0.0"
    urn = "urn:ogc:def:crs:EPSG::2180"
    names = ("TYPENAMES", "COUNT") if version == "2.0.0" else ("TYPENAME", "MAXFEATURES")
    return with_query(
        service["url"],
        {
            "SERVICE": "WFS",
            "VERSION": version,
            "REQUEST": "GetFeature",
            names[0]: service["name"],
            names[1]: str(MOST_FEATURES),
            "SRSNAME": urn,
            "BBOX": f"{south:.2f},{west:.2f},{north:.2f},{east:.2f},{urn}",
        },
    )


def with_query(url: str, given: Mapping[str, str]) -> str:
    """The address with parameters added to those it has; same names are replaced."""
    parts = urlsplit(url)
    names = {name.upper() for name in given}
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name.upper() not in names]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode([*kept, *given.items()]), ""))


def is_allowed(url: str, hosts: tuple[str, ...] | None) -> bool:
    """Does the address lead to an allowed host, its port included when it is not the usual one?"""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or parts.username is not None or not parts.hostname:
        return False
    try:
        port = parts.port
    except ValueError:
        return False
    usual = port in (None, {"http": 80, "https": 443}[parts.scheme])
    host = parts.hostname.lower() if usual else f"{parts.hostname.lower()}:{port}"
    return host in {each.strip().lower() for each in hosts or ()}
