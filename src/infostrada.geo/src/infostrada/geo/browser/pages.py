"""The map page of a navigation root, the block below a linked record, the page of a layer."""

from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.features.reading import layers
from infostrada.geo.interfaces import IHoldsPlaces
from infostrada.geo.layers.sources import source_of
from infostrada.geo.layers.sources import STORE
from infostrada.geo.layers.sources import WITH_NAME
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import open_links
from infostrada.geo.links.successors import notice
from infostrada.geo.said import said
from infostrada.geo.services.answer import word
from plone import api
from plone.app.layout.viewlets.common import ViewletBase
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zope.i18n import translate


class MapPage(BrowserView):
    """`@@map`: the map of the region, or of the unit whose navigation root this is."""

    block_template = ViewPageTemplateFile("templates/block.pt")

    @property
    def page_title(self) -> str:
        """Title and heading of the page."""
        words = _("Map of ${place}", mapping={"place": self.context.Title()})
        return str(translate(words, context=self.request))

    def map_html(self) -> str:
        """The map and its twin list."""
        portal = word(self.request.form, "portal")
        self.block = MapBlock(self.context, self.request, "geo-map", portal=portal)
        return str(self.block_template())


class PlacesBlock(BrowserView):
    """The places a record is linked to, for those who may see their layers."""

    block_template = ViewPageTemplateFile("templates/block.pt")

    def __call__(self) -> str:
        """Nothing when the asker sees no link; a note when the database does not answer."""
        own = open_links(IGeoLinks(self.context).geo_links)
        if not own and not IHoldsPlaces.providedBy(self.context):
            return ""
        root = api.portal.get_navigation_root(self.context)
        self.block = MapBlock(root, self.request, "geo-map", self.context.UID())
        if self.block.failed:
            return str(self.block_template()) if own or self.block.twins else ""
        return notice(self.context, self.request) + str(self.block_template()) if self.block.twins else ""


class LinkedPlaces(ViewletBase):
    """The block below the body of a record."""

    def render(self) -> str:
        """The block's HTML."""
        return str(PlacesBlock(self.context, self.request)())


class LayerPage(BrowserView):
    """The page of a map layer: what it is, its map alone, where its data are."""

    block_template = ViewPageTemplateFile("templates/block.pt")

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        root = api.portal.get_navigation_root(context).absolute_url()
        self.items_url = f"{root}/@@geo/collections/{context.layer_id}/items"
        self.map_url = f"{root}/@@map"
        self.stored = (context.kind or STORE) == STORE

    def map_html(self) -> str:
        """The map of this layer alone."""
        root = api.portal.get_navigation_root(self.context)
        self.block = MapBlock(root, self.request, "geo-map", only=self.context.layer_id)
        return str(self.block_template())

    @property
    def may_choose(self) -> bool:
        """May the visitor take the names of layers from the outside service?"""
        return self.context.kind in WITH_NAME and bool(
            api.user.has_permission("Modify portal content", obj=self.context)
        )

    @property
    def flight_day(self) -> str:
        """The date of the flight in words."""
        return said(self.context.flown_on, self.request.get("LANGUAGE", "pl"))

    @property
    def coverage(self) -> str:
        """West, south, east and north edge in EPSG:2180, given or read from the file of an orthophoto."""
        return ", ".join(f"{edge:.0f}" for edge in source_of(self.context)["coverage"] or ())

    @property
    def counted(self) -> str:
        """How many features it holds, with spaces between thousands; empty where that is not known."""
        count = self.count
        return "" if count is None else f"{count:,}".replace(",", "\N{NO-BREAK SPACE}")

    @property
    def count(self) -> int | None:
        """How many features the layer holds; None where it holds none of its own, or the database does not answer."""
        if not self.stored:
            return None
        try:
            found = layers(principals())
        except Unavailable:
            return None
        return next((row["feature_count"] for row in found if row["layer"] == self.context.layer_id), 0)
