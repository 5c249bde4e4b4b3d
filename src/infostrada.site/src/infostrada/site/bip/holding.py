"""Entries of an import that is not through yet: lists show all of them at once, or none."""

from infostrada.core.record.row import unit_of as unit_id_of
from infostrada.core.record.sql import rows
from typing import Any


HELD = """
    SELECT held.uid FROM site.bip_unrevealed AS held JOIN site.bip_import AS made ON made.id = held.import
    WHERE made.unit = %(unit)s
"""


def revealed(alias: str) -> str:
    """Condition for entries lists may show; `alias` is a table with their UIDs."""
    return f"NOT EXISTS (SELECT FROM site.bip_unrevealed AS held WHERE held.uid = {alias}.uid)"


def held_query(place: Any) -> dict[str, Any]:
    """The same as a part of a query of the catalog for what lies below a place; empty while nothing is imported."""
    held = [row["uid"] for row in rows(HELD, {"unit": unit_id_of(place) or ""})]
    return {"UID": {"not": held}} if held else {}
