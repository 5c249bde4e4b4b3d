"""What a domain says about its own pages: this one is everybody's, until that moment."""

from collections.abc import Container
from infostrada.core.pagecache.wsgi import UNTIL
from typing import Any

import AccessControl


def is_everybodys(request: Any, views: Container[str]) -> bool:
    """Is one of these views about to be rendered for a visitor who is not logged in and sends nothing?"""
    return request.method == "GET" and _name(request.get("PUBLISHED")) in views and _anonymous()


def keep(request: Any, until: float) -> None:
    """The page may be kept until this moment (seconds since 1970), or until anything is committed."""
    request.response.setHeader(UNTIL, repr(until))


def _name(published: Any) -> str:
    view = getattr(published, "__self__", published)
    return str(getattr(view, "__name__", ""))


def _anonymous() -> bool:
    return AccessControl.getSecurityManager().getUser().getId() is None
