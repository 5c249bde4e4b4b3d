"""The filter in front of Zope: answers from memory what an anonymous visitor asked before.

Zope alone says what may be kept, by the header `X-Infostrada-Until` on an answer; it is taken off every answer here.
The same filter counts visits (`infostrada.core.visits`): it is the one place every page passes, kept or rendered.
Requests with a cookie, with credentials or for a range go through untouched.
"""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.core.pagecache.generation import Generation
from infostrada.core.pagecache.generation import shared
from infostrada.core.pagecache.packing import packed
from infostrada.core.pagecache.packing import takes_gzip
from infostrada.core.pagecache.packing import varying
from infostrada.core.pagecache.store import ALWAYS
from infostrada.core.pagecache.store import MOST_PAGE
from infostrada.core.pagecache.store import Page
from infostrada.core.pagecache.store import Store
from infostrada.core.visits.rules import is_reading
from infostrada.core.visits.tally import Tally
from infostrada.core.visits.wsgi import VISIT
from infostrada.core.visits.wsgi import visited
from typing import Any

import hashlib
import time


UNTIL = "X-Infostrada-Until"
OURS = (UNTIL.lower(), VISIT.lower())
ASKED = ("HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_X_REQUESTED_WITH")
NOT_FOR_ALL = ("HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_RANGE", "HTTP_CACHE_CONTROL", "HTTP_PRAGMA")
LONGEST = 2_000
LASTING = 3_600.0
# Under the address of their digest files never change: a year is the longest HTTP knows (RFC 9111, RFC 8246).
FOR_GOOD = "public, max-age=31536000, immutable"
HIT = ("X-Infostrada-Cache", "hit")
WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def filter_factory(app: WSGIApp, global_config: dict[str, str]) -> WSGIApp:
    """Paste filter."""
    tally = Tally()
    tally.begin()
    return PageCache(app, shared(), Store(), tally)


class PageCache:
    """Pages of one process."""

    def __init__(
        self, app: WSGIApp, generation: Generation, store: Store, tally: Tally | None = None
    ) -> None:
        self.app, self.generation, self.store, self.tally = app, generation, store, tally

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """From memory, or from Zope."""
        key = key_of(environ)
        if key is None:
            return self.app(environ, self._plain(environ, start_response))
        # Read before anything of the request is: what is rendered later is at least as new.
        number = self.generation.number
        page = self.store.get(key, number, time.time())
        if page is None:
            return self._render(environ, start_response, key, number)
        if page.visit:
            self._count(page.visit, environ)
        answer = Kept(page, environ)
        start_response(answer.status, answer.headers)
        return () if environ["REQUEST_METHOD"] == "HEAD" or not answer.body else (answer.body,)

    def kept(self, environ: Mapping[str, Any]) -> "Kept | None":
        """The answer from memory to a request of which this much is known, or None; its visit is counted."""
        key = key_of(environ)
        if key is None:
            return None
        page = self.store.get(key, self.generation.number, time.time())
        if page is None:
            return None
        if page.visit:
            self._count(page.visit, environ)
        return Kept(page, environ)

    def _render(
        self, environ: dict[str, Any], start_response: Callable[..., Any], key: tuple[str, ...], number: int
    ) -> Iterable[bytes]:
        """Zope's answer; one that may be kept goes out as it will from memory, compressed for who takes it."""
        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, self._plain(environ, start_response))
        said: list[Any] = []
        over: list[bool] = []
        lasting = _lasts(environ)

        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
            if lasting and status.startswith("200") and not _has(headers, "cache-control"):
                headers = [*headers, ("Cache-Control", FOR_GOOD)]
            self._count(visited(status, headers), environ)
            until = _lasting(status, headers) if lasting else _until(status, headers)
            if until is None or problem is not None or over:
                return start_response(status, _without(headers), problem)
            said[:] = [status, until, headers]
            return _unwritable

        found = self.app(environ, start)
        over.append(True)
        if not said:
            return found
        status, until, headers = said
        # What comes in pieces may be long; files of the product come as they are read from the disk.
        if not (isinstance(found, (list, tuple)) or lasting):
            start_response(status, _without(headers))
            return found
        body = b"".join(found)
        if close := getattr(found, "close", None):
            close()
        page = _page(ALWAYS if lasting else number, until, headers, body)
        if len(body) <= MOST_PAGE and (
            lasting or (self.generation.quiet and self.generation.number == number)
        ):
            self.store.put(key, page)
        answer = Kept(page, environ)
        start_response(answer.status, [pair for pair in answer.headers if pair != HIT])
        return (answer.body,) if answer.body else ()

    def _plain(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Callable[..., Any]:
        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
            self._count(visited(status, headers), environ)
            return start_response(status, _without(headers), problem)

        return start

    def _count(self, uid: str, environ: Mapping[str, Any]) -> None:
        """Count a visit of a person; the request itself is not looked at any further."""
        if uid and self.tally is not None and environ["REQUEST_METHOD"] == "GET" and is_reading(environ):
            self.tally.note(uid)


def key_of(environ: Mapping[str, Any]) -> tuple[str, ...] | None:
    """What tells one answer from another; None for requests that are not everybody's."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(environ.get(name) for name in NOT_FOR_ALL):
        return None
    query = environ.get("QUERY_STRING", "")
    if len(query) > LONGEST:
        return None
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    asked = (environ.get(name, "") for name in ASKED)
    return (environ["wsgi.url_scheme"], host, environ.get("PATH_INFO", ""), query, *asked)


def _until(status: str, headers: list[tuple[str, str]]) -> float | None:
    said = {name.lower(): value for name, value in headers}
    given = said.get(UNTIL.lower(), "")
    if (
        not status.startswith("200")
        or "set-cookie" in said
        or "no-store" in said.get("cache-control", "")
        or not given
    ):
        return None
    return float(given)


def _lasts(environ: dict[str, Any]) -> bool:
    """Is a style sheet, script or font of the product asked for under the address of its digest?"""
    path = environ.get("PATH_INFO", "")
    return "/++plone++" in path and "/++unique++" in path


def _lasting(status: str, headers: list[tuple[str, str]]) -> float | None:
    return time.time() + LASTING if status.startswith("200") and not _has(headers, "set-cookie") else None


def _has(headers: Iterable[tuple[str, str]], wanted: str) -> bool:
    return any(name.lower() == wanted for name, _value in headers)


def _unwritable(_part: bytes) -> None:
    """Answers that are kept are given whole."""
    raise RuntimeError("an answer that is kept cannot be written in parts")


def _page(number: int, until: float, headers: list[tuple[str, str]], body: bytes) -> Page:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    small = packed(headers, body)
    kept = [
        (name, value)
        for name, value in _without(headers)
        if name.lower() not in ("etag", "content-length", "expires", "last-modified", "date", "server")
        and (name.lower() != "cache-control" or "max-age" in value)
    ]
    if not any(name.lower() == "cache-control" for name, _value in kept):
        kept.append(("Cache-Control", "no-cache"))
    return Page(
        number, until, tuple(varying(kept) if small else kept), body, etag, visited("200", headers), small
    )


class Kept:
    """What a kept page answers to a request: as gzip to whoever takes that, 304 to whoever has it."""

    def __init__(self, page: Page, environ: Mapping[str, Any]) -> None:
        self.page, self.body, self.etag = page, page.body, page.etag
        self.encoding = ""
        if page.packed and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
            self.body, self.etag, self.encoding = page.packed, f'{page.etag[:-1]}-gzip"', "gzip"
        wanted = environ.get("HTTP_IF_NONE_MATCH", "")
        self.status = "200 OK"
        if wanted and self.etag in (tag.strip().removeprefix("W/") for tag in wanted.split(",")):
            self.status, self.body = "304 Not Modified", b""

    @property
    def headers(self) -> list[tuple[str, str]]:
        """The page's own, and what tells this answer from its others."""
        made = [*self.page.headers, HIT, ("ETag", self.etag)]
        if self.encoding:
            made.append(("Content-Encoding", self.encoding))
        if self.status.startswith("200"):
            made.append(("Content-Length", str(len(self.body))))
        return made

    def head(self) -> bytes:
        """Status line and headers as they are sent over HTTP/1.1, without the empty line; made once for each answer."""
        key = (self.status, self.encoding)
        found = self.page.heads.get(key)
        if found is None:
            lines = [f"HTTP/1.1 {self.status}", *(f"{name}: {value}" for name, value in self.headers)]
            found = "".join(f"{line}\r\n" for line in lines).encode("latin-1")
            self.page.heads[key] = found
        return found


def _without(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in OURS]
