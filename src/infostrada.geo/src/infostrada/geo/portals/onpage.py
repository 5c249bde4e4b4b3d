"""The behavior `infostrada.geo.map`: a geoportal below the text of any page."""

from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.portals.reading import portal
from plone import api
from plone.app.layout.viewlets import ViewletBase
from plone.autoform.interfaces import IFormFieldProvider
from plone.supermodel import model
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope import schema
from zope.interface import provider


@provider(IFormFieldProvider)
class IMapOnPage(model.Schema):
    """Which geoportal a page shows."""

    model.fieldset("place", label=_("Place"), fields=["page_map"])
    page_map = schema.Choice(
        title=_("Map on this page"),
        description=_("The geoportal stands below the text, with its layers and tools."),
        vocabulary="infostrada.geo.portals",
        required=False,
    )


class MapOnPage(ViewletBase):
    """The map, for readers who may see the geoportal; nothing for others."""

    block_template = ViewPageTemplateFile("../browser/templates/block.pt")

    def render(self) -> str:
        """The map's HTML."""
        uid = self.context.page_map
        try:
            found = portal(principals(), uid) if uid else None
        except Unavailable:
            # The block says itself that the map cannot be reached.
            found = {"uid": uid}
        shown = api.content.get(UID=uid) if found is not None else None
        if shown is None:
            return ""
        root = api.portal.get_navigation_root(shown)
        self.block = MapBlock(root, self.request, "geo-page-map", portal=uid, inside=True)
        return str(self.block_template())
