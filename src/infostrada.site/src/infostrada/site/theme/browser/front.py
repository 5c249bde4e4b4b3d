"""Front pages: the region's and each unit's own."""

from infostrada.site import _
from infostrada.site.theme.browser.listing import entry
from infostrada.site.theme.browser.listing import search
from infostrada.site.theme.browser.listing import tile
from infostrada.site.theme.interfaces import IMasthead
from plone.registry.interfaces import IRegistry
from Products.Five import BrowserView
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility


class FrontPage(BrowserView):
    """What people come for: a search box, the most wanted things, what is new, whom to ask."""

    desk = False
    latest_count = 6
    wanted_count = 9

    @property
    def language(self) -> str:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        return state.language()

    @property
    def masthead(self) -> IMasthead:
        return IMasthead(self.context)

    @property
    def path(self) -> str:
        return "/".join(self.context.getPhysicalPath())

    @property
    def wanted(self) -> list[dict[str, str]]:
        """Things the editors have marked with the front page keyword."""
        keyword = getUtility(IRegistry)["infostrada.theme.front_keyword"]
        brains = search(
            self.context, self.wanted_count, path=self.path, Subject=keyword, sort_on="sortable_title"
        )
        return [tile(brain) for brain in brains]

    @property
    def latest(self) -> list[dict[str, Any]]:
        """The newest published things of the types the registry names."""
        types = getUtility(IRegistry)["infostrada.theme.latest_types"]
        brains = search(
            self.context,
            self.latest_count,
            path=self.path,
            portal_type=list(types),
            sort_on="effective",
            sort_order="descending",
        )
        return [entry(brain, self.language) for brain in brains]

    @property
    def facts(self) -> list[dict[str, str]]:
        """Whom to ask, as a fact sheet."""
        masthead = self.masthead
        facts = [
            {"label": _("Address"), "value": ", ".join(masthead.address)},
            {"label": _("Telephone"), "value": masthead.phone, "url": f"tel:{masthead.phone}"},
            {"label": _("E-mail"), "value": masthead.email, "url": f"mailto:{masthead.email}"},
        ]
        return [fact for fact in facts if fact["value"]]


class RegionFront(FrontPage):
    """The region's front page: its offices besides."""

    @property
    def offices(self) -> list[dict[str, str]]:
        """Front pages of the offices the visitor may see."""
        types = getUtility(IRegistry)["infostrada.theme.office_types"]
        brains = search(self.context, 200, portal_type=list(types), sort_on="sortable_title")
        return [tile(brain) for brain in brains]
