"""The map with its twin list: whatever records are on the map stand in the list beside it."""

from dataclasses import dataclass
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo.browser.assets import address
from infostrada.geo.browser.words import WORDS
from infostrada.geo.interfaces import IGeoLayer
from infostrada.geo.interfaces import IHoldsPlaces
from infostrada.geo.links.behavior import IGeoLinks
from infostrada.geo.links.model import open_links
from infostrada.geo.links.reading import links
from infostrada.geo.links.reading import MOST
from infostrada.geo.links.vocabularies import ROLE_TITLES
from itertools import islice
from plone import api
from typing import Any
from urllib.parse import urlencode
from zope.i18n import translate

import shapely


@dataclass(frozen=True)
class Twin:
    """One row of the list: a record and the feature it is linked to."""

    uid: str
    title: str
    url: str
    name: str
    layer: str
    role: str
    extent: str


def visible_layers() -> list[Any]:
    """The layers the asker may view, asked of the objects: for when the database does not answer."""
    found = api.content.find(object_provides=IGeoLayer)
    return [brain.getObject() for brain in found]


class MapBlock:
    """What the template of a map needs; `uid` narrows it to one record, `portal` composes it.

    `inside`: the map is a part of a page about something else.
    """

    def __init__(
        self,
        root: Any,
        request: Any,
        map_id: str,
        uid: str | None = None,
        portal: str | None = None,
        only: str | None = None,
        inside: bool = False,
    ) -> None:
        self.root = root
        self.request = request
        self.map_id = map_id
        self.uid = uid
        self.portal = portal
        self.only = only
        self.inside = inside
        self.failed = False
        self.twins = self._twins()

    @property
    def config_url(self) -> str:
        """Address of the map's settings."""
        base = f"{self.root.absolute_url()}/@@geo/config"
        given = {name: value for name in ("uid", "portal", "only") if (value := getattr(self, name))}
        return f"{base}?{urlencode(given)}" if given else base

    @property
    def keep(self) -> str:
        """On the page of a map the address follows the view; a block in another page leaves it."""
        return "" if self.uid or self.only or self.inside else "address"

    @property
    def small(self) -> str | None:
        """A map of a record's own places is small, with a way to the large one."""
        return "small" if self.uid else None

    @property
    def script(self) -> str:
        """Address of the map's script."""
        return address(api.portal.get().absolute_url(), "geo-map.js")

    @property
    def style(self) -> str:
        """Address of the map's style sheet."""
        return address(api.portal.get().absolute_url(), "geo-map.css")

    @property
    def down_message(self) -> str:
        """Said when the map data cannot be reached."""
        return str(translate(WORDS["down"], context=self.request))

    @property
    def is_cut(self) -> bool:
        """Are there more links than the list holds?"""
        return len(self.twins) >= MOST

    def _twins(self) -> list[Twin]:
        """Rows for the asker; none, and `failed`, when the database does not answer."""
        if self.only:
            return []
        below = None if self.uid else "/".join(self.root.getPhysicalPath())
        try:
            found = links(principals(), within=self.uid, below=below)
        except Unavailable:
            self.failed = True
            return self._kept()
        return [self._twin(row) for row in found]

    @property
    def named(self) -> bool:
        """Does the list say of which document each place is?"""
        return any(twin.uid != self.uid for twin in self.twins)

    def _kept(self) -> list[Twin]:
        """The links of a record and of what lies in it as they keep them, while the database does not answer."""
        record = api.content.get(UID=self.uid) if self.uid else None
        if record is None:
            return []
        layers = {each.layer_id: each.title for each in visible_layers()}
        return [twin for each in _holders(record) for twin in self._kept_by(each, layers)]

    def _kept_by(self, record: Any, layers: dict[str, str]) -> list[Twin]:
        held = IGeoLinks(record, None)
        if held is None:
            return []
        return [
            Twin(
                uid=record.UID(),
                title=record.title,
                url=record.absolute_url(),
                name=link.business_id,
                layer=layers[link.layer],
                role=translate(ROLE_TITLES[link.role], context=self.request),
                extent=",".join(
                    str(round(edge, 2)) for edge in shapely.from_wkb(link.snapshot.wkb2180).bounds
                ),
            )
            for link in open_links(held.geo_links)
            if link.layer in layers
        ]

    def _twin(self, row: dict[str, Any]) -> Twin:
        return Twin(
            uid=row["uid"],
            title=row["title"],
            url=self.request.physicalPathToURL(row["path"]),
            name=row["business_id"],
            layer=row["layer_title"],
            role=translate(ROLE_TITLES[row["role"]], context=self.request),
            extent=",".join(str(round(edge, 2)) for edge in row["extent"]),
        )


def _holders(record: Any) -> list[Any]:
    """The record, and what lies in it that the asker may view."""
    inside = record.objectValues() if IHoldsPlaces.providedBy(record) else ()
    seen = (each for each in inside if api.user.has_permission("View", obj=each))
    return [record, *islice(seen, MOST)]
