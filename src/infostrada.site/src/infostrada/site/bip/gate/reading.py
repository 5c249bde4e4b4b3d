"""A file of any kind read for what must not become public, within bounds.

What reads PDF (ten megabytes of libraries) is loaded by the first one.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.filetext import text_of
from infostrada.core.filetext import UnreadableFileError
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.model import numbered
from infostrada.site.bip.gate.readers.bounds import members
from infostrada.site.bip.gate.readers.bounds import MOST_DEPTH
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.readers.bounds import xml
from infostrada.site.bip.gate.readers.images import image
from infostrada.site.bip.gate.readers.office import docx
from infostrada.site.bip.gate.readers.office import odt
from infostrada.site.bip.gate.readers.sheets import ods
from infostrada.site.bip.gate.readers.sheets import xlsx
from infostrada.site.bip.gate.text import in_text
from typing import Any

import io
import zipfile


Reader = Callable[[str, bytes, int], Iterator[Finding]]
MOST_TOGETHER = 300_000_000
LARGEST = 200 * 2**20
PICTURES = ("jpg", "jpeg", "png", "tif", "tiff", "gif", "webp")
OFFICE: dict[str, Callable[[str, zipfile.ZipFile], Iterator[Finding]]] = {
    "docx": docx,
    "docm": docx,
    "odt": odt,
    "ods": ods,
}
# Harmless without words: signatures and sums beside a file.
SILENT = ("xades", "sig", "p7s", "md5", "sha256")


def scan_stored(name: str, file: Any) -> list[Finding]:
    """`scan_file` for a file of an entry; one above `LARGEST` is not held in memory, so a person has to look."""
    if file.getSize() > LARGEST:
        return numbered([finding("unreadable", name, shown="")])
    return scan_file(name, file.data)


def scan_file(name: str, data: bytes) -> list[Finding]:
    """Everything found in a file; the ending of its name says how it is read.

    A file nobody can read is a finding itself: a person has to look.
    """
    return numbered(_Reading().read(name, data, 0))


class _Reading:
    """One look into a file and the files inside it, together no more than `MOST_TOGETHER` bytes."""

    def __init__(self) -> None:
        self.left = MOST_TOGETHER

    def read(self, where: str, data: bytes, depth: int) -> Iterator[Finding]:
        """Findings of a file; beyond the bound it is unreadable."""
        if depth:
            self.left -= len(data)
        if self.left < 0:
            yield finding("unreadable", where, shown="")
            return
        yield from _read(self.read, where, data, depth)


def _read(read: Reader, where: str, data: bytes, depth: int) -> Iterator[Finding]:
    try:
        yield from _by_ending(read, where, data, depth)
    except (UnreadableError, UnreadableFileError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        yield finding("unreadable", where, shown="")


def _by_ending(read: Reader, where: str, data: bytes, depth: int) -> Iterator[Finding]:
    ending = where.rpartition(".")[2].lower()
    if data.startswith(b"%PDF-") or ending == "pdf":
        from infostrada.site.bip.gate.readers.pdf import pdf

        yield from pdf(where, data, read, depth)
    elif ending in PICTURES:
        yield from image(where, data)
    elif ending == "svg":
        yield from in_text(where, " ".join(xml(data).itertext()))
    elif ending in ("xlsx", "xlsm"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            list(members(archive))
        yield from xlsx(where, data)
        yield from _media(read, where, data, depth)
    elif ending in OFFICE:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from OFFICE[ending](where, archive)
        yield from _media(read, where, data, depth)
    elif data.startswith(b"PK\x03\x04"):
        yield from _archive(read, where, data, depth)
    elif ending not in SILENT:
        yield from _plain(where, data)


def _plain(where: str, data: bytes) -> Iterator[Finding]:
    if b"\0" in data[:4096]:
        raise UnreadableError("no text")
    yield from in_text(where, text_of(data, "text/plain"))


def _media(read: Reader, where: str, data: bytes, depth: int) -> Iterator[Finding]:
    """Pictures and files put into a document."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in members(archive):
            name = info.filename.rpartition("/")[2]
            if "embeddings/" in info.filename:
                yield finding("attachment", where, name, shown=name)
                if depth < MOST_DEPTH:
                    yield from read(f"{where} > {name}", archive.read(info), depth + 1)
            elif name.rpartition(".")[2].lower() in PICTURES and "humbnail" not in info.filename:
                yield from image(f"{where} > {name}", archive.read(info))


def _archive(read: Reader, where: str, data: bytes, depth: int) -> Iterator[Finding]:
    """Files of an archive; of other packed documents (PPTX, ODP) the words of every part."""
    if depth >= MOST_DEPTH:
        raise UnreadableError("packed too deep")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in members(archive):
            content = archive.read(info)
            if info.filename.endswith((".rels", "[Content_Types].xml", "mimetype")):
                continue
            if info.filename.endswith(".xml"):
                yield from in_text(where, " ".join(xml(content).itertext()))
            else:
                yield from read(f"{where} > {info.filename}", content, depth + 1)
