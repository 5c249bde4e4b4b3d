"""Where projects stand: columns `latitude` and `longitude` of the section PROJECTS, in degrees (WGS 84)."""

from infostrada.site.participation.budget.pabulib.faults import Report
from infostrada.site.participation.budget.pabulib.lines import Hashing
from infostrada.site.participation.budget.pabulib.lines import records
from typing import NamedTuple

import io
import re


DEGREES = re.compile(r"[-+]?\d{1,3}([.,]\d{1,20})?")
SECTIONS = ("META", "PROJECTS", "VOTES")


class Place(NamedTuple):
    """Degrees; the column's order is latitude first, a map's longitude first."""

    latitude: float
    longitude: float


def places(data: bytes) -> dict[str, Place]:
    """Places by project; what is no place is left out. Reads no further than the first ballot."""
    found: dict[str, Place] = {}
    section = ""
    columns: list[str] = []
    for _number, text, cells in records(Hashing(io.BytesIO(data)), Report()):
        row = [cell.strip() for cell in (cells or text.split(";"))]
        word = row[0].upper() if not any(row[1:]) else ""
        if word in SECTIONS:
            if word == "VOTES":
                break
            section, columns = word, []
        elif section == "PROJECTS" and not columns:
            columns = [name.lower() for name in row]
            if "latitude" not in columns or "longitude" not in columns:
                break
        elif section == "PROJECTS":
            named = dict(zip(columns, row, strict=False))
            place = place_of(named.get("latitude", ""), named.get("longitude", ""))
            if place is not None:
                found[named.get("project_id", "")] = place
    return found


def place_of(latitude: str, longitude: str) -> Place | None:
    """A place from two cells; None for empty, out of range, or 0, 0, which stands for nothing known."""
    if not DEGREES.fullmatch(latitude) or not DEGREES.fullmatch(longitude):
        return None
    place = Place(float(latitude.replace(",", ".")), float(longitude.replace(",", ".")))
    if abs(place.latitude) > 90 or abs(place.longitude) > 180 or place == (0, 0):
        return None
    return place
