"""`@@around-me` of the region: an address, a distance, the list and the map; and the same as a feed."""

from functools import cached_property
from infostrada.geo.browser.assets import address as asset
from infostrada.site import _
from infostrada.site.bip.around.asking import around
from infostrada.site.bip.around.asking import asked_in
from infostrada.site.bip.around.asking import degrees
from infostrada.site.bip.around.asking import DISTANCES
from infostrada.site.bip.around.asking import MOST
from infostrada.site.bip.around.asking import Question
from infostrada.site.bip.around.asking import Spot
from infostrada.site.bip.around.asking import spot_at
from infostrada.site.bip.around.asking import spots
from infostrada.site.bip.browser.asked import AskedPage
from infostrada.site.bip.browser.words import day_words
from infostrada.site.bip.feeds.atom import atom
from infostrada.site.bip.feeds.atom import Feed
from infostrada.site.bip.feeds.rows import PublicRow
from infostrada.site.bip.finding.browser import kind_label
from infostrada.site.bip.finding.browser import unit_title
from plone import api
from typing import Any
from urllib.parse import urlencode
from uuid import NAMESPACE_URL
from uuid import uuid5
from zExceptions import NotFound


class AroundMe(AskedPage):
    """Entries around one place; several places that may be meant are offered to choose from."""

    page_name = "around-me"
    service = "@around-me"
    page_title = _("What was decided around me")
    map_id = "around-map"

    @property
    def twin_url(self) -> str:
        """The same answer as JSON."""
        return self._address(self.service_url, start=self.question.start)

    @property
    def feed_url(self) -> str | None:
        """The same place as a feed; None before one is chosen."""
        return self._address(f"{self.context.absolute_url()}/@@around-me.xml") if self.spot else None

    @cached_property
    def question(self) -> Question:
        """What the address asks."""
        return asked_in(self.request.form)

    @cached_property
    def _meant(self) -> list[Spot]:
        return spots(self.question.text) if self.question.text and not self.question.at else []

    @cached_property
    def spot(self) -> Spot | None:
        """The place: the chosen one, or the only one the words can mean."""
        if self.question.at:
            return spot_at(self.question.at, self.question.text)
        exact = [spot for spot in self._meant if spot.title.casefold() == self.question.text.casefold()]
        found = exact or self._meant
        return found[0] if len(found) == 1 else None

    def places(self) -> list[dict[str, str]]:
        """Places to choose from, when the words can mean several."""
        if self.spot is not None:
            return []
        return [
            {"title": spot.title, "note": spot.note, "url": self._address(self.url, spot)}
            for spot in self._meant
        ]

    @cached_property
    def rows(self) -> list[dict[str, Any]]:
        """Entries of this page."""
        return around(self.spot, self.question.metres, self.question.start) if self.spot else []

    @property
    def total(self) -> int:
        """How many entries there are; 0 beyond the last."""
        return int(self.rows[0]["total"]) if self.rows else 0

    def count_words(self) -> str:
        """How many entries there are, how far from where."""
        assert self.spot is not None
        said = {"place": self.spot.title or self.say(_("the chosen point")), "count": str(self.total)}
        said["distance"] = distance_words(self.question.metres)
        return self.say(_("Within ${distance} of ${place}: entries ${count}", mapping=said))

    def entries(self) -> list[dict[str, Any]]:
        """Each entry with its office, kind, day, place and distance."""
        return [
            {
                "url": self.request.physicalPathToURL(row["path"].split("/")),
                "title": row["title"],
                "text": row["description"],
                "meta": [
                    unit_title(row["unit"]),
                    self.say(kind_label(row["kind"])),
                    day_words(row["day"]),
                    self._where(row),
                ],
                "extent": ",".join(str(round(edge, 2)) for edge in row["extent"]),
            }
            for row in self.rows
        ]

    def _where(self, row: dict[str, Any]) -> str:
        said = {"distance": distance_words(row["metres"]), "place": row["name"]}
        return self.say(_("${distance} from here: ${place}", mapping=said))

    def distances(self) -> list[dict[str, Any]]:
        """Distances to choose from."""
        return [
            {"value": str(metres), "label": distance_words(metres),
             "selected": "selected" if metres == self.question.metres else None}
            for metres in DISTANCES
        ]  # fmt: skip

    def next_url(self) -> str | None:
        """Address of the next page, if there is one."""
        following = self.question.start + MOST
        return self._address(self.url, start=following) if following < self.total else None

    def map(self) -> dict[str, str]:
        """What the map is told: what lies within the distance is in sight."""
        assert self.spot is not None
        reach, spot = self.question.metres, self.spot
        box = (spot.east - reach, spot.north - reach, spot.east + reach, spot.north + reach)
        portal = api.portal.get().absolute_url()
        asks = urlencode({"box": ",".join(str(round(edge)) for edge in box)})
        return {
            "config": f"{self.context.absolute_url()}/@@geo/config?{asks}",
            "script": asset(portal, "geo-map.js"),
            "style": asset(portal, "geo-map.css"),
            "failed": self.say(_("The map cannot be shown now. The list holds all that is on it.")),
        }

    def _address(self, url: str, spot: Spot | None = None, start: int = 0) -> str:
        chosen = spot or self.spot
        asks = {"q": chosen.title if chosen else self.question.text}
        if chosen:
            asks["at"] = ",".join(map(str, degrees(chosen)))
        asks |= {"distance": str(self.question.metres), "start": str(start) if start else ""}
        return f"{url}?{urlencode({name: value for name, value in asks.items() if value})}"


class AroundFeed(AroundMe):
    """`@@around-me.xml?at=19.0,53.0&distance=1000&q=…`: the newest entries around a place, as Atom."""

    def __call__(self) -> bytes:
        """The feed; NotFound without a place."""
        if self.spot is None:
            raise NotFound("around-me.xml")
        rows = [self._row(row) for row in self.rows]
        page = self._address(self.url)
        feed = Feed(
            uid=uuid5(NAMESPACE_URL, page).hex,
            title=self.count_words(),
            author=api.portal.get().title,
            url=self.feed_url or page,
            page_url=page,
            updated=max((row.changed_at for row in rows), default=self.context.created().ISO8601()),
        )
        self.request.response.setHeader("Content-Type", "application/atom+xml; charset=utf-8")
        return atom(feed, rows)

    def _row(self, row: dict[str, Any]) -> PublicRow:
        return PublicRow(
            uid=row["uid"],
            url=self.request.physicalPathToURL(row["path"].split("/")),
            state=row["state"],
            title=row["title"],
            description=row["description"],
            published_at=row["effective"].isoformat(),
            changed_at=row["modified"].isoformat(),
            section=row["path"].split("/")[-2],
        )


def distance_words(metres: int) -> str:
    """200 m, 1 km, 1,2 km."""
    if metres < 1000:
        return f"{metres} m"
    return f"{metres / 1000:.1f} km".replace(".0", "").replace(".", ",")
