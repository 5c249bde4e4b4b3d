"""Requests above the server's limit: refused in words the visitor reads, by the web server, before Zope is asked.

Who asks first (`Expect: 100-continue`) sends nothing. A browser never asks: it sends all of a form and only then reads, so
what it sends is thrown away as it comes, until it listens.
"""

from infostrada.core.errors import TooLarge
from infostrada.core.errors.outside import Answer
from infostrada.core.errors.outside import answer
from infostrada.core.errors.outside import language_of
from typing import Any
from waitress.buffers import OverflowableBuffer
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.receiver import ChunkedReceiver
from waitress.receiver import FixedStreamReceiver
from waitress.task import ErrorTask
from waitress.utilities import BadRequest


# Megabytes (2^20 bytes) of one request; the proxy has the same.
MOST = 256
# Bytes of a line between chunks, and of what may follow the last of them (RFC 9112, 7.1); proxies send a few.
LINE, TRAILER = 1_024, 65_536
# Bytes that are thrown away for a browser; whoever announces more is cut off.
THROWN_AWAY = 8 * 2**30
WORDS = {
    "pl": (
        f"Jedno wysłanie może mieć najwyżej {MOST} MB, a to ma więcej. Nic nie zostało zapisane. "
        "Proszę wysłać pliki pojedynczo albo w mniejszych częściach."
    ),
    "en": (
        f"One request may have {MOST} MB at most, and this one has more. Nothing was saved. "
        "Please send the files one by one or in smaller parts."
    ),
}


def refusal(wanted: str, language: str) -> Answer:
    """The answer to who wants `text/html` or anything else."""
    return answer(TooLarge(), WORDS, wanted, language)


class Unread(FixedStreamReceiver):
    """A body nobody keeps."""

    def received(self, data: bytes) -> int:
        """Count what came."""
        taken: int = min(self.remain, len(data))
        self.remain -= taken
        self.completed = self.remain == 0
        return taken


class Chunks(ChunkedReceiver):
    """A body in chunks; waitress puts together a line between them however long it grows, and does nothing else meanwhile."""

    def received(self, data: bytes) -> int:
        """How many of the bytes belong to the body; a line without an end is no request."""
        taken: int = super().received(data)
        if len(self.control_line) > LINE or len(self.trailer) > TRAILER:
            self.error = BadRequest("Chunk line or trailer too long")
        return taken


class Parser(HTTPRequestParser):
    """Lets a body that is too large come to its end before it says so."""

    body_rcv: Any

    def parse_header(self, header: bytes) -> None:
        """As waitress does; a body in chunks is read with bounds."""
        super().parse_header(header)
        if self.chunked:
            self.body_rcv = Chunks(self.body_rcv.getbuf())

    def received(self, data: bytes) -> int:
        """How many of the bytes belong to this request."""
        if isinstance(self.body_rcv, Unread):
            taken = self.body_rcv.received(data)
            self.completed = self.body_rcv.completed
            return taken
        taken = super().received(data)
        if self._is_too_large() and not self.expect_continue and self.content_length <= THROWN_AWAY:
            self.body_rcv = Unread(self.content_length, OverflowableBuffer(self.adj.inbuf_overflow))
            self.completed = False
        return taken

    def _is_too_large(self) -> bool:
        """By what it announced; a body in chunks is too large only when it has come."""
        return self.content_length > 0 and getattr(self.error, "code", 0) == TooLarge.status


class Refusal(ErrorTask):
    """Answers what the web server refuses by itself."""

    def execute(self) -> None:
        """The house's words for a body that is too large, waitress's for a request that is none."""
        if self.request.error.code != TooLarge.status:
            super().execute()
            return
        said = self.request.headers
        headers, body = refusal(said.get("ACCEPT", ""), language_of(said.get("ACCEPT_LANGUAGE", "")))
        self.status = f"{TooLarge.status} Content Too Large"
        self.response_headers.extend(headers)
        self.set_close_on_finish()
        self.content_length = len(body)
        self.write(body)


class Channel(HTTPChannel):
    """A connection that refuses like this."""

    parser_class = Parser
    error_task_class = Refusal

    def send_continue(self) -> None:
        """Ask for the body (RFC 9110, 10.1.1), unless the request has been refused for its size already.

        waitress asks for it all the same, and takes as much as the limit allows before it refuses.
        """
        if self.request.error is None:
            super().send_continue()
