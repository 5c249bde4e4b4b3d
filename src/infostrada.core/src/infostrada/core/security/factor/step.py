"""The moment between password and code: a signed ticket in a cookie, good for five minutes."""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from infostrada.core.security.keys import keyed
from typing import Any

import binascii
import hmac
import time


COOKIE = "__second_step"
SECONDS = 300


def ticket(user_id: str, now: float | None = None) -> str:
    """Says: this person's password was right until then."""
    until = int(now if now is not None else time.time()) + SECONDS
    text = f"{until}|{user_id}"
    return urlsafe_b64encode(keyed("second step", text) + text.encode()).decode()


def holder(given: str, now: float | None = None) -> str | None:
    """User id of a genuine ticket in its time, else None."""
    try:
        raw = urlsafe_b64decode(given.encode())
        text = raw[32:].decode()
    except (binascii.Error, UnicodeError):
        return None
    if not hmac.compare_digest(raw[:32], keyed("second step", text)):
        return None
    until, _bar, user_id = text.partition("|")
    return user_id if int(until) > (now if now is not None else time.time()) else None


def begin(request: Any, user_id: str, https: bool) -> None:
    """Hand out the ticket."""
    request.response.setCookie(
        COOKIE, ticket(user_id), path="/", http_only=True, same_site="Lax", secure=https
    )


def end(request: Any) -> None:
    """Take it back."""
    request.response.expireCookie(COOKIE, path="/")
