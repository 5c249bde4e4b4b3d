"""Places as they are written in the query `geo`; pure.

`bbox:18.9,52.9,19.1,53.1` (degrees: west, south, east, north), `feature:049901_2.0001.12/3` (what people call a
feature), `near:19.0,53.0,500` and `near:049901_2.0001.12/3,500` (metres).
"""

from dataclasses import dataclass
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs

import math


MOST_METRES = 50_000.0
MOST_TEXT = 300


@dataclass(frozen=True)
class Place:
    """One of: a box, a named feature, a point or a named feature with a distance in metres."""

    box: Box | None = None
    name: str = ""
    point: tuple[float, float] | None = None
    metres: float | None = None


def place_of(text: object) -> Place:
    """The place a text means; BadRequest."""
    if not isinstance(text, str) or len(text) > MOST_TEXT or "\0" in text:
        raise _unlawful()
    kind, _colon, rest = text.strip().partition(":")
    rest = rest.strip()
    if not rest:
        raise _unlawful()
    match kind:
        case "bbox":
            return Place(box=box_given(rest, Crs.CRS84))
        case "feature":
            return Place(name=rest)
        case "near":
            return _near(rest)
    raise _unlawful()


def _near(text: str) -> Place:
    *where, metres = (part.strip() for part in text.split(","))
    distance = _number(metres)
    if not 0 <= distance <= MOST_METRES or not where:
        raise _unlawful()
    if len(where) == 1:
        return Place(name=where[0], metres=distance)
    if len(where) != 2:
        raise _unlawful()
    longitude, latitude = map(_number, where)
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _unlawful()
    return Place(point=(longitude, latitude), metres=distance)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise _unlawful() from error
    if not math.isfinite(value):
        raise _unlawful()
    return value


def _unlawful() -> BadRequest:
    message = _("A place is bbox:west,south,east,north, feature:identifier or near:place,metres.")
    return BadRequest(message, field="geo", reason="unlawful_place")
