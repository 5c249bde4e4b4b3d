"""The process that reads a batch: barcodes of its pages, then each scan as a PDF of its own.

    python -m infostrada.site.records.scanning.child SEPARATOR FOLDER < BATCH

BATCH has to be a file, not a pipe: it is read in pieces, wherever a page lies. Answers with JSON on standard output: a
list of scans with the names of their files in FOLDER, or the word of a fault. A file from a stranger may make a library
crash or never end; here that ends only this process, which has bounds of its own on time and memory. A scan takes over
pages, and nothing else a PDF may hold: no scripts, actions, attached files or forms.

A batch may be far larger than the memory. PDFium keeps what it has read of a document until that is closed, so the
batch is opened anew whenever enough of it was read (`KEPT_BYTES`); qpdf writes the pages of a scan from the file to the
file, their pictures as they are. What stays is the largest page.
"""

from infostrada.site.records.scanning.rules import Part
from infostrada.site.records.scanning.rules import parts_of
from pathlib import Path
from typing import Any
from typing import BinaryIO

import json
import pikepdf
import pypdfium2
import resource
import sys
import zxingcpp


SECONDS = 600
MEMORY = 3_000_000_000
MOST_PAGES = 2_000
# Resolutions a page is looked at: coarse first, which reads most, then finer.
SCALES = (200 / 72, 300 / 72)
LARGEST = 40_000_000
# Bytes of a batch PDFium may hold at once, before the next page is drawn.
KEPT_BYTES = 32_000_000
INHERITED, DEEPEST = ("/Resources", "/MediaBox", "/CropBox", "/Rotate"), 50
KEPT_KEYS = (
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/Resources",
    "/Contents",
    "/Group",
    "/UserUnit",
)


class BatchError(Exception):
    """A batch that cannot be taken; the text is a machine word."""


def bound() -> None:
    """Bounds of this process: processor time in seconds and address space in bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


class Counted:
    """A batch as PDFium reads it; how many bytes since it was opened."""

    def __init__(self, batch: BinaryIO) -> None:
        self.seek, self.tell, self.read = batch.seek, batch.tell, batch.read
        self.count, self._into = 0, batch.readinto  # type: ignore[attr-defined]

    def readinto(self, target: Any) -> int:
        """Fill the buffer from where the batch stands."""
        got: int = self._into(target)
        self.count += got
        return got


def codes_of(batch: BinaryIO) -> list[list[str]]:
    """Texts of the barcodes of each page."""
    found: list[list[str]] = []
    while True:
        counted = Counted(batch)
        document = _opened(counted)
        try:
            count = len(document)
            if not 0 < count <= MOST_PAGES:
                raise BatchError("scan_too_long" if count else "scan_broken")
            while len(found) < count:
                found.append(_codes(document, len(found)))
                if counted.count > KEPT_BYTES:
                    break
        finally:
            document.close()
        if len(found) >= count:
            return found


def _opened(batch: Counted) -> Any:
    batch.seek(0)
    try:
        return pypdfium2.PdfDocument(batch)
    except pypdfium2.PdfiumError as error:
        raise BatchError("scan_encrypted" if "password" in str(error).lower() else "scan_broken") from error


def _codes(document: Any, place: int) -> list[str]:
    try:
        page = document[place]
    except pypdfium2.PdfiumError as error:
        raise BatchError("scan_broken") from error
    try:
        width, height = page.get_size()
        most = (LARGEST / max(width * height, 1)) ** 0.5
        for scale in SCALES:
            picture = page.render(scale=min(scale, most), grayscale=True).to_pil()
            found = [each.text for each in zxingcpp.read_barcodes(picture) if each.valid]
            if found:
                return found
        return []
    finally:
        page.close()


def split(batch: BinaryIO, parts: list[Part], folder: Path) -> list[dict[str, Any]]:
    """Write each scan; the same batch gives the same bytes each time."""
    batch.seek(0)
    try:
        # Mapped into memory, a large batch would go against the bounds.
        with pikepdf.open(batch, access_mode=pikepdf.AccessMode.stream) as source:
            pages = [_bare(page.obj) for page in source.pages]
            return [
                _written(source, [pages[at] for at in part.pages], part, folder / f"{place}.pdf")
                for place, part in enumerate(parts)
            ]
    except pikepdf.PasswordError as error:
        raise BatchError("scan_encrypted") from error
    except (pikepdf.PdfError, IndexError) as error:
        raise BatchError("scan_broken") from error


def _bare(page: Any) -> Any:
    """The page with what it inherits, and without what a scan does not take over."""
    for name in INHERITED:
        node, depth = page, 0
        while name not in node and "/Parent" in node and depth < DEEPEST:
            node, depth = node.Parent, depth + 1
        if node is not page and name in node:
            page[name] = node[name]
    for name in set(page.keys()) - set(KEPT_KEYS):
        del page[name]
    return page


def _written(source: pikepdf.Pdf, pages: list[Any], part: Part, file: Path) -> dict[str, Any]:
    """The batch saved with these pages alone: copied into a document of their own, they would all come into memory."""
    tree = source.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(pages), Count=len(pages))
    )
    for page in pages:
        page.Parent = tree
    source.trailer.Root = source.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Catalog, Pages=tree))
    for name in set(source.trailer.keys()) - {"/Root", "/Size", "/ID"}:
        del source.trailer[name]
    source.save(
        file,
        deterministic_id=True,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        fix_metadata_version=False,
        encryption=False,
    )
    return {
        "file": file.name,
        "pages": [part.pages[0] + 1, part.pages[-1] + 1],
        "number": part.number,
        "year": part.year,
        "unit": part.unit,
        "reason": part.reason,
    }


def main(separator: str, folder: Path, batch: BinaryIO) -> dict[str, Any]:
    """Read and split; the answer is JSON."""
    try:
        codes = codes_of(batch)
        return {"pages": len(codes), "scans": split(batch, parts_of(codes, separator), folder)}
    except BatchError as error:
        return {"fault": str(error)}


if __name__ == "__main__":
    bound()
    told = main(sys.argv[1], Path(sys.argv[2]), sys.stdin.buffer)
    sys.stdout.write(json.dumps(told))
