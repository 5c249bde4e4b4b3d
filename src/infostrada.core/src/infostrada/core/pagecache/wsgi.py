"""The filter in front of Zope: answers from memory what an anonymous visitor asked before.

Zope alone says what may be kept, by the header `X-Infostrada-Until` on an answer; it is taken off every answer here.
The same filter counts visits (`infostrada.core.visits`): it is the one place every page passes, kept or rendered.
Requests with a cookie, with credentials or for a range go through untouched.
"""

from collections.abc import Callable
from collections.abc import Iterable
from infostrada.core.pagecache.generation import Generation
from infostrada.core.pagecache.generation import shared
from infostrada.core.pagecache.packing import packed
from infostrada.core.pagecache.packing import takes_gzip
from infostrada.core.pagecache.packing import varying
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
WEEK = "public, max-age=604800"
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
        return _answer(page, environ, start_response)

    def _render(
        self, environ: dict[str, Any], start_response: Callable[..., Any], key: tuple[str, ...], number: int
    ) -> Iterable[bytes]:
        said: list[Any] = []
        lasting = _lasts(environ)

        def start(
            status: str, headers: list[tuple[str, str]], problem: Any = None
        ) -> Callable[[bytes], None]:
            if (
                lasting
                and status.startswith("200")
                and not any(name.lower() == "cache-control" for name, _v in headers)
            ):
                headers = [*headers, ("Cache-Control", WEEK)]
            said[:] = [status, headers, problem]
            self._count(visited(status, headers), environ)
            write: Callable[[bytes], None] = start_response(status, _without(headers), problem)
            return write

        if environ["REQUEST_METHOD"] != "GET":
            return self.app(environ, self._plain(environ, start_response))
        found = self.app(environ, start)
        until = _until(said) or (_lasting(said) if lasting else None)
        # Files of the product come as they are read from the disk.
        if until is None or not (isinstance(found, (list, tuple)) or lasting):
            return found
        body = b"".join(found)
        if close := getattr(found, "close", None):
            close()
        if len(body) <= MOST_PAGE and self.generation.quiet and self.generation.number == number:
            self.store.put(key, _page(number, until, said[1], body))
        return [body]

    def _plain(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Callable[..., Any]:
        def start(status: str, headers: list[tuple[str, str]], problem: Any = None) -> Any:
            self._count(visited(status, headers), environ)
            return start_response(status, _without(headers), problem)

        return start

    def _count(self, uid: str, environ: dict[str, Any]) -> None:
        """Count a visit of a person; the request itself is not looked at any further."""
        if uid and self.tally is not None and environ["REQUEST_METHOD"] == "GET" and is_reading(environ):
            self.tally.note(uid)


def key_of(environ: dict[str, Any]) -> tuple[str, ...] | None:
    """What tells one answer from another; None for requests that are not everybody's."""
    if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or any(environ.get(name) for name in NOT_FOR_ALL):
        return None
    query = environ.get("QUERY_STRING", "")
    if len(query) > LONGEST:
        return None
    host = environ.get("HTTP_HOST") or environ["SERVER_NAME"]
    asked = (environ.get(name, "") for name in ASKED)
    return (environ["wsgi.url_scheme"], host, environ.get("PATH_INFO", ""), query, *asked)


def _until(said: list[Any]) -> float | None:
    if not said or not said[0].startswith("200"):
        return None
    headers = {name.lower(): value for name, value in said[1]}
    given = headers.get(UNTIL.lower(), "")
    if "set-cookie" in headers or "no-store" in headers.get("cache-control", "") or not given:
        return None
    return float(given)


def _lasts(environ: dict[str, Any]) -> bool:
    """Is a style sheet, script or font of the product asked for under the address of its digest?"""
    path = environ.get("PATH_INFO", "")
    return "/++plone++" in path and "/++unique++" in path


def _lasting(said: list[Any]) -> float | None:
    if (
        not said
        or not said[0].startswith("200")
        or "set-cookie" in {name.lower() for name, _value in said[1]}
    ):
        return None
    return time.time() + LASTING


def _page(number: int, until: float, headers: list[tuple[str, str]], body: bytes) -> Page:
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    small = packed(headers, body)
    kept = [
        (name, value)
        for name, value in _without(headers)
        if name.lower() not in ("etag", "content-length", "expires", "last-modified", "date")
        and (name.lower() != "cache-control" or "max-age" in value)
    ]
    if not any(name.lower() == "cache-control" for name, _value in kept):
        kept.append(("Cache-Control", "no-cache"))
    return Page(
        number, until, tuple(varying(kept) if small else kept), body, etag, visited("200", headers), small
    )


def _answer(page: Page, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body, etag, headers = page.body, page.etag, [*page.headers, ("X-Infostrada-Cache", "hit")]
    if page.packed and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", "")):
        body, etag = page.packed, f'{page.etag[:-1]}-gzip"'
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("ETag", etag))
    wanted = environ.get("HTTP_IF_NONE_MATCH", "")
    if etag in (tag.strip().removeprefix("W/") for tag in wanted.split(",")):
        start_response("304 Not Modified", headers)
        return ()
    start_response("200 OK", [*headers, ("Content-Length", str(len(body)))])
    return () if environ["REQUEST_METHOD"] == "HEAD" else (body,)


def _without(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, value in headers if name.lower() not in OURS]
