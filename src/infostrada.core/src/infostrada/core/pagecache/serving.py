"""Kept pages answered by the thread of the web server that reads requests.

Waitress hands each request to a thread that waits for Zope, and is woken again to send the answer. A page from memory needs
neither: it is answered where it was read, as long as nothing of its connection waits to be answered before it. So pages
from memory are served even while all threads are busy, and cost a sixth of the processor time. What is kept, and for whom, is said by the
same filter: whatever it does not know, or is unusual in any way, goes the usual way.
"""

from infostrada.core.pagecache.wsgi import PageCache
from infostrada.core.security.large import Channel
from typing import Any
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer
from waitress.server import create_server
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import build_http_date

import time


# Told by a proxy: who asked is no part of a page's key, how is; a request with any other is left to waitress.
FOR, PROTO = "X_FORWARDED_FOR", "X_FORWARDED_PROTO"
OTHERS = ("FORWARDED", "X_FORWARDED_HOST", "X_FORWARDED_PORT", "X_FORWARDED_BY")
SCHEMES = ("http", "https")


def serve(app: Any, global_config: dict[str, str], **options: Any) -> None:
    """Paste server runner; the options are those of waitress."""
    dispatcher = Dispatcher(app)
    BaseWSGIServer.channel_class = Channel
    server = create_server(app, _dispatcher=dispatcher, **options)
    dispatcher.begin(server.adj)
    server.print_listen("Serving on http://{}:{}")
    server.run()


class Dispatcher(ThreadedTaskDispatcher):
    """Gives requests to threads, but those for kept pages."""

    def __init__(self, app: Any) -> None:
        super().__init__()
        self.cache = app if isinstance(app, PageCache) else None
        self.adj: Any = None
        self._second, self._tail = 0, b""

    def begin(self, adj: Any) -> None:
        """Start the threads; `adj` are waitress's settings."""
        self.adj = adj
        self.set_thread_count(adj.threads)

    def add_task(self, task: HTTPChannel) -> None:
        """The channel has a request to be answered next, and holds the lock of its requests."""
        while task.requests:
            answer = self._known(task, task.requests[0]) if self.cache is not None else None
            if answer is None:
                super().add_task(task)
                return
            task.requests.pop(0).close()
            _send(task, answer)

    def _known(self, channel: HTTPChannel, request: HTTPRequestParser) -> bytes | None:
        said = request.headers
        if (
            request.error
            or request.command != "GET"
            or request.version != "1.1"
            or request.connection_close
            or request.expect_continue
            or request.body_rcv is not None
            or request.proxy_netloc
            or request.path[:1] != "/"
            or request.path[:2] == "//"
            or any(name in said for name in OTHERS)
        ):
            return None
        scheme = self._scheme(channel, request)
        if scheme is None:
            return None
        environ = {f"HTTP_{name}": value for name, value in said.items()}
        environ |= {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": request.path,
            "QUERY_STRING": request.query,
            "SERVER_NAME": channel.server.server_name,
            "wsgi.url_scheme": scheme,
        }
        assert self.cache is not None
        found = self.cache.kept(environ)
        return None if found is None else b"".join((found.head(), self._end(), found.body))

    def _scheme(self, channel: HTTPChannel, request: HTTPRequestParser) -> str | None:
        """How the visitor asked; None when only waitress can say."""
        said, adj = request.headers, self.adj
        if FOR in said and '"' in said[FOR]:
            return None
        if PROTO not in said:
            return str(request.url_scheme)
        if adj.trusted_proxy != channel.addr[0] or "x-forwarded-proto" not in adj.trusted_proxy_headers:
            return None
        return said[PROTO] if said[PROTO] in SCHEMES else None

    def _end(self) -> bytes:
        """The lines that are the same for all answers of this second, and the empty one."""
        now = int(time.time())
        if now != self._second:
            server = f"Server: {self.adj.ident}\r\n" if self.adj.ident else ""
            self._tail = f"{server}Date: {build_http_date(now)}\r\n\r\n".encode("latin-1")
            self._second = now
        return self._tail


def _send(channel: HTTPChannel, answer: bytes) -> None:
    """Send what the network takes now; the rest goes when it takes more, before anything else of the connection."""
    with channel.outbuf_lock:
        sent = 0
        if not channel.total_outbufs_len:
            try:
                sent = channel.send(answer, do_close=False)
            except OSError:
                channel.will_close = True
                return
        if rest := answer[sent:]:
            channel.outbufs[-1].append(rest)
            channel.current_outbuf_count += len(rest)
            channel.total_outbufs_len += len(rest)
