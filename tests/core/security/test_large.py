"""The web server by itself: what is too large is refused in words, whoever sends it, and nothing of it is kept."""

from contextlib import contextmanager
from infostrada.core.security import large
from threading import Thread
from waitress.server import create_server
from waitress.server import TcpWSGIServer

import http.client
import json
import pytest
import socket
import tracemalloc


LIMIT = 1_000_000


@pytest.fixture
def port(monkeypatch):
    """A server of waitress with our connections; its application answers how many bytes it was given."""

    def app(environ, start_response):
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [str(len(environ["wsgi.input"].read())).encode()]

    monkeypatch.setattr(TcpWSGIServer, "channel_class", large.Channel)
    server = create_server(app, host="127.0.0.1", port=0, threads=1, max_request_body_size=LIMIT)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield server.effective_port
    server.trigger.pull_trigger(server.close)
    thread.join(30)
    server.task_dispatcher.shutdown()


@contextmanager
def wire_to(port, size, *more):
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        head = ["POST / HTTP/1.1", "Host: localhost", f"Content-Length: {size}", *more]
        wire.sendall("\r\n".join((*head, "", "")).encode())
        yield wire


def answered(wire):
    answer = http.client.HTTPResponse(wire)
    answer.begin()
    return answer.status, answer.getheader("Content-Type"), answer.read().decode()


def test_a_browser_that_sends_too_much_reads_why(port):
    """It never asks, and reads only when it has sent everything: a connection that is cut tells it nothing."""
    with wire_to(port, 20_000_000, "Accept: text/html", "Accept-Language: pl") as wire:
        tracemalloc.start()
        try:
            for _each in range(200):
                wire.sendall(bytes(100_000))
            status, kind, body = answered(wire)
            held = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert (status, kind) == (413, "text/html; charset=utf-8") and 'lang="pl"' in body
    assert held < 2_000_000


def test_a_program_is_told_before_and_after(port):
    with wire_to(port, 2_000_000, "Expect: 100-continue", "Accept-Language: en") as wire:
        status, kind, body = answered(wire)
    assert (status, kind, json.loads(body)["reason"]) == (413, "application/json", "request_too_large")
    # announced in chunks, it is known only when it has come
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.sendall(f"{LIMIT:x}\r\n".encode() + bytes(LIMIT))
        assert answered(wire)[0] == 413
    # nobody waits for a body without an end
    with wire_to(port, 2**50) as wire:
        assert answered(wire)[0] == 413


@pytest.mark.parametrize("begun", [b"", b"5\r\nhello\r\n", b"0\r\nX-Trailer: "])
def test_chunks_without_an_end_of_line_are_no_request(port, begun):
    """Such a line was put together as long as it came, each piece copied with all before it, and nobody else was served."""
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + begun)
        wire.sendall(b"a" * 100_000)
        assert answered(wire)[0] == 400
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        wire.sendall(b"5;note=" + b"x" * 200 + b"\r\nhello\r\n0\r\nX-Trailer: one\r\n\r\n")
        assert answered(wire)[::2] == (200, "5")


def test_what_fits_is_taken_and_what_is_no_request_refused_as_ever(port):
    with wire_to(port, LIMIT - 1) as wire:
        wire.sendall(bytes(LIMIT - 1))
        assert answered(wire)[2] == str(LIMIT - 1)
    with socket.create_connection(("127.0.0.1", port), timeout=30) as wire:
        wire.sendall(b"nonsense\r\n\r\n")
        assert answered(wire)[0] == 400


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("", "pl"), ("en-GB,en;q=0.9", "en"), ("de,en;q=0.5,pl;q=0.4", "en"), ("de", "pl"), ("pl,en", "pl")],
)
def test_the_first_of_our_languages(accepted, language):
    assert large.language_of(accepted) == language
