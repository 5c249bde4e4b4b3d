"""Files shown in the page: pages drawn as pictures, or the text."""

from infostrada.core import accesslog
from infostrada.core.errors import NotFound
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import word
from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.documents.rules import EDITABLE
from infostrada.site.records.preview.office import has_converter
from infostrada.site.records.preview.operations import make_pdf
from infostrada.site.records.preview.rendering import kind_of
from infostrada.site.records.preview.rendering import page_of
from infostrada.site.records.preview.rendering import preview_of
from infostrada.site.records.preview.words import NOTES
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from typing import Any
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


SHOWN = 20


class Preview(Part):
    """On a document: its newest version as it looks."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """Pages, a picture or text; a note when something is missing."""
        version = self.context.latest
        if version is None or isinstance(version.file, GoneFile):
            return None
        shown, url = preview_of(version.file), self.context.absolute_url()
        pictures = [
            {
                "url": f"{url}/@@preview/{version.number}/{place}",
                "width": width or None,
                "height": height or None,
                "alt": word(
                    _("Page ${page} of ${file}", mapping={"page": place, "file": version.file.filename}),
                    self.request,
                ),
            }
            for place, (width, height) in enumerate(shown.sizes[:SHOWN], start=1)
        ]
        part: dict[str, Any] = {
            "id": "preview",
            "title": _("Preview of the newest version"),
            "pictures": pictures,
            "plain": shown.text,
        }
        if shown.note:
            part["text"] = NOTES[shown.note]
        if len(shown.sizes) > SHOWN:
            part["text"] = _("The first pages are shown; download the file for the others.")
        if self._makes_pdf(version):
            part["forms"] = [self.page.one("pdf", _("Save it as a PDF/A version"), tone="btn-secondary")]
        return part

    def _makes_pdf(self, version: Any) -> bool:
        draft = state_of(self.context) in EDITABLE and self.page.may("infostrada.site: Work on cases")
        return draft and has_converter() and kind_of(version.file) == "office"

    def do_pdf(self) -> str:
        """Save the newest version as PDF/A."""
        make_pdf(self.context)
        self.page.say(_("The version has been saved."))
        return str(self.page.here)


@implementer(IPublishTraverse)
class PreviewPage(BrowserView):
    """`<document>/@@preview/<version>/<page>`: a page as PNG; looking is noted in the access log."""

    def __init__(self, context: Any, request: Any) -> None:
        super().__init__(context, request)
        self.names: tuple[str, ...] = ()

    def publishTraverse(self, request: Any, name: str) -> Any:
        """Take version and page."""
        if len(self.names) >= 2 or not name.isdigit():
            raise NotFound()
        self.names = (*self.names, name)
        return self

    def __call__(self) -> bytes:
        """The picture."""
        version = self.context.version(int(self.names[0])) if len(self.names) == 2 else None
        if version is None:
            raise NotFound()
        if isinstance(version.file, GoneFile):
            raise Gone()
        found = page_of(version.file, int(self.names[1]))
        if found is None:
            raise NotFound()
        if self.names[1] == "1":
            uid, unit = IUUID(self.context), unit_of(self.context)
            accesslog.note("records.preview", uid=uid, unit=unit, outcome="granted")
        response = self.request.response
        response.setHeader("Content-Type", "image/png")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "private, no-store")
        return found
