"""Lists of entries from the catalog, without waking an object."""

from collections.abc import Sequence
from infostrada.site.bip.holding import held_query
from infostrada.site.bip.registers.kinds import TYPES
from plone import api
from typing import Any


PAGE = 25


# What lists of a bulletin show: the archive has a list of its own.
PRESENT = ("draft", "planned", "published", "superseded", "withdrawn")


def entries_of(
    place: Any, start: int = 0, size: int = PAGE, states: Sequence[str] = PRESENT
) -> list[dict[str, Any]]:
    """Entries below a place the visitor may see, newest first."""
    catalog = api.portal.get_tool("portal_catalog")
    brains = catalog(
        portal_type=TYPES,
        review_state=states,
        path="/".join(place.getPhysicalPath()),
        sort_on="effective",
        sort_order="descending",
        b_start=start,
        b_size=size + 1,
        sort_limit=start + size + 1,
        **held_query(place),
    )
    return [_row(brain) for brain in brains[start : start + size]]


def _row(brain: Any) -> dict[str, Any]:
    published = brain.effective if brain.review_state not in ("draft", "planned") else None
    return {
        "@id": brain.getURL(),
        "title": brain.Title,
        "description": brain.Description if brain.review_state != "withdrawn" else "",
        "state": brain.review_state,
        "published_at": published.ISO8601() if published is not None else None,
    }
