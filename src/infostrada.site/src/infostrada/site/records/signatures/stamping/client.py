"""Asks a time-stamping authority over HTTP (RFC 3161, 3.4)."""

from base64 import b64encode
from contextlib import closing
from http.client import HTTPConnection
from http.client import HTTPException
from http.client import HTTPSConnection
from infostrada.site.records.signatures.stamping.settings import Authority
from urllib.parse import urlsplit

import ssl
import time


SECONDS, LARGEST = 20, 200_000
HEADERS = {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}


class Unreachable(RuntimeError):
    """No answer came, or none of a time-stamping authority; worth another try."""


def ask(authority: Authority, question: bytes, seconds: float = SECONDS) -> bytes:
    """The answer of the authority, whatever it says; raises `Unreachable`."""
    parts = urlsplit(authority.url)
    where = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    headers = dict(HEADERS)
    if authority.login:
        said = b64encode(f"{authority.login}:{authority.password}".encode()).decode()
        headers["Authorization"] = f"Basic {said}"
    ends = time.monotonic() + seconds
    try:
        with closing(_connection(parts.scheme, parts.hostname or "", parts.port, seconds)) as connection:
            connection.request("POST", where, question, headers)
            answer = connection.getresponse()
            content = b""
            while piece := answer.read1(65_536):
                content += piece
                if len(content) > LARGEST:
                    raise Unreachable("the answer is too large")
                if time.monotonic() > ends:
                    raise Unreachable("the answer does not end")
    except (OSError, HTTPException) as error:
        raise Unreachable(f"{type(error).__name__}") from error
    if answer.status != 200:
        raise Unreachable(f"HTTP {answer.status}")
    return content


def _connection(scheme: str, host: str, port: int | None, seconds: float) -> HTTPConnection:
    if scheme == "https":
        return HTTPSConnection(host, port, timeout=seconds, context=ssl.create_default_context())
    return HTTPConnection(host, port, timeout=seconds)
