"""What a file says of its own format: PDF/A is told from PDF by its metadata (XMP), not by the name of the file.

Source: ISO 19005-1 to -4: a file that is PDF/A identifies itself by `pdfaid:part` and, up to part 3, `pdfaid:conformance` (part 4 has
`E`, `F` or none). It is the file's own word: whether it keeps every rule of the standard only a validator can tell.
"""

from infostrada.site.records.archive.preservation.rules import BROKEN
from infostrada.site.records.archive.preservation.rules import LOCKED
from infostrada.site.records.archive.preservation.rules import NO_PDF
from infostrada.site.records.signatures.inspection import PDF_HEAD
from typing import Any
from typing import BinaryIO


PARTS = {"1": "ab", "2": "abu", "3": "abu", "4": "ef"}
XMP = "http://www.aiim.org/pdfa/ns/id/"


def read_format(source: BinaryIO, named_pdf: bool) -> str:
    """`pdf/a-2b` and the like, `pdf`, or why it is none; empty for another file that is not called a PDF. Read in pieces."""
    import pikepdf

    if b"%PDF-" not in source.read(PDF_HEAD):
        return NO_PDF if named_pdf else ""
    source.seek(0)
    try:
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as document:
            if document.is_encrypted:
                return LOCKED
            with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as held:
                return _claimed(held)
    except pikepdf.PasswordError:
        return LOCKED
    except Exception:
        # Whatever a stranger's file holds must not stop the review of the others.
        return BROKEN


def _claimed(held: Any) -> str:
    part = str(held.get(f"{{{XMP}}}part", "")).strip()
    conformance = str(held.get(f"{{{XMP}}}conformance", "")).strip().lower()
    if part not in PARTS or len(conformance) > 1 or conformance not in PARTS[part]:
        return "pdf"
    return f"pdf/a-{part}{conformance}" if conformance or part == "4" else "pdf"
