"""The reader's choice of colours, kept in a cookie so that it works without scripts."""

from Products.Five import BrowserView
from typing import Any
from urllib.parse import urlsplit
from ZPublisher.HTTPRequest import HTTPRequest


COOKIE = "look"
LOOKS = ("light", "dark", "contrast")


def chosen_look(request: HTTPRequest) -> str | None:
    """The look the reader has chosen, None when the device decides."""
    look = request.cookies.get(COOKIE)
    return look if look in LOOKS else None


def local_path(address: str) -> str:
    """The path and query of `address`; a foreign or odd address gives "/".

    Used for coming back after a choice, so that nobody is sent to another site.
    """
    parts = urlsplit(address)
    path = parts.path.replace("\\", "/")
    if parts.scheme or parts.netloc or not path.startswith("/") or path.startswith("//"):
        return "/"
    return f"{path}?{parts.query}" if parts.query else path


class LookView(BrowserView):
    """Sets or clears the cookie and goes back to where the reader was."""

    def __call__(self) -> str:
        response: Any = self.request.response
        look = self.request.form.get("look", "")
        if look in LOOKS:
            response.setCookie(COOKIE, look, path="/", max_age=31536000, same_site="Lax")
        else:
            response.expireCookie(COOKIE, path="/")
        response.setHeader("Cache-Control", "no-store")
        response.redirect(local_path(self.request.form.get("back", "/")), status=303)
        return ""
