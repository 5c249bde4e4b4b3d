"""The shell of a network's stand-in: a real HTTP server on the loopback address, over TLS when it is given.

What the network does is a `Service`, kept in memory. `POST /_control` tells it to misbehave as networks do; an answer
may be lost after the work was done.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from email.message import Message
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from threading import Lock
from threading import Thread
from typing import Any
from typing import NamedTuple
from urllib.parse import parse_qs
from urllib.parse import urlsplit

import click
import json
import ssl
import sys


LARGEST = 300_000_000
CONTROL = "/_control"


class Answer(Exception):
    """What a request is answered with: JSON, or `raw` bytes; a lost one is not answered at all."""

    def __init__(
        self, status: int, body: Any = None, *, raw: bytes | None = None, lost: bool = False
    ) -> None:
        super().__init__(status)
        self.status, self.body, self.raw, self.lost = status, body, raw, lost


class Call(NamedTuple):
    """A request; of `query` the last value of each name, `account` is the name in the client's certificate."""

    method: str
    path: str
    query: dict[str, str]
    headers: Message
    body: bytes
    account: str


class Service:
    """What a network does; one call at a time."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.faults: list[str] = []
        self.calls: list[str] = []

    def answer(self, call: Call) -> Any:
        """Work on a call, or be told by it what to do."""
        if call.path == CONTROL:
            return self.control(json.loads(call.body))
        self.calls.append(f"{call.method} {call.path}")
        return self.respond(call)

    def respond(self, call: Call) -> Any:
        """The body of a plain 200; raises `Answer` for anything else."""
        raise NotImplementedError

    def malformed(self, words: str) -> Answer:
        """The refusal of a request that cannot be understood."""
        raise NotImplementedError

    def too_large(self) -> Answer:
        """The refusal of a request above the bound of the stand-in."""
        return Answer(413, {"error": "too_large"})

    def control(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Faults to come, each for one call."""
        self.faults += [str(each) for each in told.get("faults", ())]
        return {}

    def next_fault(self) -> str:
        """The fault of this call; empty when it goes well."""
        return self.faults.pop(0) if self.faults else ""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: "StandIn"
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        """Read."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Send."""
        self._answer("POST")

    def _answer(self, method: str) -> None:
        service = self.server.service
        try:
            call = self._call(method)
            with service.lock:
                result = Answer(200, service.answer(call))
        except Answer as answer:
            result = answer
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            result = service.malformed(f"{type(error).__name__}: {error}")
        if result.lost:
            self.close_connection = True
            self.connection.close()
        else:
            self._send(result)

    def _call(self, method: str) -> Call:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if length > LARGEST:
            self.close_connection = True
            raise self.server.service.too_large()
        body = self.rfile.read(length)
        query = {name: values[-1] for name, values in parse_qs(parts.query).items()}
        return Call(method, parts.path, query, self.headers, body, self._account())

    def _account(self) -> str:
        """The common name of the client's certificate; without TLS there is one account for all."""
        if not isinstance(self.connection, ssl.SSLSocket):
            return ""
        shown: Any = self.connection.getpeercert() or {}
        return next((value for part in shown["subject"] for name, value in part if name == "commonName"), "")

    def _send(self, result: Answer) -> None:
        if result.raw is not None:
            raw, kind = result.raw, "application/octet-stream"
        else:
            raw = b"" if result.body is None else json.dumps(result.body).encode()
            kind = "application/json"
        self.send_response(result.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""


class StandIn(ThreadingHTTPServer):
    """A service on a port (0: any free one) of the loopback address.

    TLS begins in the thread of the request, so that a silent client holds up nobody.
    """

    daemon_threads = True

    def __init__(self, service: Service, port: int = 0, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self.service, self.tls = service, tls

    def finish_request(self, request: Any, client_address: Any) -> None:
        """Begin TLS, then answer."""
        if self.tls is not None:
            request.settimeout(Handler.timeout)
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)
        if self.tls is not None:
            self.shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that broke, or a handshake that failed, is the client's affair."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @contextmanager
    def running(self) -> Iterator["StandIn"]:
        """Answer in a thread as long as the block lasts."""
        thread = Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield self
        finally:
            self.shutdown()
            self.server_close()
            thread.join()

    def run(self, told: Mapping[str, str], as_json: bool) -> None:
        """For a command: say where it is reached, answer until it is stopped."""
        lines = "\n".join(f"{name}: {value}" for name, value in told.items())
        click.echo(json.dumps(told) if as_json else lines)
        try:
            self.serve_forever()
        except KeyboardInterrupt:
            self.server_close()
