"""Projects of an edition on the map, with the twin list that is the accessible way: what won stands first."""

from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.links.reading import links
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.records.workflow import state_of
from plone import api
from typing import Any


class ProjectMap(Page):
    """`@@project-map` of an edition."""

    page_title = _("Projects on the map")

    def __call__(self) -> Any:
        """The page; without the map's data the list says so."""
        root = api.portal.get_navigation_root(self.context)
        self.block = MapBlock(root, self.request, "geo-map", inside=True)
        self.failed = False
        return self.index()

    def rows(self) -> list[dict[str, Any]]:
        """Projects with a place, winners first."""
        known = {"/".join(p.getPhysicalPath()): p for p in projects_of(self.context)}
        try:
            found = links(principals(), below="/".join(self.context.getPhysicalPath()))
        except Unavailable:
            self.failed = True
            return []
        rows = [self._row(known[link["path"]], link) for link in found if link["path"] in known]
        return sorted(rows, key=lambda row: row["order"])

    def _row(self, project: Any, link: dict[str, Any]) -> dict[str, Any]:
        state = state_of(project)
        words, tone = STATE_WORDS[state]
        return {
            "order": (state not in (*RUNNING, "settled"), project.number),
            "title": f"{project.number}. {project.title}",
            "url": project.absolute_url(),
            "cost": self.amount(project.cost),
            "place": f"{link['layer_title']}: {link['business_id']}",
            "show": f"{self.say(_('Show on the map'))}: {project.title}",
            "tag": {"tone": tone, "text": self.say(words)},
            "extent": ",".join(str(round(edge, 2)) for edge in link["extent"]),
        }
