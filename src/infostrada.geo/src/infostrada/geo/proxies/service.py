"""`@@geo-remote/{layer}`: the picture, tile or features of a layer that stands elsewhere."""

from infostrada.core.errors import BadRequest
from infostrada.core.errors import NotFound
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.services import MapService
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.proxies import rules
from infostrada.geo.proxies.client import fetch
from infostrada.geo.proxies.features import geojson_of
from infostrada.geo.proxies.national import SERVICES
from infostrada.geo.proxies.pictures import allowed
from infostrada.geo.proxies.pictures import allowed_hosts
from infostrada.geo.proxies.pictures import HOSTS
from infostrada.geo.proxies.pictures import imagery
from infostrada.geo.proxies.pictures import remote
from infostrada.geo.proxies.reading import source
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import GEOJSON
from plone import api
from plone.protect import CheckAuthenticator
from Products.Five.browser import BrowserView
from typing import Any
from urllib.parse import urlsplit

import hashlib


DOCUMENTS = ("application/gml", "text/xml", "application/xml", "application/json", "application/geo+json")


class RemoteService(MapService):
    """Answers what the outside service answers, when its host is allowed."""

    def _answer(self) -> Answer:
        match self.path:
            case [layer]:
                kind, service, public = source(layer, principals())
                if kind == IMAGERY:
                    frame = rules.frame_given(self.request.form)
                    return imagery(layer, service["format"], frame, self._known_revision(), principals())
                if kind == "wms":
                    return remote(rules.get_map(service, rules.frame_given(self.request.form)), public)
                if kind == "wfs":
                    return self._features(service, public)
            case [layer, zoom, row, column]:
                kind, service, public = source(layer, principals())
                if kind in ("xyz", "wmts"):
                    return remote(rules.get_tile(kind, service, zoom, row, column), public)
        raise NotFound(_("There is no such service."), reason="unknown_service")

    def _features(self, service: dict[str, Any], public: bool) -> Answer:
        box = rules.box_given({"bbox": self.request.form.get("bbox")})
        kept = fetch(allowed(rules.get_features(service, box)), DOCUMENTS)
        try:
            body = geojson_of(kept.body, rules.MOST_FEATURES)
        except ValueError as error:
            raise Unavailable(
                _("The outside service does not answer."), reason="remote_unreadable"
            ) from error
        return Answer(body, GEOJSON, revision=hashlib.sha256(body).hexdigest()[:16], public=public)


class NationalServices(BrowserView):
    """`@@national-services` of a folder: national services and a button that adds one as a draft layer."""

    def __call__(self) -> Any:
        """The list, or what a button asks for."""
        if self.request.method != "POST":
            return self.index()
        CheckAuthenticator(self.request)
        name = str(self.request.form.get("service", ""))
        chosen = next((each for each in SERVICES if each[0] == name), None)
        if chosen is None:
            raise BadRequest(_("There is no such service."), field="service", reason="unknown_service")
        made = self._add(chosen)
        self.request.response.redirect(made.absolute_url())
        return None

    @property
    def services(self) -> list[dict[str, Any]]:
        """What may be added."""
        return [{"name": each[0], "title": each[1], "url": each[2]} for each in SERVICES]

    def _add(self, chosen: tuple[Any, ...]) -> Any:
        name, title, url, remote, version, picture, is_base = chosen
        hosts = allowed_hosts()
        host = urlsplit(url).hostname or ""
        if host not in hosts:
            api.portal.set_registry_record(HOSTS, (*hosts, host))
        return api.content.create(
            self.context, "geo_layer", name, title=api.portal.translate(title), layer_id=name,
            source=host, kind="wms", url=url, remote_name=remote, remote_version=version,
            remote_format=picture, is_base=is_base, shown=False,
        )  # fmt: skip
