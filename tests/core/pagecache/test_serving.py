"""Kept pages over a real connection: answered while every thread is held up, in their order, and never when they are old."""

from contextlib import contextmanager
from infostrada.core.pagecache.generation import Generation
from infostrada.core.pagecache.serving import Dispatcher
from infostrada.core.pagecache.store import Store
from infostrada.core.pagecache.wsgi import PageCache
from infostrada.core.pagecache.wsgi import UNTIL
from infostrada.core.visits.wsgi import VISIT
from threading import Event
from threading import Thread
from types import SimpleNamespace
from waitress.server import create_server

import gzip
import pytest
import re
import socket
import time


LONG = 3_000_000
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0"


class Zope:
    """Answers with what it is asked for; `/slow` waits until it is let go."""

    def __init__(self):
        self.count, self.text, self.inside, self.go = 0, "one", Event(), Event()

    def __call__(self, environ, start_response):
        self.count += 1
        if environ["PATH_INFO"] == "/slow":
            self.inside.set()
            assert self.go.wait(60)
        text = f"{self.text} {environ['wsgi.url_scheme']} {environ['PATH_INFO']}?{environ['QUERY_STRING']}"
        until = "0" if environ["PATH_INFO"] == "/slow" else str(time.time() + 600)
        body = text.encode() * (40_000 if environ["PATH_INFO"] == "/long" else 100)
        start_response(
            "200 OK", [("Content-Type", "text/html"), ("Server", "Zope"), (UNTIL, until), (VISIT, "uid")]
        )
        return [body]


class Wire:
    """A connection that stays open, whose answers are read one after another."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self.text = b""

    def send(self, path="/bip", method="GET", **headers):
        said = {"Host": "x", "User-Agent": BROWSER, **headers}
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in said.items())
        self.socket.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode())
        return self

    def read(self, bodiless=False):
        while b"\r\n\r\n" not in self.text:
            self.text += self._some()
        head, _, self.text = self.text.partition(b"\r\n\r\n")
        said = {
            name.lower(): value
            for name, _, value in (line.partition(": ") for line in head.decode("latin-1").split("\r\n")[1:])
        }
        size = 0 if bodiless or b" 304 " in head else int(said["content-length"])
        while len(self.text) < size:
            self.text += self._some()
        body, self.text = self.text[:size], self.text[size:]
        return int(head[9:12]), said, body

    def ask(self, *given, **headers):
        return self.send(*given, **headers).read()

    def _some(self):
        part = self.socket.recv(65_536)
        assert part, "the connection was closed"
        return part


@contextmanager
def serving(app, **options):
    dispatcher = Dispatcher(app)
    server = create_server(app, _dispatcher=dispatcher, host="127.0.0.1", port=0, threads=1, **options)
    dispatcher.begin(server.adj)
    loop = Thread(target=server.run, daemon=True)
    loop.start()
    try:
        yield server
    finally:
        # Only its own thread may close what the loop looks at.
        server._map.clear()
        server.trigger.pull_trigger()
        loop.join(30)
        dispatcher.shutdown()
        server.socket.close()


@pytest.fixture
def zope():
    return Zope()


@pytest.fixture
def visits():
    return []


@pytest.fixture
def generation(tmp_path):
    return Generation(tmp_path / "page-generation")


@pytest.fixture
def port(zope, generation, visits):
    tally = SimpleNamespace(note=visits.append)
    proxy = {"trusted_proxy": "127.0.0.1", "trusted_proxy_headers": "x-forwarded-for x-forwarded-proto"}
    with serving(PageCache(zope, generation, Store(), tally), ident="Infostrada", **proxy) as server:
        yield server.effective_port
        zope.go.set()


def test_a_kept_page_is_answered_while_all_threads_are_held_up(zope, port, visits):
    wire, held = Wire(port), Wire(port)
    first = wire.ask()
    held.send("/slow")
    assert zope.inside.wait(60)
    again = wire.ask()
    assert (
        again[2] == first[2]
        and again[1]["x-infostrada-cache"] == "hit"
        and "x-infostrada-cache" not in first[1]
    )
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", again[1]["date"])
    assert (
        again[1]["server"] == "Infostrada" and UNTIL.lower() not in again[1] and VISIT.lower() not in again[1]
    )
    assert wire.ask(If_None_Match=again[1]["etag"])[0] == 304
    packed = wire.ask(Accept_Encoding="gzip")
    assert packed[1]["content-encoding"] == "gzip" and gzip.decompress(packed[2]) == first[2]
    assert wire.ask(Accept_Encoding="gzip", If_None_Match=packed[1]["etag"])[0] == 304
    assert visits == ["uid"] * 5 and zope.count == 2
    zope.go.set()
    assert held.read()[0] == 200


def test_the_head_is_that_of_the_usual_way(port):
    wire = Wire(port)
    wire.ask()
    for headers in ({}, {"Accept_Encoding": "gzip"}):
        here = wire.ask(**headers)[1]
        usual = wire.send(method="HEAD", **headers).read(bodiless=True)[1]
        assert {**here, "date": ""} == {**usual, "date": ""}


def test_no_page_older_than_a_change(zope, port, generation):
    wire = Wire(port)
    wire.ask()
    generation.begin()
    zope.text = "two"
    generation.end()
    assert wire.ask()[2].startswith(b"two") and wire.ask()[2].startswith(b"two") and zope.count == 2


def test_answers_come_in_the_order_of_the_requests(zope, port):
    wire = Wire(port)
    known = [wire.ask(f"/{name}")[2] for name in "ab"]
    for path in ("/a", "/slow", "/b", "/a"):
        wire.send(path)
    assert wire.read()[2] == known[0]
    zope.go.set()
    assert b"/slow" in wire.read()[2]
    assert [wire.read()[2] for _n in range(2)] == [known[1], known[0]]
    assert zope.count == 3


def test_a_page_larger_than_what_the_network_takes_arrives_whole(zope, generation):
    with serving(PageCache(zope, generation, Store())) as server:
        server.adj.socket_options = [(socket.SOL_SOCKET, socket.SO_SNDBUF, 16_384)]
        wire = Wire(server.effective_port)
        first = wire.ask("/long")[2]
        for _n in range(3):
            wire.send("/long")
        assert len(first) > 500_000
        assert [wire.read()[2] == first for _n in range(3)] == [True] * 3
    assert zope.count == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "__ac=x"},
        {"Authorization": "Basic eDp5"},
        {"Range": "bytes=0-1"},
        {"X_Forwarded_Proto": "https"},
        {"Host": "bip.example.pl"},
        {"Accept_Language": "en"},
        {"Connection": "close"},
    ],
)
def test_what_another_would_get_is_never_given(zope, port, headers):
    Wire(port).ask()
    for _n in range(2):
        status, said, body = Wire(port).ask(**headers)
        assert status == 200 and (b"https" in body) == ("X_Forwarded_Proto" in headers)
    closing = "Connection" in headers
    assert said.get("x-infostrada-cache") == ("hit" if closing or zope.count == 2 else None)
    assert (said.get("connection") == "close") is closing
    assert zope.count == (
        1 if closing else 2 if headers.keys() & {"X_Forwarded_Proto", "Host", "Accept_Language"} else 3
    )


def test_a_stranger_does_not_say_how_the_page_was_asked(zope, generation):
    with serving(PageCache(zope, generation, Store())) as server:
        wire = Wire(server.effective_port)
        answers = [
            wire.ask(X_Forwarded_Proto=scheme)[2] for scheme in ("https", "http", "https, http", "gopher")
        ]
    assert all(b" http " in body for body in answers)


def test_a_request_that_is_none_is_refused(port):
    wire = Wire(port)
    wire.ask()
    wire.socket.sendall(b"GET /bip HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n")
    assert wire.read()[0] == 400
