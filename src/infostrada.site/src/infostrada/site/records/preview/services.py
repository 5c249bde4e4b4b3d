"""REST: what of a document can be shown; its PDF/A version."""

from infostrada.site.records.archive.gone import Gone
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.documents.content import etag_of
from infostrada.site.records.preview.operations import make_pdf
from infostrada.site.records.preview.rendering import preview_of
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import WritingService
from typing import Any


class PreviewGet(RecordService):
    """`GET <document>/@preview`: how the newest version can be shown, and the addresses of its pages."""

    def answer(self) -> dict[str, Any]:
        """Kind, pages as PNG, text, and a word for what is missing."""
        version, url = self.context.latest, self.context.absolute_url()
        if isinstance(version.file, GoneFile):
            raise Gone()
        shown = preview_of(version.file)
        return {
            "@id": f"{url}/@preview",
            "version": version.number,
            "kind": shown.kind,
            "pages": [f"{url}/@@preview/{version.number}/{page + 1}" for page in range(len(shown.sizes))],
            "text": shown.text,
            "note": shown.note,
            "pdfa": {"claim": shown.claim, "faults": list(shown.faults)},
        }


class PdfPost(WritingService):
    """`POST <document>/@pdf`: the newest version as PDF/A, saved as the next version (409 without LibreOffice)."""

    def answer(self) -> dict[str, Any]:
        """201 with the document."""
        make_pdf(self.context)
        self.request.response.setHeader("ETag", etag_of(self.context))
        return self.created(self.context)
