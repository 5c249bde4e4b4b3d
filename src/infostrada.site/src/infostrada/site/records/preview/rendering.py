"""What of a file can be shown, and its pages."""

from collections import OrderedDict
from infostrada.core.reading.reader import Reader
from infostrada.core.reading.reader import UnreadError
from infostrada.site.records.preview.mail import is_mail
from infostrada.site.records.preview.mail import mail_text
from infostrada.site.records.preview.office import ConversionError
from infostrada.site.records.preview.office import has_converter
from infostrada.site.records.preview.office import to_pdf
from threading import Lock
from typing import Any
from typing import NamedTuple

import json
import subprocess
import sys


PICTURES = frozenset({"image/png", "image/jpeg", "image/tiff", "image/gif", "image/webp", "image/bmp"})
OFFICE = frozenset(
    {
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "application/vnd.oasis.opendocument.text",
        "application/vnd.oasis.opendocument.spreadsheet",
        "application/vnd.oasis.opendocument.presentation",
        "application/msword",
        "application/rtf",
    }
)
PATIENCE = 40
MOST_BYTES = 50_000_000
MOST_TEXT = 20_000
# Why the process that draws gave up, by what it ends with.
ENDED = {3: "preview_locked", 4: "preview_too_large"}
PROGRAM = ("-m", "infostrada.site.records.preview.child")
KEPT, REMEMBERED = 8, 64
PDF_A = b"http://www.aiim.org/pdfa/ns/id/"
_converted: OrderedDict[str, bytes] = OrderedDict()
_alone = Lock()


class Preview(NamedTuple):
    """What can be shown: `kind` pages, picture, text or none; sizes of pages in pixels; a note's word.

    `claim` is the PDF/A a file declares (`pdf/a-2b`), `faults` are rules of it that it breaks.
    """

    kind: str
    sizes: tuple[tuple[int, int], ...] = ()
    text: str = ""
    note: str = ""
    claim: str = ""
    faults: tuple[str, ...] = ()


_told: OrderedDict[tuple[str, str, bool], Preview] = OrderedDict()


def preview_of(file: Any) -> Preview:
    """What can be shown of a file (RecordFile); never raises for a broken one.

    The last answers are remembered in memory: a document's page asks each time it is shown.
    """
    key = (file.sha256, file.contentType or "", has_converter())
    with _alone:
        if key in _told:
            _told.move_to_end(key)
            return _told[key]
    found = _preview(file)
    with _alone:
        _told[key] = found
        while len(_told) > REMEMBERED:
            _told.popitem(last=False)
    return found


def _preview(file: Any) -> Preview:
    if file.getSize() > MOST_BYTES:
        return Preview("none", note="preview_too_large")
    kind = kind_of(file)
    if kind == "office" and not has_converter():
        return _text(file, "converter_missing")
    if kind == "mail" and (text := mail_text(bytes(file.data), MOST_TEXT)):
        return Preview("text", text=text)
    if kind not in ("pdf", "office", "picture"):
        return _text(file, "")
    try:
        drawn = _child(file.data, "frames") if kind == "picture" else _child(pdf_of(file), "pages")
        sizes = tuple((width, height) for width, height in json.loads(drawn))
    except ConversionError:
        return _text(file, "conversion_failed")
    except (subprocess.SubprocessError, ValueError) as error:
        return Preview("none", note=ENDED.get(getattr(error, "returncode", 0), "preview_broken"))
    claim, faults = _declared_beside(bytes(file.data)) if kind == "pdf" else ("", ())
    shown = "picture" if kind == "picture" and len(sizes) == 1 else "pages"
    return Preview(shown, sizes, claim=claim, faults=faults)


def declared(data: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The PDF/A a file declares and rules of it that it breaks; None when that was too much to be found out."""
    try:
        claim, faults = json.loads(_child(data, "pdfa"))
    except (subprocess.SubprocessError, ValueError):
        return None
    return claim, tuple(faults)


def _declared_beside(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The same beside a preview; nothing for most files, whose metadata do not know the word.

    Metadata of PDF/A-1 are never compressed, and programs write them so for the other parts too.
    """
    found = declared(data) if PDF_A in data else None
    return found if found is not None and found[0] != "pdf" else ("", ())


def page_of(file: Any, number: int) -> bytes | None:
    """A page as PNG, counted from 1; None when it cannot be drawn."""
    if file.getSize() > MOST_BYTES:
        return None
    try:
        if kind_of(file) == "picture":
            return _child(file.data, "frame", str(number))
        return _child(pdf_of(file), "page", str(number))
    except (subprocess.SubprocessError, ConversionError):
        return None


def photo_of(data: bytes) -> bytes | None:
    """A photograph made anew as JPEG without anything but its pixels; None for what is no JPEG, PNG, WebP or HEIC."""
    try:
        return _child(data, "photo")
    except subprocess.SubprocessError:
        return None


def kind_of(file: Any) -> str:
    """pdf, picture, mail, office or other; told from the content for PDF, from the type for the rest."""
    declared = (file.contentType or "").partition(";")[0].strip().lower()
    with file.open() as stream:
        if stream.read(5) == b"%PDF-":
            return "pdf"
    if declared in PICTURES:
        return "picture"
    if is_mail(file.filename or "", declared):
        return "mail"
    return "office" if declared in OFFICE else "other"


def pdf_of(file: Any) -> bytes:
    """The file as PDF: itself, or converted. The last few conversions are remembered in memory only."""
    if kind_of(file) == "pdf":
        return bytes(file.data)
    with _alone:
        if file.sha256 in _converted:
            _converted.move_to_end(file.sha256)
            return _converted[file.sha256]
    made = to_pdf(file.data, file.filename)
    with _alone:
        _converted[file.sha256] = made
        while len(_converted) > KEPT:
            _converted.popitem(last=False)
    return made


def _text(file: Any, note: str) -> Preview:
    reader = Reader(PATIENCE)
    try:
        text = reader.text(file.data, file.contentType or "")[:MOST_TEXT].strip()
    except UnreadError:
        text = ""
    finally:
        reader.close()
    return Preview("text", text=text, note=note) if text else Preview("none", note=note or "preview_unknown")


def _child(data: bytes, *words: str) -> bytes:
    done = subprocess.run(  # noqa: S603 - our own program, no shell
        [sys.executable, *PROGRAM, *words], input=data, capture_output=True, check=True, timeout=PATIENCE
    )
    return done.stdout
