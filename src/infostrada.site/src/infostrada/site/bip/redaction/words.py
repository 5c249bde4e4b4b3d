"""Which files can be redacted here."""

from infostrada.site.bip.gate.reading import PICTURES
from typing import Any


def redactable(file: Any) -> bool:
    """Is it a PDF or a picture?"""
    ending = file.filename.rpartition(".")[2].lower()
    return ending in PICTURES or ending == "pdf" or file.contentType == "application/pdf"
