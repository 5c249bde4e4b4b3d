"""Pages of geoportals and groups, and the bare page for embedding elsewhere."""

from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.core.security.headers import policy
from infostrada.core.security.headers import PUBLIC
from infostrada.core.security.publishing import POLICY
from infostrada.geo.browser.assets import Styled
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.features.reading import layers
from plone import api
from Products.Five.browser import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any


class PortalPage(BrowserView):
    """A geoportal: the map, and its list."""

    block_template = ViewPageTemplateFile("../browser/templates/block.pt")

    def map_html(self) -> str:
        """The map and its twin list."""
        root = api.portal.get_navigation_root(self.context)
        self.block = MapBlock(root, self.request, "geo-map", portal=self.context.UID())
        return str(self.block_template())


class GroupPage(Styled, BrowserView):
    """A group lists the layers that stand in it."""

    def layers(self) -> list[dict[str, Any]]:
        """The layers of the group the asker may see, in the group's order."""
        try:
            seen = {layer["layer"]: layer for layer in layers(principals())}
        except Unavailable:
            return []
        return [seen[name] for name in self.context.layers or () if name in seen]

    def url_of(self, layer: dict[str, Any]) -> str:
        """The page of a layer."""
        return f"{api.portal.get().absolute_url()}/resolveuid/{layer['uid']}"

    @property
    def map_url(self) -> str:
        """The map of this part of the site."""
        return f"{api.portal.get_navigation_root(self.context).absolute_url()}/@@map"


class EmbedPage(PortalPage):
    """`@@embed`: the map alone, which pages of other sites may show in a frame."""

    page_template = ViewPageTemplateFile("templates/embed.pt")

    def __call__(self) -> str:
        """The page, with leave for others to frame it.

        Our cookies are not sent into foreign frames (SameSite), so it shows what everybody sees.
        Browsers heed `frame-ancestors` and pass X-Frame-Options over (CSP level 2, 7.7.1).
        """
        self.request.response.setHeader(POLICY, policy(PUBLIC | {"frame-ancestors": ("*",)}))
        return str(self.page_template())

    @property
    def language(self) -> str:
        """Language of the page."""
        return str(api.portal.get_current_language(self.context))
