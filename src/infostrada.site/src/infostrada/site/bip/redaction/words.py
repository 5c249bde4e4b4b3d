"""Which files can be redacted here."""

from infostrada.site.bip.gate.reading import PICTURES
from typing import Any


def redactable(file: Any) -> bool:
    """Is it a PDF or a picture?"""
    ending = file.filename.rpartition(".")[2].lower()
    return ending in PICTURES or ending == "pdf" or file.contentType == "application/pdf"


def redactions(entry: Any) -> list[dict[str, str]]:
    """Addresses of the redaction editor, one for each file of an entry it can open."""
    url = entry.absolute_url()
    files = [file for file in entry.files if redactable(file)]
    return [{"url": f"{url}/@@redact?file={file.sha256}", "title": file.filename} for file in files]
