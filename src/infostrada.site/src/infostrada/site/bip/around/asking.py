"""Addresses as people type them, and the entries around one, each in one statement; the same whoever asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from infostrada.core.record import pending
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible_to_anybody
from infostrada.core.record.sql import rows
from infostrada.core.search.vocabulary import ANYBODY
from infostrada.geo.features.visible import VISIBLE_LAYER
from infostrada.geo.searching.reading import search
from typing import Any

import math
import re


DISTANCES = (200, 500, 1000, 3000, 10_000)
USUAL = 1000
MOST = 50
DEEPEST = 10_000
LONGEST = 120
AROUND = f"""
    WITH visible AS MATERIALIZED ({VISIBLE_LAYER}),
    place AS (SELECT ST_SetSRID(ST_MakePoint(%(east)s, %(north)s), 2180) AS geom),
    near AS (
        SELECT DISTINCT ON (k.uid) k.uid, ST_Distance(k.geom, place.geom) AS metres, k.business_id AS name,
            ARRAY[ST_XMin(k.geom), ST_YMin(k.geom), ST_XMax(k.geom), ST_YMax(k.geom)] AS extent
        FROM geo.record_link AS k JOIN visible USING (layer), place
        WHERE k.valid_to IS NULL AND ST_DWithin(k.geom, place.geom, %(metres)s)
        ORDER BY k.uid, metres
    )
    SELECT facet.uid, record.path, record.title, record.description, record.state, record.modified, record.effective,
        facet.unit, facet.kind, facet.day, round(near.metres)::int AS metres, near.name, near.extent,
        count(*) OVER () AS total
    FROM near JOIN site.bip_found AS facet USING (uid) JOIN core.record USING (uid)
    WHERE facet.open AND facet.effective <= %(now)s AND facet.expires > %(now)s AND record.state <> 'withdrawn'
        AND {visible_to_anybody("facet")} AND facet.uid <> ALL(ARRAY(SELECT uid FROM site.bip_unrevealed))
    ORDER BY facet.day DESC, near.metres, facet.uid OFFSET %(start)s LIMIT %(size)s
"""  # noqa: S608 - our own clauses
DEGREES = """
    SELECT ST_X(geom) AS longitude, ST_Y(geom) AS latitude
    FROM ST_Transform(ST_SetSRID(ST_MakePoint(%(east)s, %(north)s), 2180), 4326) AS geom
"""
METRES = """
    SELECT ST_X(geom) AS east, ST_Y(geom) AS north
    FROM ST_Transform(ST_SetSRID(ST_MakePoint(%(longitude)s, %(latitude)s), 4326), 2180) AS geom
"""


@dataclass(frozen=True)
class Spot:
    """A point, easting and northing in EPSG:2180, and what it is called."""

    east: float
    north: float
    title: str = ""
    note: str = ""


@dataclass(frozen=True)
class Question:
    """What an address of the page asks: words, a point that was chosen (longitude and latitude), metres, a row to begin at."""

    text: str = ""
    at: tuple[float, float] | None = None
    metres: int = USUAL
    start: int = 0


def asked_in(form: Mapping[str, Any]) -> Question:
    """The question of a form; what is no text, point or number in it is left out."""
    text = form.get("q")
    words = text.strip()[:LONGEST] if isinstance(text, str) and "\x00" not in text else ""
    metres, start = (_number(form.get(name)) for name in ("distance", "start"))
    return Question(
        words, _point(form.get("at")), metres if metres in DISTANCES else USUAL, min(start, DEEPEST)
    )


def spots(text: str) -> list[Spot]:
    """Places people may mean by words: addresses, parcels and other features anybody may see."""
    if not re.search(r"\w", text):
        return []
    found = []
    for row in search(text, ANYBODY):
        west, south, east, north = row["extent"]
        found.append(Spot((west + east) / 2, (south + north) / 2, row["title"], row["note"]))
    # The index of words and that of beginnings may both know a place.
    return list(dict.fromkeys(found))


def spot_at(at: tuple[float, float], title: str = "") -> Spot:
    """The spot at a longitude and latitude."""
    found = rows(METRES, {"longitude": at[0], "latitude": at[1]})[0]
    return Spot(found["east"], found["north"], title)


def degrees(spot: Spot) -> tuple[float, float]:
    """Longitude and latitude of a spot, to the metre."""
    found = rows(DEGREES, {"east": spot.east, "north": spot.north})[0]
    return round(found["longitude"], 5), round(found["latitude"], 5)


def around(spot: Spot, metres: int, start: int = 0, size: int = MOST) -> list[dict[str, Any]]:
    """Public entries linked to a place within so many metres, the newest first; each row knows the `total`."""
    pending.flush()
    return rows(
        AROUND,
        {
            **parameters(ANYBODY),
            "east": spot.east,
            "north": spot.north,
            "metres": metres,
            "now": datetime.now(UTC),
            "start": start,
            "size": size,
        },
    )


def _number(given: Any) -> int:
    return int(given) if isinstance(given, str) and re.fullmatch(r"[0-9]{1,6}", given) else 0


def _point(given: Any) -> tuple[float, float] | None:
    """Longitude and latitude within Poland's surroundings, where metres of EPSG:2180 are metres."""
    parts = given.split(",") if isinstance(given, str) and len(given) < 60 else []
    try:
        longitude, latitude = map(float, parts)
    except ValueError:
        return None
    if not (math.isfinite(longitude) and math.isfinite(latitude)):
        return None
    return (longitude, latitude) if 13 <= longitude <= 25 and 48 <= latitude <= 56 else None
