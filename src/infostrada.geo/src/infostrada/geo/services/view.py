"""The view `@@geo` of a navigation root: finds the service of an address and sends its answer."""

from infostrada.core.errors import NotFound
from infostrada.core.errors import Problem
from infostrada.core.errors.views import as_json as problem_json
from infostrada.geo import _
from infostrada.geo.browser.config import map_config
from infostrada.geo.services import items
from infostrada.geo.services import places
from infostrada.geo.services import tiles
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import PROBLEM
from Products.Five.browser import BrowserView
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


PUBLIC_AGE = 300


@implementer(IPublishTraverse)
class GeoServices(BrowserView):
    """`@@geo/collections/{layer}/items`, `.../tiles/{grid}/{zoom}/{row}/{column}` and others."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.path: list[str] = []

    def publishTraverse(self, request: Any, name: str) -> "GeoServices":
        """Collect the address below the view."""
        self.path.append(name)
        return self

    def __call__(self) -> bytes:
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        if self.request.method not in ("GET", "HEAD"):
            response.setStatus(405, lock=1)
            response.setHeader("Allow", "GET, HEAD")
            return b""
        try:
            return self._send(self._answer())
        except Problem as problem:
            return self._refuse(problem)

    def _answer(self) -> Answer:
        form, url = self.request.form, self.request["ACTUAL_URL"]
        match self.path:
            case [] | ["collections"]:
                return places.collections(f"{self.context.absolute_url()}/@@geo")
            case ["collections", layer, "items"]:
                return items.items(layer, form, url)
            case ["collections", layer, "items", fid]:
                return items.one(layer, fid, form)
            case ["collections", layer, "tiles", grid, zoom, row, column]:
                place = (zoom, row, column.removesuffix(".mvt"))
                return tiles.vector_tile(layer, grid, place, form, self._known_revision())
            case ["what-is-here"]:
                return places.what_is_here(form, self._to_url)
            case ["links"]:
                below = "/".join(self.context.getPhysicalPath())
                return places.linked(form, self._to_url, below)
            case ["find"]:
                return places.found_by_name(form)
            case ["config"]:
                return Answer(as_json(map_config(self.context, self.request)))
        raise NotFound(_("There is no such service."), reason="unknown_service")

    def _send(self, answer: Answer) -> bytes:
        response = self.request.response
        for name, value in answer.headers.items():
            response.setHeader(name, value)
        response.setHeader("Content-Type", answer.content_type)
        response.setHeader("Vary", "Accept-Encoding, Cookie, Authorization")
        if answer.revision is None:
            response.setHeader("Cache-Control", "private, no-store")
            return answer.body
        response.setHeader("ETag", f'"{answer.revision}"')
        response.setHeader("Cache-Control", self._caching(answer.public))
        if answer.unchanged or self._known_revision() == answer.revision:
            response.setStatus(304, lock=1)
            return b""
        return answer.body

    def _caching(self, public: bool) -> str:
        """Shared caches keep only what everybody gets; browsers ask again about the rest."""
        if public and "Authenticated" not in self._roles():
            return f"public, max-age={PUBLIC_AGE}"
        return "private, no-cache"

    def _refuse(self, problem: Problem) -> bytes:
        response = self.request.response
        for name, value in problem.headers.items():
            response.setHeader(name, value)
        response.setHeader("Content-Type", PROBLEM)
        response.setHeader("Cache-Control", "no-store")
        response.setStatus(problem.status, lock=1)
        said = problem_json(problem, self.request)
        return as_json({**said, "status": problem.status, "detail": said["message"]})

    def _known_revision(self) -> str | None:
        held = self.request.getHeader("If-None-Match")
        return held.removeprefix("W/").strip('"') if held else None

    def _roles(self) -> list[str]:
        from AccessControl import getSecurityManager

        return list(getSecurityManager().getUser().getRoles())

    def _to_url(self, path: str) -> str:
        return str(self.request.physicalPathToURL(path))
