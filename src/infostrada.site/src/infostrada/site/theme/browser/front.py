"""Front pages: the region's and each unit's own."""

from functools import cached_property
from infostrada.site import _
from infostrada.site.theme.browser.listing import entry
from infostrada.site.theme.browser.listing import search
from infostrada.site.theme.browser.listing import tile
from infostrada.site.theme.interfaces import IMasthead
from infostrada.site.theme.linked import organisation
from plone.registry.interfaces import IRegistry
from Products.Five import BrowserView
from typing import Any
from zope.component import getMultiAdapter
from zope.component import getUtility


class FrontPage(BrowserView):
    """What people come for: a search box, the most wanted things, what is new, whom to ask, the map."""

    desk = False
    latest_count = 5
    wanted_count = 9
    contact_count = 6

    @property
    def language(self) -> str:
        state = getMultiAdapter((self.context, self.request), name="plone_portal_state")
        return state.language()

    @property
    def masthead(self) -> IMasthead:
        return IMasthead(self.context)

    @property
    def linked_data(self) -> dict[str, Any]:
        """The office for search engines."""
        return organisation(self.masthead)

    @property
    def path(self) -> str:
        return "/".join(self.context.getPhysicalPath())

    def setting(self, name: str) -> Any:
        """A registry record of the theme."""
        return getUtility(IRegistry)[f"infostrada.theme.{name}"]

    @property
    def wanted(self) -> list[dict[str, str]]:
        """Things the editors have marked with the front page keyword."""
        keyword = self.setting("front_keyword")
        brains = search(
            self.context, self.wanted_count, path=self.path, Subject=keyword, sort_on="sortable_title"
        )
        return [self.told(tile(brain), brain) for brain in brains]

    @property
    def latest(self) -> list[dict[str, Any]]:
        """The newest published things of the types the registry names."""
        return self._newest("latest_types")

    @property
    def published(self) -> list[dict[str, Any]]:
        """The newest entries of the bulletins."""
        return self._newest("bulletin_types")

    def _newest(self, types: str) -> list[dict[str, Any]]:
        brains = search(
            self.context,
            self.latest_count,
            path=self.path,
            portal_type=list(self.setting(types)),
            sort_on="effective",
            sort_order="descending",
        )
        return [self.told(entry(brain, self.language), brain) for brain in brains]

    def told(self, item: dict[str, Any], brain: Any) -> dict[str, Any]:
        """An item of a list; on a page of many offices it says whose it is."""
        return item

    @property
    def contacts(self) -> list[dict[str, Any]]:
        """Desks and people the editors have marked with the contact keyword."""
        keyword = self.setting("contact_keyword")
        brains = search(
            self.context,
            self.contact_count,
            path=self.path,
            Subject=keyword,
            sort_on="getObjPositionInParent",
        )
        return [entry(brain, self.language) | {"meta": []} for brain in brains]

    @property
    def map_layers(self) -> list[str]:
        """Titles of what the visitor may see on the map; empty when there is no map."""
        brains = search(
            self.context, 12, portal_type=list(self.setting("map_types")), sort_on="sortable_title"
        )
        return [brain.Title for brain in brains]

    @property
    def facts(self) -> list[dict[str, str]]:
        """Whom to ask, as a fact sheet."""
        masthead = self.masthead
        facts = [
            {"label": _("Address"), "value": ", ".join(masthead.address)},
            {"label": _("Office hours"), "value": masthead.office_hours},
            {"label": _("Telephone"), "value": masthead.phone, "url": f"tel:{masthead.phone}"},
            {"label": _("E-mail"), "value": masthead.email, "url": f"mailto:{masthead.email}"},
            {"label": _("Address for electronic delivery"), "value": masthead.ade},
        ]
        return [fact for fact in facts if fact["value"]]


class RegionFront(FrontPage):
    """The region's front page: its offices besides."""

    contact_count = 0

    @cached_property
    def office_brains(self) -> list[Any]:
        """The offices the visitor may see."""
        types = self.setting("office_types")
        return search(self.context, 200, portal_type=list(types), sort_on="sortable_title")

    @property
    def offices(self) -> list[dict[str, Any]]:
        """Front pages of the offices, with what each says first."""
        return [entry(brain, self.language) | {"meta": []} for brain in self.office_brains]

    def told(self, item: dict[str, Any], brain: Any) -> dict[str, Any]:
        """The office's name stands beside the day."""
        path = f"{brain.getPath()}/"
        office = next(
            (each.Title for each in self.office_brains if path.startswith(f"{each.getPath()}/")), ""
        )
        return {**item, "meta": [*item.get("meta", ()), *([office] if office else ())]}

    @property
    def contacts(self) -> list[dict[str, Any]]:
        """Each office has its own."""
        return []
