"""Tiles and pages of published layers for visitors, answered before Zope wakes an object.

A WSGI filter in front of Zope. The first visitor's request at a host goes through Zope, which says whether the root
is open to everybody and which headers its answers carry; the filter keeps that together with the id of the last
transaction of the object database. Later requests are answered from SQL alone while that id stands: whatever changes
an object (a workflow step, a right, a setting) sends the next request through Zope again. That, who may see a layer
and what it holds is decided inside one statement.

Only plain questions without credentials come here; anything else, a refusal among them, is left to Zope.
"""

from collections.abc import Callable
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from infostrada.core.errors import Problem
from infostrada.core.record.access import Principals
from infostrada.geo.ogcapi.negotiation import form_of
from infostrada.geo.services import items
from infostrada.geo.services import tiles
from infostrada.geo.services.answer import Answer
from infostrada.geo.services.answer import headers_of
from infostrada.geo.services.answer import revision_in
from typing import Any
from urllib.parse import parse_qsl

import psycopg
import re


PATH = re.compile(
    r"/@@geo/collections/([a-z][a-z0-9_-]{0,62})/"
    r"(?:(items)|tiles/([A-Za-z0-9]{1,40})/(\d{1,2})/(\d{1,7})/(\d{1,7})(?:\.mvt)?)"
)
ITEMS = frozenset(("limit", "after", "bbox", "bbox-crs", "crs", "datetime", "business_id", "teryt", "f"))
TILES = frozenset(("teryt", "datetime"))
# Cookies that do not say who asks.
HARMLESS = frozenset(("I18N_LANGUAGE", "geo-view"))
# Written anew for every answer; the others are the house's and stay the same.
OWN = frozenset(
    ("content-type", "content-length", "etag", "cache-control", "vary", "access-control-allow-origin", "content-crs",
     "set-cookie", "x-content-type-options", "date", "server", "via", "x-powered-by", "last-modified", "expires")
)  # fmt: skip
MARK = "infostrada.geo.early"
MOST_HOSTS = 200

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


@dataclass(frozen=True)
class Root:
    """What Zope said of an open root: the transaction it was said at, its address, who a visitor is."""

    tid: int
    url: str
    principals: Principals
    headers: tuple[tuple[str, str], ...] = ()


@dataclass
class Lesson:
    """Filled by the view while Zope answers."""

    root: Root | None = None


def filter_factory(app: Application, _global_config: dict[str, str]) -> Application:
    """Paste filter."""
    return EarlyAnswers(app)


def teach(request: Any, context: Any, principals: Principals) -> None:
    """Called by the view for a visitor who is not logged in: the root is open, as of this transaction."""
    lesson = request.environ.get(MARK)
    jar = getattr(context, "_p_jar", None)
    tid = _seen(jar) if jar is not None else None
    if isinstance(lesson, Lesson) and tid is not None:
        lesson.root = Root(tid, context.absolute_url(), principals)


def _seen(jar: Any) -> int | None:
    """The last transaction a connection sees."""
    last = jar._storage.lastTransaction()
    return int.from_bytes(last, "big") if last else None


class EarlyAnswers:
    """The filter."""

    def __init__(self, application: Application) -> None:
        self.application = application
        self.roots: dict[tuple[str, str], Root] = {}

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        found = PATH.fullmatch(environ.get("PATH_INFO", ""))
        form = question(environ, ITEMS if found and found[2] else TILES) if found else None
        if found is None or form is None:
            return self.application(environ, start_response)
        place = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""))
        root = self.roots.get(place)
        if root is not None:
            answer = early(root, found, form, environ)
            if answer is not None:
                return _sent(answer, root, environ, start_response)
        return self._learn(place, environ, start_response)

    def _learn(
        self, place: tuple[str, str], environ: dict[str, Any], start_response: Start
    ) -> Iterable[bytes]:
        lesson = Lesson()

        def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            if lesson.root is not None and status.startswith(("200", "304")):
                kept = tuple((name, value) for name, value in headers if name.lower() not in OWN)
                if len(self.roots) >= MOST_HOSTS:
                    self.roots.clear()
                self.roots[place] = Root(lesson.root.tid, lesson.root.url, lesson.root.principals, kept)
            return start_response(status, headers, *more)

        return self.application({**environ, MARK: lesson}, start)


def question(environ: dict[str, Any], known: frozenset[str]) -> dict[str, str] | None:
    """The parameters of a plain question of a visitor; None for any other request."""
    if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_AUTHORIZATION"):
        return None
    if set(SimpleCookie(environ.get("HTTP_COOKIE", ""))) - HARMLESS or "__ac" in environ.get(
        "HTTP_COOKIE", ""
    ):
        return None
    try:
        pairs = parse_qsl(
            environ.get("QUERY_STRING", ""), keep_blank_values=True, strict_parsing=False, errors="strict"
        )
    except ValueError:
        return None
    form = dict(pairs)
    if len(form) != len(pairs) or set(form) - known or any("\0" in value for value in form.values()):
        return None
    return form


def early(root: Root, found: re.Match[str], form: dict[str, str], environ: dict[str, Any]) -> Answer | None:
    """The answer, or None when Zope has to give it."""
    layer, is_items, grid, zoom, row, column = found.groups()
    known = revision_in(environ.get("HTTP_IF_NONE_MATCH"))
    try:
        if is_items and form_of(form.get("f"), environ.get("HTTP_ACCEPT", "")) == "html":
            return None
        if is_items:
            url = root.url + environ["PATH_INFO"]
            return items.items(layer, form, url, root.principals, root.tid)
        return tiles.vector_tile(layer, grid, (zoom, row, column), form, known, root.principals, root.tid)
    except (Problem, psycopg.Error):
        return None


def _sent(answer: Answer, root: Root, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
    known = revision_in(environ.get("HTTP_IF_NONE_MATCH"))
    same = answer.revision is not None and (answer.unchanged or known == answer.revision)
    body = b"" if same else answer.body
    headers = {**headers_of(answer, everybody=True), "X-Content-Type-Options": "nosniff"}
    if not same:
        headers["Content-Length"] = str(len(body))
    start_response("304 Not Modified" if same else "200 OK", [*headers.items(), *root.headers])
    return [body]
