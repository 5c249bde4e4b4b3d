"""Downloads of files: always as attachments, never shown inside the site's pages."""

from infostrada.core import accesslog
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.core.record.row import unit_of
from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.files import RecordFile
from plone.namedfile.utils import stream_data
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from urllib.parse import quote


PDF, XML = "application/pdf", "application/xml"


class Download(TakesNames, BrowserView):
    """`<record>/@@<view>/<name>`: the bytes, with the reading noted in the access log."""

    def __call__(self) -> Any:
        """Stream the file."""
        file = self.file()
        if file is None:
            raise NotFound()
        if isinstance(file, GoneFile):
            raise Gone()
        accesslog.note(
            "records.download", uid=IUUID(self.context), unit=unit_of(self.context), outcome="granted"
        )
        response = self.request.response
        response.setHeader("Content-Type", file.contentType)
        response.setHeader("Content-Length", str(file.getSize()))
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "private, no-store")
        name = quote(file.filename or "")
        response.setHeader("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
        return stream_data(file)

    def file(self) -> RecordFile | None:
        """The file asked for."""
        raise NotImplementedError


def sent(
    view: Any, data: bytes, name: str, content_type: str = PDF, *, noted: str = "", reason: str = ""
) -> bytes:
    """A file made for this answer, sent as an attachment no cache keeps; `noted` is its word in the access log."""
    if noted:
        uid, unit = IUUID(view.context), unit_of(view.context)
        accesslog.note(noted, uid=uid, unit=unit, outcome="granted", reason=reason)
    response = view.request.response
    response.setHeader("Content-Type", content_type)
    response.setHeader("Content-Disposition", f'attachment; filename="{name}"')
    response.setHeader("Cache-Control", "private, no-store")
    return data


class LetterFile(Download):
    """A file of a letter, by its identifier."""

    def file(self) -> RecordFile | None:
        """The file with this identifier."""
        found: RecordFile | None = self.context.file(self.name)
        return found


class DocumentVersion(Download):
    """A version of a document or template, by its number."""

    def file(self) -> RecordFile | None:
        """The file of the version."""
        version = self.context.version(int(self.name)) if self.name.isdigit() else None
        return None if version is None else version.file
