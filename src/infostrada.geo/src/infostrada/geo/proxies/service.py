"""`@@geo-remote/{layer}`: the picture, tile or features of a layer that stands elsewhere."""

from infostrada.core.errors import NotFound
from infostrada.core.errors import Unavailable
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.services import MapService
from infostrada.geo.layers.sources import IMAGERY
from infostrada.geo.proxies import rules
from infostrada.geo.proxies.client import fetch
from infostrada.geo.proxies.features import geojson_of
from infostrada.geo.proxies.pictures import allowed
from infostrada.geo.proxies.pictures import imagery
from infostrada.geo.proxies.pictures import remote
from infostrada.geo.proxies.reading import source
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import GEOJSON
from typing import Any

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
