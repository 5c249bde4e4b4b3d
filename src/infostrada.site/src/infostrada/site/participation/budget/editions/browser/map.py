"""Projects of an edition on the map, with the list beside it that is the accessible way: what won stands first.

The map is the geo add-on's own; it is told to show these projects and no other records (`config`), and where they are
(`places`, GeoJSON in WGS 84, longitude first).
"""

from collections.abc import Iterator
from dataclasses import replace
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import Unavailable
from infostrada.geo.browser.block import MapBlock
from infostrada.geo.browser.config import map_config
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.moving import to_store
from infostrada.geo.styles.rules import Rule
from infostrada.geo.styles.rules import Style
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

import json
import shapely


MAP = "geo-map"
# West, south, east and north of what EPSG:2180 is made for, in degrees.
POLAND = (14.0, 49.0, 24.2, 54.9)
NEAR = 150
# What won is told from the rest by its sign, not by colour alone; the page draws the same signs.
MARKS = {
    "won": Rule(title=_("Projects that won"), fill="@won", stroke="@halo", width=2, symbol="star", size=13),
    "lost": Rule(
        title=_("Projects that did not win"),
        fill="@halo",
        stroke="@lost",
        width=2.5,
        symbol="circle",
        size=7,
    ),
}

SIGN = '<svg class="map-mark is-{name}" viewBox="0 0 24 24" aria-hidden="true">{shape}</svg>'
SIGNS = {
    "won": SIGN.format(
        name="won", shape='<path d="M12 1l3 7.6 8.1.4-6.3 5.2 2.1 8-6.9-4.5-6.9 4.5 2.1-8L.9 9l8.1-.4z"/>'
    ),
    "lost": SIGN.format(name="lost", shape='<circle cx="12" cy="12" r="8"/>'),
}


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

    @property
    def mark(self) -> str:
        """Its sign on the map."""
        return "won" if self.won else "lost"


class ProjectMap(TakesNames, Page):
    """`@@project-map`; subclasses know where their projects are. Its script asks for `config` and `places` below it."""

    page_title = _("Projects on the map")
    failed = False

    def __call__(self) -> Any:
        """The page, or JSON for the map."""
        if self.name not in ("", "config", "places"):
            raise NotFound(self.name)
        self.placed = self._read()
        if self.name == "config":
            return self._json(self.config())
        if self.name == "places":
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
        return not self.request.form.get("won") or not any(row.won for row in self.placed)

    def views(self) -> list[dict[str, Any]]:
        """The two maps to choose from, when there is a choice."""
        won = sum(row.won for row in self.placed)
        if won in (0, len(self.placed)):
            return []
        url = f"{self.context.absolute_url()}/@@project-map"
        return [
            {"title": self.say(_("All projects")), "count": len(self.placed), "url": url, "here": self.all_shown},
            {"title": self.say(_("Projects that won")), "count": won, "url": f"{url}?won=1",
             "here": not self.all_shown},
        ]  # fmt: skip

    def on_map(self) -> bool:
        """Is there anything the map can show?"""
        return any(row.extent for row in self.placed)

    def marks(self) -> list[dict[str, str]]:
        """The legend, when there is something to tell apart."""
        if not any(row.won for row in self.placed):
            return []
        names = ("won", "lost") if self.all_shown and not all(row.won for row in self.placed) else ("won",)
        return [{"sign": SIGNS[name], "title": self.say(MARKS[name].title)} for name in names]

    def config_url(self) -> str:
        """Address of the map's settings."""
        return f"{self.context.absolute_url()}/@@project-map/config{'' if self.all_shown else '?won=1'}"

    def config(self) -> dict[str, Any]:
        """The settings of the unit's map, for these projects alone."""
        found = map_config(self.root, self.request)
        more = "?won=1" if self.request.form.get("won") else ""
        found["urls"]["links"] = f"{self.context.absolute_url()}/@@project-map/places{more}"
        rules = [replace(rule, title=self.say(rule.title)) for rule in MARKS.values()]
        marks = [
            {"name": name, "rule": rule} for name, rule in zip(MARKS, Style(tuple(rules)).data(), strict=True)
        ]
        # Until something has won there is nothing to tell apart.
        told = {"marks": marks} if any(row.won for row in self.placed) else {}
        return {**found, "focus": "links", "title": self.context.title, **told}

    def places(self) -> dict[str, Any]:
        """GeoJSON (RFC 7946); once something has won each project says its mark."""
        some_won = any(row.won for row in self.placed)
        features = [
            {
                "type": "Feature",
                "geometry": row.geometry,
                "properties": {
                    "title": f"{row.title} ({row.tag['text']})",
                    "url": row.url,
                    **({"mark": row.mark} if some_won else {}),
                },
            }
            for row in self.placed
            if row.extent and (row.won or self.all_shown)
        ]
        return {"type": "FeatureCollection", "features": features}

    def rows(self) -> list[dict[str, Any]]:
        """The list."""
        told = bool(self.marks())
        return [
            {**row._asdict(), "sign": SIGNS[row.mark] if told else "", "show": f"{self.say(_('Show on the map'))}: {row.title}",
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
