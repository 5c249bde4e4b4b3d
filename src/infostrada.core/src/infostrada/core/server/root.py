"""WSGI filter that serves the Plone site at the root of every host name.

Zope learns the outside address from a virtual host path (Zope book, "Virtual Hosting Services"); making it here
spares every proxy a rewrite rule and keeps visitors from naming a host or another object of the database root.
"""

from collections.abc import Callable
from collections.abc import Iterable
from typing import Any

import re


HOST = re.compile(r"(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]+\])(?::(\d{1,5}))?")
# The key of the environment that says how a visitor asked where Zope is told something else.
ASKED = "infostrada.asked"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
UPLOADS = "/@tus-upload/"
WSGIApp = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def filter_factory(app: WSGIApp, global_config: dict[str, str], site: str = "region") -> WSGIApp:
    """Paste filter; `site` is the id of the Plone site."""

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = virtual_path(environ, site)
        if path is None:
            start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
            return [b"400 Bad Request"]
        return answer({**environ, "PATH_INFO": path}, start_response)

    answer = known_methods(with_heads(app))
    return serve


def known_methods(app: WSGIApp) -> WSGIApp:
    """Refuse all methods but those of HTTP (RFC 9110, RFC 5789): Zope speaks WebDAV on every object, which nobody uses.

    PROPFIND would tell titles and what lies in a folder by a permission of its own.
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in METHODS:
            return app(environ, start_response)
        headers = [("Allow", ", ".join(METHODS)), ("Content-Type", "text/plain; charset=utf-8")]
        start_response("405 Method Not Allowed", headers)
        return [b"405 Method Not Allowed"]

    return answered


def with_heads(app: WSGIApp) -> WSGIApp:
    """Answer HEAD with the head of GET (RFC 9110, 9.3.2); Zope's own HEAD knows no views of folders.

    What the visitor asked for stays in the environment, for the access log. An upload in pieces has a HEAD of its own,
    which tells how much of it has come (TUS 1.0.0).
    """

    def answered(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD" or UPLOADS in environ.get("PATH_INFO", ""):
            return app(environ, start_response)

        def start(*arguments: Any) -> Callable[[bytes], None]:
            start_response(*arguments)
            return lambda _data: None

        answer = app({**environ, "REQUEST_METHOD": "GET", ASKED: "HEAD"}, start)
        if hasattr(answer, "close"):
            answer.close()
        return ()

    return answered


def virtual_path(environ: dict[str, Any], site: str) -> str | None:
    """The path Zope is asked for, or None when the host or the path is not a visitor's to send."""
    path = environ.get("PATH_INFO", "")
    host = environ.get("HTTP_HOST") or f"{environ['SERVER_NAME']}:{environ['SERVER_PORT']}"
    match = HOST.fullmatch(host)
    if match is None or "/VirtualHost" in path:
        return None
    scheme = environ["wsgi.url_scheme"]
    if match.group(1) is None:
        host += ":443" if scheme == "https" else ":80"
    return f"/VirtualHostBase/{scheme}/{host}/{site}/VirtualHostRoot{path}"
