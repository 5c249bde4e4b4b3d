"""The address of a page as JSON, stable and good in any browser: the path with `++api++` behind the host's root."""

from plone import api
from typing import Any
from urllib.parse import urlsplit


MARK = "++api++"


def api_url(context: Any, tail: str = "") -> str:
    """Address of an object, or of a service below it, for programs.

    An object on a host of its own has the mark behind that host, everything else behind the site's address.
    """
    url, site = context.absolute_url(), api.portal.get().absolute_url()
    parts = urlsplit(url)
    root = site if url == site or url.startswith(f"{site}/") else f"{parts.scheme}://{parts.netloc}"
    rest = "/".join(part for part in (url.removeprefix(root).strip("/"), tail.strip("/")) if part)
    return f"{root}/{MARK}/{rest}".rstrip("/")
