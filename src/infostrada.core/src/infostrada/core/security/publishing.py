"""Put the headers on every answer and the flags on every cookie."""

from AccessControl import getSecurityManager
from infostrada.core.security.headers import DESK
from infostrada.core.security.headers import file_policy
from infostrada.core.security.headers import headers
from infostrada.core.security.headers import policy
from infostrada.core.security.headers import TABLE
from infostrada.core.security.headers import TABLE_VIEWS
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal
from ZPublisher.interfaces import IPubBeforeCommit
from ZPublisher.interfaces import IPubStart


POLICY = "Content-Security-Policy"


@adapter(IPubStart)
def on_start(event: Any) -> None:
    """First of all, so that errors of every kind carry the headers too."""
    for name, value in headers(https=is_https(event.request)).items():
        event.request.response.setHeader(name, value)


@adapter(IPubAfterTraversal)
def on_traversed(event: Any) -> None:
    """The person is known: pages of those logged in run Plone's editing bundle."""
    if is_logged_in():
        view = getattr(event.request.get("PUBLISHED"), "__name__", "")
        chosen = TABLE if view in TABLE_VIEWS else DESK
        event.request.response.setHeader(POLICY, policy(chosen))


@adapter(IPubBeforeCommit)
def on_answered(event: Any) -> None:
    """Files are data; no script reads a cookie of ours, no other site sends it along, none leaves HTTPS."""
    https = is_https(event.request)
    told = [event.request.response.getHeader(name) or "" for name in ("Content-Type", "Content-Disposition")]
    chosen = file_policy(*told)
    if chosen is not None:
        event.request.response.setHeader(POLICY, policy(chosen))
    for cookie in event.request.response.cookies.values():
        cookie.setdefault("HttpOnly", True)
        cookie.setdefault("SameSite", "Lax")
        if https:
            cookie["Secure"] = True


def is_https(request: Any) -> bool:
    """Does the visitor speak HTTPS, as far as the (virtual host's) address tells?"""
    return str(request.get("SERVER_URL", "")).startswith("https:")


def is_logged_in() -> bool:
    """Is there an account behind the request?"""
    return getSecurityManager().getUser().getId() is not None
