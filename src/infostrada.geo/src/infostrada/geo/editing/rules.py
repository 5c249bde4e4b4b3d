"""What a lawful feature in a request is; pure."""

from dataclasses import dataclass
from infostrada.geo.cql.literals import plain_shape
from infostrada.geo.editing.faults import unlawful
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import METRES
from infostrada.geo.features.moving import to_store
from typing import Any

import json
import re
import shapely


MOST_ATTRIBUTES = 200_000
MOST_NAME = 250
TERYT = re.compile(r"([0-9]{6})?")
KEY = re.compile(r"[^:/\0]+")
# Told by the store, not by the one who writes.
READ_ONLY = ("version", "valid_from", "valid_to")
COLUMNS = ("business_id", "teryt")


@dataclass(frozen=True)
class Draft:
    """A feature as it came in: shape in EPSG:2180 (easting, northing), key when it names one."""

    shape: shapely.Geometry
    attrs: dict[str, Any]
    business_id: str = ""
    teryt: str = ""
    key: tuple[str, str] | None = None


def draft_of(body: Any, crs: Crs) -> Draft:
    """The feature in a body whose coordinates stand in `crs` and its axis order; BadRequest."""
    if not isinstance(body, dict) or body.get("type") != "Feature":
        raise unlawful("type", "not_a_feature", "type: Feature")
    properties = body.get("properties")
    if properties is not None and not isinstance(properties, dict):
        raise unlawful("properties", "not_an_object")
    return Draft(shape_in(body.get("geometry"), crs), key=_key(body.get("id")), **parts_of(properties or {}))


def shape_in(value: Any, crs: Crs) -> shapely.Geometry:
    """A valid shape within the country, brought to EPSG:2180."""
    try:
        given = plain_shape(value)
    except ValueError as error:
        raise unlawful("geometry", "not_a_shape") from error
    if given.is_empty:
        raise unlawful("geometry", "empty")
    if not given.is_valid:
        raise unlawful("geometry", "invalid_shape", shapely.is_valid_reason(given))
    moved = to_store(given, crs)
    west, south, east, north = METRES[2180]
    if not shapely.box(west, south, east, north).covers(moved):
        raise unlawful("geometry", "outside", "EPSG:2180")
    return moved


def parts_of(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties as columns and attributes."""
    attrs = {name: value for name, value in properties.items() if name not in (*READ_ONLY, *COLUMNS)}
    text = json.dumps(attrs)
    if len(text) > MOST_ATTRIBUTES or "\\u0000" in text or "NaN" in text or "Infinity" in text:
        raise unlawful("properties", "unlawful_attributes")
    name, teryt = (properties.get(column) or "" for column in COLUMNS)
    if not isinstance(name, str) or len(name) > MOST_NAME or "\0" in name:
        raise unlawful("business_id", "not_a_name")
    if not isinstance(teryt, str) or not TERYT.fullmatch(teryt):
        raise unlawful("teryt", "not_six_digits")
    return {"attrs": attrs, "business_id": name, "teryt": teryt}


def merged(properties: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """JSON merge patch (RFC 7396): a null takes a member away, an object is merged."""
    result = dict(properties)
    for name, value in patch.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            own = result.get(name)
            result[name] = merged(own if isinstance(own, dict) else {}, value)
        else:
            result[name] = value
    return result


def is_match(header: str, etag: str) -> bool:
    """Does `If-Match` name this tag? Weak tags never do (RFC 9110, 13.1.1)."""
    given = [each.strip() for each in header.split(",")]
    return "*" in given or f'"{etag}"' in given


def _key(value: Any) -> tuple[str, str] | None:
    if value is None:
        return None
    ns, colon, local_id = str(value).rpartition(":")
    if not colon or not KEY.fullmatch(ns) or not KEY.fullmatch(local_id) or len(str(value)) > MOST_NAME:
        raise unlawful("id", "not_an_identifier", "namespace:local_id")
    return ns, local_id
