"""Part 4 over HTTP: who may, what came in, and which operation it asks for."""

from AccessControl import getSecurityManager
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Forbidden
from infostrada.core.errors import NotFound
from infostrada.core.errors import Unauthorized
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.editing import operations
from infostrada.geo.editing.faults import MethodNotAllowed
from infostrada.geo.editing.faults import unlawful
from infostrada.geo.editing.faults import UnsupportedMediaType
from infostrada.geo.editing.rules import Draft
from infostrada.geo.editing.rules import draft_of
from infostrada.geo.editing.rules import merged
from infostrada.geo.editing.rules import parts_of
from infostrada.geo.editing.rules import shape_in
from infostrada.geo.features.catalogue import facts
from infostrada.geo.features.catalogue import LayerFacts
from infostrada.geo.features.crs import Crs
from infostrada.geo.features.crs import crs_named
from infostrada.geo.services.items import halves
from plone import api
from typing import Any

import json


EDIT = "infostrada.geo: Edit features"
MEDIA = ("application/geo+json", "application/json")
PATCH_MEDIA = (*MEDIA, "application/merge-patch+json")
MOST_BODY = 2_000_000


class Editing:
    """One change asked for by a request."""

    def __init__(self, request: Any) -> None:
        self.request = request
        self.response = request.response

    def change(self, path: list[str]) -> bytes:
        """Do what method and address say; the answer has no body."""
        match path:
            case ["collections", name, "items"] if self.request.method == "POST":
                self._create(self._editable(name))
            case ["collections", name, "items", fid] if self.request.method in ("PUT", "PATCH", "DELETE"):
                self._alter(self._editable(name), *halves(fid))
            case _:
                raise MethodNotAllowed(reason="method_not_allowed", headers={"Allow": "GET, HEAD"})
        return b""

    def _create(self, layer: LayerFacts) -> None:
        made = operations.create(layer, draft_of(self._body(MEDIA), self._crs()))
        self.response.setStatus(201, lock=1)
        self.response.setHeader("Location", f"{self.request['ACTUAL_URL']}/{made.fid}")
        self.response.setHeader("ETag", f'"{made.etag}"')

    def _alter(self, layer: LayerFacts, ns: str, local_id: str) -> None:
        method, if_match = self.request.method, self.request.getHeader("If-Match")
        body = None if method == "DELETE" else self._body(PATCH_MEDIA if method == "PATCH" else MEDIA)
        draft = draft_of(body, self._crs()) if method == "PUT" else None
        if draft is not None and draft.key not in (None, (ns, local_id)):
            raise unlawful("id", "other_feature", f"{ns}:{local_id}")
        standing = operations.standing(layer, ns, local_id, if_match)
        self.response.setStatus(204, lock=1)
        if method == "DELETE":
            return operations.delete(layer, standing)
        made = operations.replace(layer, standing, draft or self._patched(standing, body))
        self.response.setHeader("ETag", f'"{made.etag}"')
        return None

    def _patched(self, standing: operations.Version, patch: Any) -> Draft:
        if not isinstance(patch, dict) or not isinstance(patch.get("properties", {}), dict):
            raise unlawful("properties", "not_an_object")
        given = patch.get("geometry")
        shape = standing.shape if given is None else shape_in(given, self._crs())
        return Draft(shape, **parts_of(merged(standing.properties, patch.get("properties", {}))))

    def _editable(self, name: str) -> LayerFacts:
        """The layer, if the asker sees it and may change its features."""
        layer = facts(name, principals())
        obj = api.content.get(UID=layer.uid)
        if obj is None:
            raise NotFound(_("There is no such map layer."), field="layer", reason="unknown_layer")
        if not getSecurityManager().checkPermission(EDIT, obj):
            raise Unauthorized() if api.user.is_anonymous() else Forbidden()
        if not layer.editable:
            raise MethodNotAllowed(headers={"Allow": "GET, HEAD"})
        return layer

    def _body(self, media: tuple[str, ...]) -> Any:
        """The JSON in the body. A form of another site cannot send these media types."""
        if (self.request.getHeader("Content-Type") or "").partition(";")[0].strip().lower() not in media:
            raise UnsupportedMediaType()
        body = self.request.get("BODY") or b""
        if len(body) > MOST_BODY:
            raise unlawful("body", "too_large")
        try:
            return json.loads(body)
        except (ValueError, RecursionError) as error:
            raise unlawful("body", "malformed", "JSON") from error

    def _crs(self) -> Crs:
        given = (self.request.getHeader("Content-Crs") or "").strip()
        if given and not (given.startswith("<") and given.endswith(">")):
            message = _("This coordinate reference system is not supported.")
            raise BadRequest(message, field="Content-Crs", reason="unknown_crs")
        return crs_named(given[1:-1], "Content-Crs")
