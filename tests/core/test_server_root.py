"""What a visitor may ask for, and what Zope is asked for in their name."""

from infostrada.core.server.root import ASKED
from infostrada.core.server.root import filter_factory
from infostrada.core.server.root import virtual_path

import pytest


def environ(path="/", host="bip.example.pl", scheme="http"):
    return {
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8080",
        "wsgi.url_scheme": scheme,
    }


@pytest.mark.parametrize(
    ("host", "scheme", "expected"),
    [
        ("bip.example.pl", "http", "/VirtualHostBase/http/bip.example.pl:80/region/VirtualHostRoot/a"),
        ("bip.example.pl", "https", "/VirtualHostBase/https/bip.example.pl:443/region/VirtualHostRoot/a"),
        ("localhost:8080", "http", "/VirtualHostBase/http/localhost:8080/region/VirtualHostRoot/a"),
        ("[::1]:8080", "http", "/VirtualHostBase/http/[::1]:8080/region/VirtualHostRoot/a"),
        ("", "http", "/VirtualHostBase/http/localhost:8080/region/VirtualHostRoot/a"),
    ],
)
def test_the_site_stands_at_the_root_of_every_host(host, scheme, expected):
    assert virtual_path(environ("/a", host, scheme), "region") == expected


@pytest.mark.parametrize("host", ["evil.example/x", "a b", "x@y", "host:port", "../region", "a\nb"])
def test_a_host_that_is_none_is_refused(host):
    assert virtual_path(environ(host=host), "region") is None


@pytest.mark.parametrize("path", ["/VirtualHostBase/http/evil:80/", "/a/VirtualHostRoot/b"])
def test_visitors_do_not_write_virtual_host_paths(path):
    answers = []
    app = filter_factory(lambda *_: pytest.fail("reached Zope"), {}, "region")
    body = app(environ(path), lambda status, headers: answers.append(status))
    assert answers == ["400 Bad Request"] and b"".join(body)


def test_head_is_answered_with_the_head_of_get():
    asked, answers = [], []

    def app(environ, start_response):
        asked.append((environ["REQUEST_METHOD"], environ.get(ASKED)))
        start_response("200 OK", [("Content-Length", "4")])(b"page")
        return [b"page"]

    serve = filter_factory(app, {}, "region")
    body = serve({**environ("/"), "REQUEST_METHOD": "HEAD"}, lambda *said: answers.append(said))
    assert (asked, b"".join(body)) == ([("GET", "HEAD")], b"")
    assert answers == [("200 OK", [("Content-Length", "4")])]
    # how much of an upload has come is a question of its own
    serve({**environ("/a/@tus-upload/7f"), "REQUEST_METHOD": "HEAD"}, lambda *_said: lambda _data: None)
    assert asked[-1] == ("HEAD", None)
