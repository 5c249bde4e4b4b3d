"""What a PDF carries beside its pages: annotations, form fields, layers, attachments, scripts, metadata."""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.security.contents.pdf import embedded
from infostrada.core.security.contents.pdf import is_active
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.readers.bounds import MOST_DEPTH
from infostrada.site.bip.gate.readers.bounds import MOST_UNPACKED
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.text import in_text
from typing import Any

import io
import pikepdf
import zlib


NO_WORDS = ("/Link", "/Widget", "/Popup")
Reader = Callable[[str, bytes, int], Iterator[Finding]]


def inside(where: str, data: bytes, read: Reader, depth: int) -> Iterator[Finding]:
    """Findings of everything beside the pages; files inside are read by `read`."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if document.is_encrypted:
                yield finding("copy_lock", where, shown="")
            for number, page in enumerate(document.pages, start=1):
                yield from _annotations(where, page, number)
            yield from _form(where, document)
            yield from _layers(where, document)
            yield from _metadata(where, document)
            if is_active(document):
                yield finding("active_content", where, shown="")
            yield from _attachments(where, document, read, depth)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError, zlib.error) as error:
        raise UnreadableError("damaged") from error


def _annotations(where: str, page: Any, number: int) -> Iterator[Finding]:
    for note in page.get("/Annots", []):
        kind = str(note.get("/Subtype", ""))
        words = " ".join(_text(note, name) for name in ("/Contents", "/T", "/Subj", "/RC")).strip()
        if kind == "/Ink":
            yield finding("signature", where, repr(note.get("/Rect")), page=number, shown="")
        if kind == "/Link":
            target = _text(note.get("/A", {}), "/URI")
            yield from in_text(where, target.removeprefix("mailto:"), number)
        elif kind not in NO_WORDS and words:
            yield finding("annotation", where, words, page=number)
        if kind != "/Popup":
            yield from in_text(where, words, number)


def _text(holder: Any, name: str) -> str:
    value = holder.get(name) if hasattr(holder, "get") else None
    return str(value) if isinstance(value, pikepdf.String) else ""


def _form(where: str, document: Any) -> Iterator[Finding]:
    form = document.Root.get("/AcroForm")
    if form is None:
        return
    for field in _fields(form.get("/Fields", []), 0):
        value = _text(field, "/V")
        if value.strip():
            yield finding("form_value", where, value, shown=_text(field, "/T"))
            yield from in_text(where, value)


def _fields(given: Any, depth: int) -> Iterator[Any]:
    for field in given:
        yield field
        if depth < 10:
            yield from _fields(field.get("/Kids", []), depth + 1)


def _layers(where: str, document: Any) -> Iterator[Finding]:
    properties = document.Root.get("/OCProperties")
    if properties is None:
        return
    off = properties.get("/D", {}).get("/OFF", [])
    for layer in off:
        name = _text(layer, "/Name")
        yield finding("hidden_layer", where, name, shown=name)


def _metadata(where: str, document: Any) -> Iterator[Finding]:
    info = document.trailer.get("/Info", {})
    author = _text(info, "/Author")
    with document.open_metadata(set_pikepdf_as_editor=False) as kept:
        creators = kept.get("dc:creator") or []
        described = " ".join(
            str(kept.get(name) or "") for name in ("dc:title", "dc:description", "pdf:Keywords")
        )
    names = {author, *([creators] if isinstance(creators, str) else creators)}
    for name in sorted({name.strip() for name in names} - {""}):
        yield finding("author", where, name, shown=name)
    for name in ("/Title", "/Subject", "/Keywords"):
        yield from in_text(where, _text(info, name))
    yield from in_text(where, described)


def _attachments(where: str, document: Any, read: Reader, depth: int) -> Iterator[Finding]:
    """Files inside, wherever they hang; one that is too much to look at is said to be unreadable."""
    for name, stream in embedded(document):
        yield finding("attachment", where, name, shown=name)
        content = _unpacked(stream) if stream is not None and depth < MOST_DEPTH else b""
        if content is None:
            yield finding("unreadable", f"{where} > {name}", shown="")
        elif content:
            yield from read(f"{where} > {name}", content, depth + 1)


def _unpacked(stream: Any) -> bytes | None:
    """Bytes of a stream, None beyond the bounds."""
    packed = stream.read_raw_bytes()
    if stream.get("/Filter") != pikepdf.Name.FlateDecode:
        return packed if "/Filter" not in stream else stream.read_bytes()
    content = zlib.decompressobj().decompress(packed, MOST_UNPACKED + 1)
    return content if len(content) <= MOST_UNPACKED else None
