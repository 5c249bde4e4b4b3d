"""Addresses of many records that lie below one object."""

from Products.CMFCore.interfaces import ISiteRoot
from typing import Any
from urllib.parse import quote


class Addresses:
    """Writes the address of a path; what lies below the published `context` begins with the context's own.

    That holds inside a unit, never for the site: units may have hosts of their own.
    """

    def __init__(self, context: Any, request: Any) -> None:
        whole = ISiteRoot.providedBy(context)
        self._path = None if whole else "/".join(context.getPhysicalPath()) + "/"
        self._url = "" if whole else context.absolute_url() + "/"
        self._request = request

    def of(self, path: str) -> str:
        """The address of an object, wherever it lies."""
        if self._path is not None and path.startswith(self._path):
            return self._url + quote(path[len(self._path) :])
        return str(self._request.physicalPathToURL(path.split("/")))
