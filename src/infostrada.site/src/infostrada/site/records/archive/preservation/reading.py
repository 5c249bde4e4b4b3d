"""What a file says of its own format: PDF/A is told from PDF by its metadata (XMP), not by the name of the file.

Source: ISO 19005-1 to -4: a file that is PDF/A identifies itself by `pdfaid:part` and, up to part 3, `pdfaid:conformance` (part 4 has
`E`, `F` or none). It is the file's own word; some rules it may break are looked for, whether it keeps all only a validator can tell.
"""

from infostrada.site.records.archive.preservation.pdfa import claimed
from infostrada.site.records.archive.preservation.pdfa import UNFINISHED
from infostrada.site.records.archive.preservation.rules import BROKEN
from infostrada.site.records.archive.preservation.rules import LOCKED
from infostrada.site.records.archive.preservation.rules import NO_PDF
from infostrada.site.records.preview.rendering import declared
from infostrada.site.records.preview.rendering import MOST_BYTES
from infostrada.site.records.signatures.inspection import PDF_HEAD
from typing import BinaryIO
from typing import NamedTuple


class Told(NamedTuple):
    """`pdf/a-2b` and the like, `pdf`, why it is none, or empty; rules of PDF/A the file breaks although it claims it."""

    word: str
    faults: tuple[str, ...] = ()


def read_format(source: BinaryIO, named_pdf: bool) -> Told:
    """What the content tells; an empty word for another file that is not called a PDF. Read in pieces."""
    import pikepdf

    if b"%PDF-" not in source.read(PDF_HEAD):
        return Told(NO_PDF if named_pdf else "")
    source.seek(0)
    try:
        with pikepdf.open(source, access_mode=pikepdf.AccessMode.stream) as document:
            if document.is_encrypted:
                return Told(LOCKED)
            word = claimed(document)
            return Told(word, _faults(source, word))
    except pikepdf.PasswordError:
        return Told(LOCKED)
    except Exception:
        # Whatever a stranger's file holds must not stop the review of the others.
        return Told(BROKEN)


def _faults(source: BinaryIO, word: str) -> tuple[str, ...]:
    """The rules it breaks, found in a process with bounds of its own: what is packed in a file may be endless."""
    if word == "pdf":
        return ()
    source.seek(0)
    data = source.read(MOST_BYTES + 1)
    found = declared(data) if len(data) <= MOST_BYTES else None
    return (UNFINISHED,) if found is None else found[1]
