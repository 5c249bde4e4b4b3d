"""Text out of attached files: PDF, DOCX, ODT, HTML and plain text, within bounds.

A file that is too large, broken, encrypted or of another kind has no text; that is logged by kind
and size only, as names and contents may be personal.
"""

from collections.abc import Callable
from infostrada.core.damage import PART_DAMAGE
from io import BytesIO
from itertools import islice
from lxml import etree
from lxml import html
from pypdf import PageObject
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from typing import IO
from typing import NamedTuple

import logging
import time
import zipfile


logger = logging.getLogger(__name__)

MOST_BYTES = 20_000_000
MOST_CHARACTERS = 100_000
MOST_PAGES = 50
MOST_SECONDS = 2.0
MOST_XML_BYTES = 20_000_000

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"


def has_reader(content_type: str, size: int) -> bool:
    """May a file of this type and size (bytes) have text to be found?"""
    return _kind(content_type) in READERS and 0 < size <= MOST_BYTES


def _kind(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


DAMAGE: tuple[type[Exception], ...] = (*PART_DAMAGE, PyPdfError, etree.LxmlError)


class Text(NamedTuple):
    """What a file says; `scan` when it has pages that are pictures without a text."""

    text: str = ""
    scan: bool = False


def extract(stream: IO[bytes], content_type: str, size: int) -> Text:
    """Text of a file, cut at `MOST_CHARACTERS`; empty when there is none to be had."""
    reading = READERS.get(_kind(content_type))
    if reading is None or size > MOST_BYTES:
        return Text()
    try:
        found = reading(stream)
        text, scan = found if isinstance(found, Text) else (found, False)
        return Text(text[:MOST_CHARACTERS].replace("\x00", " "), scan)
    except DAMAGE as error:
        logger.info("No text in %s of %d bytes: %s", content_type, size, type(error).__name__)
    except RecursionError:
        logger.info("No text in %s of %d bytes: nested too deep", content_type, size)
    return Text()


def _pdf(stream: IO[bytes]) -> Text:
    until = time.monotonic() + MOST_SECONDS
    reader = PdfReader(stream)
    if reader.is_encrypted:
        return Text()
    texts: list[str] = []
    scan = False
    for page in islice(reader.pages, MOST_PAGES):
        texts.append(page.extract_text())
        scan = scan or (not texts[-1].strip() and _is_picture(page))
        if time.monotonic() > until or sum(map(len, texts)) > MOST_CHARACTERS:
            break
    return Text("\n".join(texts), scan)


def _is_picture(page: PageObject) -> bool:
    """Has the page a picture, or a form that may hold one?"""
    resources = page.get("/Resources")
    found = resources.get_object().get("/XObject") if resources is not None else None
    return bool(found is not None and found.get_object())


def _docx(stream: IO[bytes]) -> str:
    root = _member(stream, "word/document.xml")
    return "\n".join("".join(part.itertext(f"{_W}t")) for part in root.iter(f"{_W}p"))


def _odt(stream: IO[bytes]) -> str:
    root = _member(stream, "content.xml")
    return "\n".join("".join(part.itertext()) for part in root.iter(f"{_TEXT}p", f"{_TEXT}h"))


def _member(stream: IO[bytes], name: str) -> etree._Element:
    with zipfile.ZipFile(BytesIO(stream.read())) as archive:
        if archive.getinfo(name).file_size > MOST_XML_BYTES:
            raise ValueError("the document is too large when unpacked")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(archive.read(name), parser)


def _plain(stream: IO[bytes]) -> str:
    data = stream.read(MOST_CHARACTERS * 4)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def _html(stream: IO[bytes]) -> str:
    return text_of_html(_plain(stream))


def text_of_html(markup: str) -> str:
    """The words of a piece of HTML, block by block."""
    if not markup.strip():
        return ""
    root = html.fromstring(f"<div>{markup}</div>")
    etree.strip_elements(root, "script", "style", with_tail=False)
    return "\n".join(text.strip() for text in root.itertext() if text.strip())


READERS: dict[str, Callable[[IO[bytes]], str | Text]] = {
    "application/pdf": _pdf,
    _OOXML: _docx,
    _ODT: _odt,
    "text/plain": _plain,
    "text/csv": _plain,
    "text/html": _html,
}
