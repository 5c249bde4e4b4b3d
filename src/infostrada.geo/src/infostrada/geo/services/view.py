"""The view `@@geo` of a navigation root: finds the service of an address and sends its answer."""

from AccessControl import getSecurityManager
from infostrada.core.errors import ContentionError
from infostrada.core.errors import Problem
from infostrada.core.errors.views import as_json as problem_json
from infostrada.core.record.access import principals
from infostrada.geo.editing.faults import MethodNotAllowed
from infostrada.geo.ogcapi.negotiation import form_of
from infostrada.geo.ogcapi.pages import Pages
from infostrada.geo.services import early
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import as_json
from infostrada.geo.services.answer import headers_of
from infostrada.geo.services.answer import PROBLEM
from infostrada.geo.services.answer import revision_in
from infostrada.geo.services.answer import word
from infostrada.geo.services.editing import Editing
from infostrada.geo.services.routes import Routes
from infostrada.geo.wfs import service as wfs
from infostrada.geo.wms import service as wms
from infostrada.geo.wmts import service as wmts
from Products.Five.browser import BrowserView
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

import json
import transaction


OWS = {"wfs": wfs, "wms": wms, "wmts": wmts}
MACHINE_ONLY = ("what-is-here", "links", "find", "config")


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

    def __call__(self) -> bytes | str:
        response = self.request.response
        response.setHeader("X-Content-Type-Options", "nosniff")
        if self.path in (["wfs"], ["wms"]) or self.path[:1] == ["wmts"]:
            return self._ows(self.path[0])
        if self.request.method not in ("GET", "HEAD"):
            return self._change()
        for_people = False
        try:
            for_people = self._form() == "html"
            answer = Routes(self.context, self.request, self._known_revision()).get(self.path)
            if answer.public and self._is_visitor():
                early.teach(self.request, self.context, principals())
            return self._page(answer) if for_people and "json" in answer.content_type else self._send(answer)
        except Problem as problem:
            if for_people:
                raise
            return self._refuse(problem)

    def _ows(self, name: str) -> bytes:
        """WFS, WMS and WMTS answer their own way, in XML, whatever goes wrong."""
        allowed = ("GET", "HEAD", "POST") if name == "wfs" else ("GET", "HEAD")
        if self.request.method not in allowed:
            return self._refuse(MethodNotAllowed(headers={"Allow": ", ".join(allowed)}))
        try:
            return self._send(self._ows_answer(name))
        except Problem as problem:
            self._refuse(problem)
            body, media = OWS[name].report(problem, self.request)
            self.request.response.setHeader("Content-Type", media)
            return body

    def _ows_answer(self, name: str) -> Answer:
        if name == "wfs":
            return wfs.answer(self.context, self.request)
        if name == "wms":
            return wms.answer(self.context, self.request, self._known_revision())
        return wmts.answer(self.context, self.request, self.path[1:], self._known_revision())

    def _change(self) -> bytes:
        """A request that is to change something; nothing of it stays when it is refused."""
        try:
            return Editing(self.request).change(self.path)
        except ContentionError:
            raise
        except Problem as problem:
            transaction.abort()
            return self._refuse(problem)

    def _form(self) -> str:
        if self.path and self.path[0] in MACHINE_ONLY:
            return "json"
        return form_of(word(self.request.form, "f"), self.request.getHeader("Accept") or "")

    def _page(self, answer: Answer) -> str:
        """The page for people; it shows who is logged in, so nobody keeps it."""
        response = self.request.response
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        response.setHeader("Cache-Control", "private, no-store")
        response.setHeader("Vary", "Accept")
        return Pages(self, self.path, json.loads(answer.body)).render()

    def _send(self, answer: Answer) -> bytes:
        response = self.request.response
        for name, value in headers_of(answer, everybody=self._is_visitor()).items():
            response.setHeader(name, value)
        if answer.revision is None:
            return answer.body
        if answer.unchanged or self._known_revision() == answer.revision:
            response.setStatus(304, lock=1)
            return b""
        return answer.body

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
        return revision_in(self.request.getHeader("If-None-Match"))

    def _is_visitor(self) -> bool:
        return "Authenticated" not in getSecurityManager().getUser().getRoles()


@implementer(IPublishTraverse)
class StableAddress(GeoServices):
    """`@@ogc`: another name of the services, for addresses that were given out."""

    def __call__(self) -> str:
        target = "/".join([f"{self.context.absolute_url()}/@@geo", *self.path])
        query = self.request.get("QUERY_STRING")
        response = self.request.response
        response.redirect(f"{target}?{query}" if query else target, status=308, lock=1)
        return ""
