"""Files shown in the page: pages drawn as pictures, or the text."""

from infostrada.core import accesslog
from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.core.record.row import unit_of
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import word
from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.browser.pdfa import said
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.documents.rules import EDITABLE
from infostrada.site.records.files import RecordFile
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


SHOWN = 20


def shown_part(file: RecordFile, address: str, request: Any) -> dict[str, Any]:
    """What a section says of a file: pages or a picture, drawn at `address`/1, /2 and so on, or text; a note when something is missing."""
    shown = preview_of(file)
    pictures = [
        {
            "url": f"{address}/{place}",
            "width": width or None,
            "height": height or None,
            "alt": word(
                _("Page ${page} of ${file}", mapping={"page": place, "file": file.filename}), request
            ),
        }
        for place, (width, height) in enumerate(shown.sizes[:SHOWN], start=1)
    ]
    part: dict[str, Any] = {"pictures": pictures, "plain": shown.text}
    if shown.note:
        part["text"] = NOTES[shown.note]
    told = [said(shown.claim, shown.faults, request)] if shown.claim else []
    if len(shown.sizes) > SHOWN:
        told.append(word(_("The first pages are shown; download the file for the others."), request))
    if told:
        part["text"] = " ".join(told)
    return part


class Preview(Part):
    """On a document: its newest version as it looks."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """Pages, a picture or text; a note when something is missing."""
        version = self.context.latest
        if version is None or isinstance(version.file, GoneFile):
            return None
        address = f"{self.context.absolute_url()}/@@preview/{version.number}"
        part: dict[str, Any] = {
            "id": "preview",
            "title": _("Preview of the newest version"),
            **shown_part(version.file, address, self.request),
        }
        if self._makes_pdf(version):
            part["forms"] = [self.page.one("pdf", _("Save it as a PDF/A version"), tone="btn-secondary")]
        return part

    def _makes_pdf(self, version: Any) -> bool:
        draft = state_of(self.context) in EDITABLE and self.page.may(WORK_ON)
        return draft and has_converter() and kind_of(version.file) == "office"

    def do_pdf(self) -> str:
        """Save the newest version as PDF/A."""
        make_pdf(self.context)
        self.page.say(_("The version has been saved."))
        return str(self.page.here)


class LetterPreview(Part):
    """On a letter: one of its files as it looks, the first one unless another is asked for."""

    position = 12

    def section(self) -> dict[str, Any] | None:
        """Its pages; nothing for a letter without files."""
        asked = str(self.page.form.get("shown") or "1")
        place = int(asked) if asked.isdigit() else 1
        file = file_at(self.context, place)
        if file is None or isinstance(file, GoneFile):
            return None
        address = f"{self.context.absolute_url()}/@@preview/{place}"
        title = _("Preview: ${file}", mapping={"file": file.filename})
        return {"id": "preview", "title": title, **shown_part(file, address, self.request)}


def file_at(letter: Any, place: int) -> Any:
    """A file of a letter by its place counted from 1; None when there is none."""
    files = list(letter.files)
    return files[place - 1] if 0 < place <= len(files) else None


class PageDrawn(TakesNames, BrowserView):
    """`<record>/@@preview/<which file>/<page>`: a page as PNG; looking is noted in the access log."""

    most_names = 2

    def file(self, which: int) -> Any:
        """The file of that number; None when there is none."""
        raise NotImplementedError

    def __call__(self) -> bytes:
        """The picture."""
        which, number = self._numbers()
        file = self.file(which)
        if file is None:
            raise NotFound()
        if isinstance(file, GoneFile):
            raise Gone()
        found = page_of(file, number)
        if found is None:
            raise NotFound()
        if number == 1:
            uid, unit = IUUID(self.context), unit_of(self.context)
            accesslog.note("records.preview", uid=uid, unit=unit, outcome="granted")
        response = self.request.response
        response.setHeader("Content-Type", "image/png")
        response.setHeader("X-Content-Type-Options", "nosniff")
        response.setHeader("Cache-Control", "private, no-store")
        return found

    def _numbers(self) -> tuple[int, int]:
        if len(self.names) != 2 or not all(map(str.isdecimal, self.names)):
            raise NotFound()
        return int(self.names[0]), int(self.names[1])


class PreviewPage(PageDrawn):
    """`<document>/@@preview/<version>/<page>`."""

    def file(self, which: int) -> Any:
        """The file of a version."""
        version = self.context.version(which)
        return version.file if version is not None else None


class LetterPreviewPage(PageDrawn):
    """`<letter>/@@preview/<place of the file>/<page>`."""

    def file(self, which: int) -> Any:
        """A file of the letter."""
        return file_at(self.context, which)
