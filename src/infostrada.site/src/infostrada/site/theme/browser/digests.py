"""Files anybody may read, under the address of their digest, streamed from their blobs."""

from collections.abc import Container
from infostrada.core.addressed import TakesNames
from plone.namedfile.utils import set_headers
from plone.namedfile.utils import stream_data
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound


class FileByDigest(TakesNames, BrowserView):
    """`<object>/@@<view>/<digest>`: a file of the object; NotFound for a digest it has no file of."""

    # Types a browser shows by itself without harm; every other file is kept on the disk.
    shown: Container[str] = ()

    @property
    def digest(self) -> str:
        """The digest in the address: the last of its names."""
        return self.names[-1] if self.names else ""

    def found(self) -> Any:
        """The file, or None."""
        return self.context.file(self.digest)

    def __call__(self) -> Any:
        """The bytes."""
        file = self.found()
        if file is None:
            raise NotFound(self.digest)
        response = self.request.response
        set_headers(file, response, filename=file.filename)
        if file.contentType in self.shown:
            kept = response.getHeader("Content-Disposition") or ""
            response.setHeader("Content-Disposition", kept.replace("attachment", "inline", 1))
        response.setHeader("X-Content-Type-Options", "nosniff")
        return stream_data(file)
