"""A draft written in an office program becomes a PDF/A version, ready to be accepted and signed."""

from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.documents.content import Document
from infostrada.site.records.documents.content import Version
from infostrada.site.records.documents.operations import new_version
from infostrada.site.records.preview.office import ConversionError
from infostrada.site.records.preview.office import has_converter
from infostrada.site.records.preview.rendering import kind_of
from infostrada.site.records.preview.rendering import pdf_of
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.upload import Upload
from pathlib import Path


def make_pdf(document: Document) -> Version:
    """The newest version as PDF/A-2b, saved as the next version; Blocked without LibreOffice."""
    require(WORK_ON, document)
    version = document.latest
    if version is None:
        raise Blocked([], reason="document_without_version")
    file = version.file
    if kind_of(file) != "office":
        raise Blocked([], reason="not_an_office_file")
    if not has_converter():
        raise Blocked([], reason="converter_missing")
    try:
        data = pdf_of(file)
    except ConversionError as error:
        raise Blocked([], reason="conversion_failed") from error
    upload = Upload(f"{Path(file.filename).stem}.pdf", data, "application/pdf")
    return new_version(document, upload, comment=f"PDF/A ({version.number})")
