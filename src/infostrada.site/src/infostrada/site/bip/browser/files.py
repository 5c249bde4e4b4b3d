"""Public files: links to them with kind and size, and their bytes."""

from infostrada.site.bip.timing.moments import gone
from plone.namedfile.utils import set_headers
from plone.namedfile.utils import stream_data
from Products.Five.browser import BrowserView
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


SHOWN_INLINE = ("application/pdf", "image/png", "image/jpeg", "text/plain")


@implementer(IPublishTraverse)
class PublicFile(BrowserView):
    """A file of a public entry, by its digest; of a withdrawn entry none."""

    digest = ""

    def publishTraverse(self, request: Any, name: str) -> "PublicFile":
        """Take the digest from the address."""
        self.digest = name
        return self

    def found(self) -> Any:
        """The file, or None."""
        return self.context.file(self.digest)

    def __call__(self) -> Any:
        """The bytes, for reading in the browser where that is harmless."""
        file = self.found()
        if file is None or gone(self.context):
            raise NotFound(self.digest)
        response = self.request.response
        set_headers(file, response, filename=file.filename)
        if file.contentType in SHOWN_INLINE:
            kept = response.getHeader("Content-Disposition") or ""
            response.setHeader("Content-Disposition", kept.replace("attachment", "inline", 1))
        response.setHeader("X-Content-Type-Options", "nosniff")
        return stream_data(file)


def file_link(url: str, file: Any, note: str) -> dict[str, str]:
    """A link to a file as the pattern for files wants it."""
    facts = [file.filename.rpartition(".")[2].upper(), _size(file.getSize()), note]
    text = ", ".join(fact for fact in facts if fact)
    return {"url": f"{url}/{file.sha256}", "title": file.filename, "text": text}


def _size(size: int) -> str:
    """12 kB, 3,4 MB."""
    return (
        f"{max(1, round(size / 1000))} kB" if size < 1_000_000 else f"{size / 1e6:.1f} MB".replace(".", ",")
    )
