"""Projects of an edition being held on the map: they stand on the parcels they are linked to."""

from collections.abc import Iterator
from infostrada.core.record.access import principals
from infostrada.geo.links.reading import links
from infostrada.site.participation.budget.editions.browser.map import Placed
from infostrada.site.participation.budget.editions.browser.map import ProjectMap
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.operations import RUNNING
from infostrada.site.participation.budget.rounds.operations import projects_of
from infostrada.site.records.workflow import state_of
from typing import Any


class LivingProjectMap(ProjectMap):
    """`@@project-map` of an edition being held."""

    def find(self) -> Iterator[Placed]:
        """Projects by their numbers, once for each parcel."""
        known = {"/".join(p.getPhysicalPath()): p for p in projects_of(self.context)}
        found = links(principals(), below="/".join(self.context.getPhysicalPath()))
        placed = [(known[link["path"]], link) for link in found if link["path"] in known]
        for project, link in sorted(placed, key=lambda pair: pair[0].number):
            yield self._placed(project, link)

    def _placed(self, project: Any, link: dict[str, Any]) -> Placed:
        state = state_of(project)
        words, tone = STATE_WORDS[state]
        return Placed(
            f"{project.number}. {project.title}",
            project.absolute_url(),
            state in (*RUNNING, "settled"),
            {"tone": tone, "text": self.say(words)},
            self.amount(project.cost),
            f"{link['layer_title']}: {link['business_id']}",
            link["geometry"],
            ",".join(str(round(edge, 2)) for edge in link["extent"]),
        )
