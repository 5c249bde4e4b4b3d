"""Site map of one office, two levels deep."""

from infostrada.site import _
from plone.registry.interfaces import IRegistry
from Products.CMFCore.utils import getToolByName
from Products.Five import BrowserView
from typing import Any
from zope.component import getUtility


LIMIT = 1000


class SiteMap(BrowserView):
    """Sections and what lies in them, from one catalog query; deeper levels are a click away."""

    page_title = _("Site map")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Top sections with their children in the editors' order."""
        root = "/".join(self.context.getPhysicalPath())
        brains = getToolByName(self.context, "portal_catalog").searchResults(
            path={"query": root, "depth": 2},
            portal_type=getUtility(IRegistry)["plone.displayed_types"],
            exclude_from_nav=False,
            is_default_page=False,
            sort_on="getObjPositionInParent",
            sort_limit=LIMIT,
        )[:LIMIT]
        sections: dict[str, dict[str, Any]] = {}
        children: dict[str, list[dict[str, str]]] = {}
        for brain in brains:
            path = brain.getPath()
            parent = path.rpartition("/")[0]
            link = {"url": brain.getURL(), "title": brain.Title or brain.getId}
            if parent == root:
                sections[path] = {**link, "children": children.setdefault(path, [])}
            else:
                children.setdefault(parent, []).append(link)
        return list(sections.values())
