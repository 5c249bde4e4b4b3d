"""Where a layer's picture comes from, and what each kind of source needs. No Zope objects needed."""

from infostrada.geo import _
from infostrada.geo.imagery.files import is_name
from infostrada.geo.imagery.header import coverage_in
from typing import Any
from urllib.parse import urlsplit

import math


STORE = "store"
IMAGERY = "cog"
WITH_NAME = ("wms", "wmts", "wfs")
KINDS = (
    (STORE, _("Features of this site")),
    ("wms", _("WMS")),
    ("wmts", _("WMTS")),
    ("wfs", _("WFS")),
    ("xyz", _("Tiles by address (XYZ)")),
    (IMAGERY, _("Orthophoto of this site (GeoTIFF)")),
)
THEMES = (
    ("parcel", _("Parcel")),
    ("building", _("Buildings")),
    ("address", _("Address")),
    ("plan", _("What the plan says")),
    ("protected", _("Protected nature")),
    ("monument", _("Monuments")),
    ("utility", _("Utilities")),
    ("other", _("Also here")),
)


def source_fault(layer: Any) -> Any:
    """What is missing for the chosen kind, as a message; None when the source is whole."""
    kind = getattr(layer, "kind", None) or STORE
    url = getattr(layer, "url", None)
    if getattr(layer, "coverage", None) and coverage_of(layer.coverage) is None:
        return _("The coverage is four numbers: west, south, east, north in metres.")
    if kind in (STORE, IMAGERY) and url:
        return _("This kind of layer has no address of a service.")
    if kind == IMAGERY and not is_name(getattr(layer, "remote_name", None) or ""):
        return _("Give the name of the GeoTIFF below the folder of imagery, e.g. 2024/centrum.tif.")
    if kind in (STORE, IMAGERY):
        return None
    if not url:
        return _("Give the address of the service.")
    if urlsplit(url).scheme not in ("http", "https") or urlsplit(url).username is not None:
        return _("The address must begin with http:// or https:// and hold no password.")
    if kind == "xyz" and not all(part in url for part in ("{z}", "{x}", "{y}")):
        return _("The address of tiles must contain {z}, {x} and {y}.")
    if kind == "wms" and getattr(layer, "remote_srid", 2180) != 2180:
        return _("A WMS is asked in EPSG:2180; services without it are added as tiles.")
    if kind in ("xyz", "wmts") and getattr(layer, "remote_srid", 2180) != 3857:
        return _("Tiles of outside services must be in EPSG:3857.")
    if kind in WITH_NAME and not getattr(layer, "remote_name", None):
        return _("Give the name of the layer in the service.")
    return None


def coverage_of(text: str | None) -> tuple[float, float, float, float] | None:
    """West, south, east, north (EPSG:2180, metres); None when the text does not say so."""
    try:
        west, south, east, north = (float(part) for part in (text or "").split(","))
    except ValueError:
        return None
    whole = all(map(math.isfinite, (west, south, east, north))) and west < east and south < north
    return (west, south, east, north) if whole else None


def source_of(layer: Any) -> dict[str, Any]:
    """The source as plain data for the side index; the address itself never leaves the server."""
    return {
        "url": str(layer.url or ""),
        "name": layer.remote_name or "",
        "version": layer.remote_version or "",
        "format": layer.remote_format or "image/png",
        "srid": layer.remote_srid or 2180,
        "coverage": coverage_of(layer.coverage) or (coverage_in(layer) if layer.kind == IMAGERY else None),
        "flown_on": layer.flown_on.isoformat() if layer.flown_on else None,
        "ground_resolution": layer.ground_resolution,
    }
