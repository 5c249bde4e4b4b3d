"""Rows of geoportals and groups in SQL, so that a map's settings are read without waking objects."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.geo.interfaces import IGeoGroup
from infostrada.geo.interfaces import IGeoPortal
from infostrada.geo.layers.sources import coverage_of
from typing import Any
from zope.component import adapter
from zope.interface import implementer


GROUPS = "geo.group_listing"
PORTALS = "geo.portal_listing"
register_listing_table(GROUPS)
register_listing_table(PORTALS)


@adapter(IGeoGroup)
@implementer(IListingRow)
class GroupRow:
    """What a map needs to know of a group."""

    def __init__(self, group: Any) -> None:
        self.group = group

    def values(self) -> dict[str, Any]:
        """The columns of `geo.group_listing`."""
        group = self.group
        return {"title": group.title, "layers": list(group.layers or ()), "opened": bool(group.opened)}


@adapter(IGeoPortal)
@implementer(IListingRow)
class PortalRow:
    """What a map needs to know of its geoportal."""

    def __init__(self, portal: Any) -> None:
        self.portal = portal

    def values(self) -> dict[str, Any]:
        """The columns of `geo.portal_listing`."""
        portal = self.portal
        return {
            "title": portal.title,
            "layers": list(portal.layers or ()),
            "groups": list(portal.groups or ()),
            "base_maps": list(portal.base_maps or ()),
            "tools": sorted(portal.tools or ()),
            "view": coverage_of(portal.first_view),
            "teryt": portal.teryt or "",
            "main": bool(portal.main),
        }
