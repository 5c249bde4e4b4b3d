"""Public entries below a place from the catalog, without waking an object; the same for every reader."""

from collections.abc import Iterator
from DateTime import DateTime
from infostrada.site.bip.holding import held_query
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.bip.rules import PUBLIC_STATES
from plone import api
from typing import Any
from typing import NamedTuple


STATES = (*PUBLIC_STATES, "withdrawn")


class PublicRow(NamedTuple):
    """An entry as anybody may know of it; of a withdrawn one only that it was there."""

    uid: str
    url: str
    state: str
    title: str
    description: str
    published_at: str
    changed_at: str
    section: str


def public_rows(place: Any, size: int | None = None) -> Iterator[PublicRow]:
    """Entries below a bulletin or section, the last changed first; drafts and planned ones never."""
    catalog = api.portal.get_tool("portal_catalog")
    query: dict[str, Any] = {
        "portal_type": TYPES,
        "path": "/".join(place.getPhysicalPath()),
        "review_state": STATES,
        "expires": {"query": DateTime(), "range": "min"},
        "sort_on": "modified",
        "sort_order": "descending",
        **held_query(place),
    }
    if size is not None:
        query["sort_limit"] = size
    for brain in catalog.unrestrictedSearchResults(**query)[:size]:
        yield _row(brain)


def newest_change(place: Any) -> str:
    """Moment of the last public change below a place; when the place was made, if there was none."""
    return next((row.changed_at for row in public_rows(place, 1)), place.created().ISO8601())


def _row(brain: Any) -> PublicRow:
    gone = brain.review_state == "withdrawn"
    return PublicRow(
        uid=brain.UID,
        url=brain.getURL(),
        state=brain.review_state,
        title=brain.Title,
        description="" if gone else brain.Description,
        published_at=brain.effective.ISO8601(),
        changed_at=brain.modified.ISO8601(),
        section=brain.getPath().split("/")[-2],
    )
