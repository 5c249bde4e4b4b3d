"""The map's own services beside `@@geo`: search, the past, print, the sheet of a place."""

from datetime import date
from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.errors import Problem
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.features.crs import Box
from infostrada.geo.features.crs import box_given
from infostrada.geo.features.crs import Crs
from infostrada.geo.past.reading import days
from infostrada.geo.past.reading import past
from infostrada.geo.proxies import uldk
from infostrada.geo.proxies.client import fetch
from infostrada.geo.proxies.rules import is_allowed
from infostrada.geo.searching.reading import search
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from infostrada.geo.services.answer import word
from infostrada.geo.services.view import GeoServices
from plone import api
from typing import Any


MOST_TEXT = 120


class MapService(GeoServices):
    """One question of the map, answered as JSON alone."""

    def __call__(self) -> bytes:
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        if self.request.method not in ("GET", "HEAD"):
            response.setStatus(405, lock=1)
            response.setHeader("Allow", "GET, HEAD")
            return b""
        try:
            return bytes(self._send(self._answer()))
        except Problem as problem:
            return bytes(self._refuse(problem))

    def _answer(self) -> Answer:
        raise NotFound(_("There is no such service."), reason="unknown_service")


class SearchService(MapService):
    """`@@geo-search?q=`: features by identifier or by words."""

    def _answer(self) -> Answer:
        if self.path:
            raise NotFound(_("There is no such service."), reason="unknown_service")
        text = (word(self.request.form, "q") or "").strip()[:MOST_TEXT]
        teryt = (word(self.request.form, "teryt") or "")[:6]
        found = search(text, principals(), teryt) if text else []
        return Answer(as_json({"items": found or national_parcel(text)}))


class PastService(MapService):
    """`@@geo-past?layer=&at=&bbox=` and `@@geo-past/days`."""

    def _answer(self) -> Answer:
        form = self.request.form
        match self.path:
            case ["days"]:
                return Answer(as_json({"days": days(principals())}))
            case []:
                found = past(
                    word(form, "layer") or "",
                    day_given(form),
                    plain_box(form),
                    (word(form, "teryt") or "")[:6],
                    principals(),
                )
                return Answer(
                    b'{"type":"FeatureCollection","features":[' + ",".join(found).encode() + b"]}", GEOJSON
                )
        raise NotFound(_("There is no such service."), reason="unknown_service")


def national_parcel(text: str) -> list[dict[str, Any]]:
    """A parcel from outside of this site by ULDK, when the administrator has switched it on."""
    url = api.portal.get_registry_record("infostrada.geo.uldk", default=None)
    hosts = api.portal.get_registry_record("infostrada.geo.allowed_hosts", default=())
    if not url or not uldk.is_parcel_id(text) or not is_allowed(url, hosts):
        return []
    try:
        said = fetch(uldk.by_id(text, url), ("text/",)).body.decode("utf-8", "replace")
    except Unavailable:
        return []
    found = uldk.parcel_of(said)
    return [{"title": found["teryt"] or text, "note": "ULDK", "extent": found["extent"]}] if found else []


def day_given(form: Any) -> date:
    """The parameter `at`, an ISO date."""
    try:
        return date.fromisoformat(word(form, "at") or "")
    except ValueError as error:
        raise BadRequest(
            _("The day must be written as 2026-01-31."), field="at", reason="not_a_day"
        ) from error


def plain_box(form: Any) -> Box:
    """The parameter `bbox` in EPSG:2180 with the easting first, as the map speaks."""
    parts = (word(form, "bbox") or "").split(",")
    if len(parts) == 4:
        parts = [parts[1], parts[0], parts[3], parts[2]]
    return box_given(",".join(parts), Crs.PL1992)
