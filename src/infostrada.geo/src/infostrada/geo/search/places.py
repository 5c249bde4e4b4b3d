"""Places as they are written in the query `geo`; pure.

`bbox:18.9,52.9,19.1,53.1` (degrees: west, south, east, north), `feature:049901_2.0001.12/3` (what people call a
feature), `near:19.0,53.0,500` and `near:049901_2.0001.12/3,500` (metres). A query has one such text or several, also by
kind: `{"bbox": "18.9,52.9,19.1,53.1"}`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.errors import BadRequest
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs

import math


MOST_METRES = 50_000.0
MOST_TEXT = 300
MOST_PLACES = 20
KINDS = ("bbox", "feature", "near")


@dataclass(frozen=True)
class Place:
    """One of: a box, a named feature, a point or a named feature with a distance in metres."""

    box: Box | None = None
    name: str = ""
    point: tuple[float, float] | None = None
    metres: float | None = None


def texts_of(asked: object) -> list[str]:
    """The texts of a query, each a lawful place; a record at any of them is found. BadRequest."""
    if isinstance(asked, Mapping):
        if set(asked) - {"query", "operator", *KINDS} or asked.get("operator", "or") != "or":
            raise unlawful()
        texts = _several(asked.get("query"))
        texts += [f"{kind}:{text}" for kind in KINDS for text in _several(asked.get(kind))]
    else:
        texts = _several(asked)
    if not 0 < len(texts) <= MOST_PLACES:
        raise unlawful()
    for text in texts:
        place_of(text)
    return [str(text) for text in texts]


def place_of(text: object) -> Place:
    """The place a text means; BadRequest."""
    if not isinstance(text, str) or len(text) > MOST_TEXT or "\0" in text:
        raise unlawful()
    kind, _colon, rest = text.strip().partition(":")
    rest = rest.strip()
    if not rest:
        raise unlawful()
    match kind:
        case "bbox":
            return Place(box=box_given(rest, Crs.CRS84))
        case "feature":
            return Place(name=rest)
        case "near":
            return _near(rest)
    raise unlawful()


def _several(asked: object) -> list[object]:
    if asked is None:
        return []
    return list(asked) if isinstance(asked, list | tuple) else [asked]


def _near(text: str) -> Place:
    *where, metres = (part.strip() for part in text.split(","))
    distance = _number(metres)
    if not 0 <= distance <= MOST_METRES or not where:
        raise unlawful()
    if len(where) == 1:
        return Place(name=where[0], metres=distance)
    if len(where) != 2:
        raise unlawful()
    longitude, latitude = map(_number, where)
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise unlawful()
    return Place(point=(longitude, latitude), metres=distance)


def _number(text: str) -> float:
    try:
        value = float(text)
    except ValueError as error:
        raise unlawful() from error
    if not math.isfinite(value):
        raise unlawful()
    return value


def unlawful() -> BadRequest:
    """The refusal of what is no place."""
    message = _("A place is bbox:west,south,east,north, feature:identifier or near:place,metres.")
    return BadRequest(message, field="geo", reason="unlawful_place")
