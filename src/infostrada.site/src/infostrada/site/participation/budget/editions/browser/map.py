"""Projects of an edition on the map, with the table that is the accessible way: what won stands first.

The map is the geo add-on's own; it is told to show these projects and no other records (`config`), and where they are
(`places`, GeoJSON in WGS 84, longitude first).
"""

from collections.abc import Iterator
from infostrada.core.errors import Unavailable
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.browser.config import map_config
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import to_store
from infostrada.site import _
from infostrada.site.participation.budget.browser.recount import OUTCOMES
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.editions.browser.pages import WON
from infostrada.site.participation.budget.editions.content import Pool
from infostrada.site.participation.budget.pabulib.places import Place
from plone import api
from typing import Any
from typing import NamedTuple
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import json
import shapely


MAP = "geo-map"
# West, south, east and north of what EPSG:2180 is made for, in degrees.
POLAND = (14.0, 49.0, 24.2, 54.9)
NEAR = 150


class Placed(NamedTuple):
    """A project with its place; `extent` is west, south, east, north in EPSG:2180, empty outside the map."""

    title: str
    url: str
    won: bool
    tag: dict[str, str]
    cost: str
    where: str
    geometry: dict[str, Any]
    extent: str


@implementer(IPublishTraverse)
class ProjectMap(Page):
    """`@@project-map`; subclasses know where their projects are."""

    page_title = _("Projects on the map")
    part = ""
    failed = False

    def publishTraverse(self, request: Any, name: str) -> "ProjectMap":
        """`config` and `places` are what the map's script asks for."""
        if name not in ("config", "places") or self.part:
            raise NotFound(name)
        self.part = name
        return self

    def __call__(self) -> Any:
        """The page, or JSON for the map."""
        if self.part == "config":
            return self._json(self.config())
        self.placed = self._read()
        if self.part == "places":
            return self._json(self.places())
        self.block = MapBlock(self.root, self.request, MAP, inside=True)
        return self.index()

    def find(self) -> Iterator[Placed]:
        """Projects with a place, in any order; raises Unavailable while the map's data are away."""
        raise NotImplementedError

    def _read(self) -> list[Placed]:
        try:
            return sorted(self.find(), key=lambda row: not row.won)
        except Unavailable:
            self.failed = True
            return []

    @property
    def root(self) -> Any:
        """The part of the site whose layers the map has."""
        return api.portal.get_navigation_root(self.context)

    @property
    def all_shown(self) -> bool:
        """Does the map show those too that did not win?"""
        return bool(self.request.form.get("all")) or not any(row.won for row in self.placed)

    def views(self) -> list[dict[str, Any]]:
        """The two maps to choose from, when there is a choice."""
        won = sum(row.won for row in self.placed)
        if won in (0, len(self.placed)):
            return []
        url = f"{self.context.absolute_url()}/@@project-map"
        return [
            {"title": self.say(_("Projects that won")), "count": won, "url": url, "here": not self.all_shown},
            {"title": self.say(_("All projects")), "count": len(self.placed), "url": f"{url}?all=1",
             "here": self.all_shown},
        ]  # fmt: skip

    def on_map(self) -> bool:
        """Is there anything the map can show?"""
        return any(row.extent for row in self.placed)

    def config_url(self) -> str:
        """Address of the map's settings."""
        return f"{self.context.absolute_url()}/@@project-map/config{'?all=1' if self.all_shown else ''}"

    def config(self) -> dict[str, Any]:
        """The settings of the unit's map, for these projects alone."""
        found = map_config(self.root, self.request)
        more = "?all=1" if self.request.form.get("all") else ""
        found["urls"]["links"] = f"{self.context.absolute_url()}/@@project-map/places{more}"
        return {**found, "focus": "links", "title": self.context.title}

    def places(self) -> dict[str, Any]:
        """GeoJSON (RFC 7946)."""
        features = [
            {
                "type": "Feature",
                "geometry": row.geometry,
                "properties": {"title": f"{row.title} ({row.tag['text']})", "url": row.url},
            }
            for row in self.placed
            if row.extent and (row.won or self.all_shown)
        ]
        return {"type": "FeatureCollection", "features": features}

    def rows(self) -> list[dict[str, Any]]:
        """The table."""
        return [
            {**row._asdict(), "show": f"{self.say(_('Show on the map'))}: {row.title}",
             "shown": bool(row.extent) and (row.won or self.all_shown)}
            for row in self.placed
        ]  # fmt: skip

    def _json(self, value: Any) -> str:
        self.request.response.setHeader("Content-Type", "application/json; charset=utf-8")
        return json.dumps(value, ensure_ascii=False)


class PastProjectMap(ProjectMap):
    """An edition brought in from files: places stand in the files."""

    def find(self) -> Iterator[Placed]:
        """Projects of all pools."""
        for pool in self.context.pools:
            known = pool.places()
            for standing in pool.read("result")["standings"]:
                if (place := known.get(standing["project"])) is not None:
                    yield self._placed(pool, standing, place)

    def _placed(self, pool: Pool, standing: dict[str, Any], place: Place) -> Placed:
        won = standing["outcome"] in WON
        return Placed(
            str(pool.read("figures")["projects"][standing["project"]]["name"]),
            f"{self.context.absolute_url()}/@@pool/{pool.name}#p-{standing['project']}",
            won,
            {"tone": "done" if won else "wait", "text": self.say(OUTCOMES[standing["outcome"]])},
            self.amount(standing["cost"]),
            f"{abs(place.latitude):.5f}° {'N' if place.latitude >= 0 else 'S'}, "
            f"{abs(place.longitude):.5f}° {'E' if place.longitude >= 0 else 'W'}",
            {"type": "Point", "coordinates": [place.longitude, place.latitude]},
            extent_of(place),
        )


def extent_of(place: Place) -> str:
    """What is near a place; empty for one the map does not reach."""
    west, south, east, north = POLAND
    if not (west <= place.longitude <= east and south <= place.latitude <= north):
        return ""
    point = to_store(shapely.Point(place.longitude, place.latitude), Crs.CRS84)
    x, y = point.x, point.y
    return ",".join(str(round(edge, 2)) for edge in (x - NEAR, y - NEAR, x + NEAR, y + NEAR))
