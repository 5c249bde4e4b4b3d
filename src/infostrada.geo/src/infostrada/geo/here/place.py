"""The place that is asked about: a point, a feature or a drawn shape. Pure but for shapely."""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.services.answer import number
from infostrada.geo.services.answer import word
from shapely.errors import ShapelyError
from shapely.geometry import shape
from typing import Any

import json
import shapely


MOST_TOLERANCE = 50.0
MOST_VERTICES = 2000
MOST_AREA = 25_000_000.0


@dataclass(frozen=True)
class Place:
    """A point or shape in EPSG:2180 (easting, northing), or a feature of a layer by its key."""

    wkb: bytes | None = None
    layer: str = ""
    ns: str = ""
    local_id: str = ""
    tolerance: float = 0.0
    teryt: str = ""


def place_given(form: Mapping[str, Any]) -> Place:
    """The place of a question; BadRequest names the parameter at fault.

    `layer` and `fid` name a feature; `shape` is a GeoJSON geometry in EPSG:2180, easting first;
    otherwise `x` (easting) and `y` (northing) are a point.
    """
    common: dict[str, Any] = {
        "tolerance": min(max(number(form, "tolerance", 0), 0.0), MOST_TOLERANCE),
        "teryt": (word(form, "teryt") or "")[:6],
    }
    layer, fid = word(form, "layer"), word(form, "fid")
    if layer and fid:
        ns, _colon, local_id = fid.rpartition(":")
        return Place(layer=layer, ns=ns, local_id=local_id, **common)
    text = word(form, "shape")
    drawn = shape_given(text) if text else shapely.Point(number(form, "x"), number(form, "y"))
    return Place(wkb=shapely.to_wkb(drawn), **common)


def shape_given(text: str) -> shapely.Geometry:
    """A drawn shape: a valid point, line or polygon of sensible size in Poland."""
    try:
        drawn = shape(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, ShapelyError) as error:
        raise _bad_shape("malformed") from error
    if drawn.geom_type not in ("Point", "LineString", "Polygon") or drawn.is_empty or drawn.has_z:
        raise _bad_shape("malformed")
    west, south, east, north = drawn.bounds
    if not (0 < west <= east < 1e6 and 0 < south <= north < 1e6):
        raise _bad_shape("outside")
    if shapely.get_num_coordinates(drawn) > MOST_VERTICES or drawn.area > MOST_AREA or drawn.length > 100_000:
        raise _bad_shape("too_large")
    if not drawn.is_valid:
        raise _bad_shape("crossing_itself")
    return drawn


def _bad_shape(reason: str) -> BadRequest:
    messages = {
        "malformed": _("The shape must be a GeoJSON point, line or polygon."),
        "outside": _("The shape must be given in EPSG:2180, the easting first."),
        "too_large": _("The shape is too large to be asked about."),
        "crossing_itself": _("The outline of the shape crosses itself."),
    }
    return BadRequest(messages[reason], field="shape", reason=reason)
