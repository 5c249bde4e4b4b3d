"""Which service answers an address below `@@geo`."""

from collections.abc import Mapping
from infostrada.core.errors import NotFound
from infostrada.core.record.access import principals
from infostrada.geo import _
from infostrada.geo.browser.config import map_config
from infostrada.geo.here.services import what_is_here
from infostrada.geo.ogcapi import records
from infostrada.geo.ogcapi import tilesets
from infostrada.geo.ogcapi.collections import collection
from infostrada.geo.ogcapi.collections import collections
from infostrada.geo.ogcapi.conformance import conformance
from infostrada.geo.ogcapi.landing import landing
from infostrada.geo.ogcapi.links import OPENAPI
from infostrada.geo.ogcapi.links import SCHEMA
from infostrada.geo.ogcapi.openapi import openapi
from infostrada.geo.ogcapi.records import CATALOGUE
from infostrada.geo.ogcapi.schemas import queryables
from infostrada.geo.ogcapi.schemas import schema
from infostrada.geo.services import items
from infostrada.geo.services import places
from infostrada.geo.services import tiles
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import GEOJSON
from typing import Any
from zope.i18n import translate


class Routes:
    """The services of one navigation root for one request; `known` is the revision the asker holds."""

    def __init__(self, context: Any, request: Any, known: str | None = None) -> None:
        self.context = context
        self.request = request
        self.known = known
        self.form: Mapping[str, Any] = request.form
        self.url: str = request["ACTUAL_URL"]
        self.base = f"{context.absolute_url()}/@@geo"

    def get(self, path: list[str]) -> Answer:
        """The answer of an address; NotFound when there is no such service."""
        services = (self._document, self._catalogue, self._tiles, self._features, self._place)
        answer = next(filter(None, (service(path) for service in services)), None)
        if answer is None:
            raise NotFound(_("There is no such service."), reason="unknown_service")
        return answer

    def _document(self, path: list[str]) -> Answer | None:
        """What the API tells of itself."""
        match path:
            case []:
                return Answer(as_json(landing(self.context, self.request)))
            case ["conformance"]:
                return Answer(as_json(conformance()))
            case ["api"]:
                title = landing(self.context, self.request)["title"]
                return Answer(as_json(openapi(self.base, title)), OPENAPI)
            case ["collections"]:
                more = records.description(self.base, self.request)
                return Answer(as_json(collections(self.base, principals(), more)))
            case ["collections", layer] if layer != CATALOGUE:
                return Answer(as_json(collection(self.base, layer, principals())))
            case ["collections", layer, "queryables" | "schema" as name]:
                make = queryables if name == "queryables" else schema
                return Answer(as_json(make(self.url, layer, principals(), self.request)), SCHEMA)
        return None

    def _catalogue(self, path: list[str]) -> Answer | None:
        """The catalogue of layers: records beside the layers themselves."""
        match path:
            case ["collections", name] if name == CATALOGUE:
                return Answer(as_json(records.description(self.base, self.request)))
            case ["collections", name, "items"] if name == CATALOGUE:
                return Answer(as_json(records.records(self.base, self.form, principals())), GEOJSON)
            case ["collections", name, "items", layer] if name == CATALOGUE:
                return Answer(as_json(records.record(self.base, layer, principals())), GEOJSON)
        return None

    def _tiles(self, path: list[str]) -> Answer | None:
        match path:
            case ["tileMatrixSets"]:
                return Answer(as_json(tilesets.matrix_sets(self.base)))
            case ["tileMatrixSets", grid]:
                return Answer(as_json(tilesets.matrix_set(self.base, grid)))
            case ["collections", layer, "tiles"]:
                return Answer(as_json(tilesets.tilesets(self.base, layer, principals())))
            case ["collections", layer, "tiles", grid]:
                make = tilesets.tilejson if self.form.get("f") == "tilejson" else tilesets.tileset
                return Answer(as_json(make(self.base, layer, grid, principals())))
            case ["collections", layer, "tiles", grid, zoom, row, column]:
                place = (zoom, row, column.removesuffix(".mvt"))
                return tiles.vector_tile(layer, grid, place, self.form, self.known)
        return None

    def _features(self, path: list[str]) -> Answer | None:
        match path:
            case ["collections", layer, "items"]:
                return items.items(layer, self.form, self.url)
            case ["collections", layer, "items", fid]:
                return items.one(layer, fid, self.form, self.url)
        return None

    def _place(self, path: list[str]) -> Answer | None:
        """What the map asks."""
        match path:
            case ["what-is-here"]:
                return what_is_here(self.form, self._to_url, self._say)
            case ["links"]:
                below = "/".join(self.context.getPhysicalPath())
                return places.linked(self.form, self._to_url, below)
            case ["find"]:
                return places.found_by_name(self.form)
            case ["config"]:
                return Answer(as_json(map_config(self.context, self.request)))
        return None

    def _to_url(self, path: str) -> str:
        return str(self.request.physicalPathToURL(path))

    def _say(self, message: Any) -> str:
        return str(translate(message, context=self.request))
