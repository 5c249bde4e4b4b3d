"""Requests above the server's limit (`max_request_body_size` of `wsgi.ini`)."""

from typing import Any


def send_continue(self: Any) -> None:
    """Ask for the body (RFC 9110, 10.1.1), unless the request has been refused for its size already.

    waitress asks for it all the same, and takes as much as the limit allows before it refuses.
    """
    if self.request.error is None:
        self._old_send_continue()
