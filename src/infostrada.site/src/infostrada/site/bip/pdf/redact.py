"""A PDF made anew without what must not be seen.

Pages with something to remove become pictures with the places burned out, and a text layer of the words that may stay;
so neither text, drawing nor picture lies under a bar. Other pages are copied. Nothing else goes along: no metadata,
annotations but plain links, attachments, forms, layers, scripts, or earlier states of the file.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.readers.pdf_drawn import hidden_words
from infostrada.site.bip.pdf import document as pdfium
from infostrada.site.bip.pdf.layer import text_layer
from infostrada.site.bip.pdf.layer import text_resources
from pikepdf import Array
from pikepdf import Dictionary
from pikepdf import Name
from PIL import Image
from PIL import ImageDraw
from typing import Any
from typing import NamedTuple

import io
import numpy as np
import pikepdf
import zlib


SCALE = 200 / 72
MOST_PICTURES = 120
MARGIN = 1.0
KEPT_IN_PAGE = ("/Type", "/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Annots")
QUIET_NOTES = ("/Link", "/Popup", "/Text")


class Redacted(NamedTuple):
    """The new file and what was done: pages turned into pictures, words taken out."""

    data: bytes
    pages: tuple[int, ...]
    words: int


def redact(data: bytes, boxes: Mapping[int, Iterable[Box]], title: str) -> Redacted:
    """A new PDF; `boxes` by page number from 1, in points of the page as shown (see `gate.model.Box`).

    Raises UnreadableError for a file that is no PDF, is locked, or needs more than `MOST_PICTURES` pages as pictures.
    """
    bars = {number: [_wider(box) for box in given] for number, given in boxes.items()}
    pictures: list[int] = []
    words = 0
    with pdfium.opened(data) as shown, _source(data) as source, pikepdf.Pdf.new() as made:
        layers = "/OCProperties" in source.Root
        for number, page in enumerate(source.pages, start=1):
            drawn = _Page(shown[number - 1], bars.get(number, []))
            if drawn.bars or drawn.hidden or _must_be_drawn(page, layers):
                pictures.append(number)
                words += _as_picture(made, drawn)
            else:
                made.pages.append(page)
                _bare(made, made.pages[-1])
            if len(pictures) > MOST_PICTURES:
                raise UnreadableError("too many pages")
        return Redacted(_saved(made, title), tuple(pictures), words)


class _Page:
    """A page with its words, and those of them nobody may see."""

    def __init__(self, page: Any, bars: list[Box]) -> None:
        self.page, self.bars = page, bars
        self.glyphs = pdfium.glyphs(page)
        self.words = list(pdfium.words(self.glyphs))
        self.drawn = pdfium.picture(page, SCALE)
        self.hidden = {word for run in hidden_words(self.words, self.drawn, SCALE) for word in run}

    def kept(self) -> list[pdfium.Word]:
        """Words that may stay, with the height of their lines."""
        found = []
        for word in self.words:
            lines = [line for line in self.glyphs.lines[word.start : word.end] if line is not None]
            place = word._replace(box=pdfium.around([word.box, *lines]))
            if word not in self.hidden and not any(_meet(place.box, bar) for bar in self.bars):
                found.append(place)
        return found


def _source(data: bytes) -> Any:
    try:
        return pikepdf.open(io.BytesIO(data))
    except pikepdf.PdfError as error:
        raise UnreadableError("not a readable PDF") from error


def _wider(box: Box) -> Box:
    left, right = sorted((box.left, box.right))
    top, bottom = sorted((box.top, box.bottom))
    return Box(left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN)


def _meet(first: Box, second: Box) -> bool:
    return (
        first.left < second.right
        and second.left < first.right
        and first.top < second.bottom
        and second.top < first.bottom
    )


def _must_be_drawn(page: Any, layers: bool) -> bool:
    """Does what is seen depend on parts that do not go along: notes drawn on the page, form values, layers?"""
    if layers and "/Properties" in page.get("/Resources", {}):
        return True
    return any(str(note.get("/Subtype", "")) not in QUIET_NOTES for note in page.get("/Annots", []))


def _as_picture(made: Any, drawn: _Page) -> int:
    width, height = pdfium.size(drawn.page)
    picture = drawn.drawn
    pen = ImageDraw.Draw(picture)
    for bar in drawn.bars:
        pen.rectangle([round(side * SCALE) for side in bar], fill="black")
    made.add_blank_page(page_size=(width, height))
    page = made.pages[-1]
    kept = drawn.kept()
    page.Resources = Dictionary(XObject=Dictionary(P=image_stream(made, picture)), Font=text_resources(made))
    content = f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /P Do Q\n".encode() + text_layer(kept, height)
    page.Contents = made.make_stream(content)
    return len(drawn.words) - len(kept)


def image_stream(made: Any, picture: Image.Image) -> Any:
    """A picture as an object of a PDF, packed the smaller of two ways; pages of text in sixteen greys."""
    plain = picture.convert("L") if _colourless(picture) else picture
    bits, raw = (4, _sixteen_greys(plain)) if _like_text(plain) else (8, plain.tobytes())
    jpeg = io.BytesIO()
    plain.save(jpeg, "JPEG", quality=82, optimize=True)
    packed = zlib.compress(raw, 6)
    as_jpeg = jpeg.tell() < len(packed)
    stream = pikepdf.Stream(made, jpeg.getvalue() if as_jpeg else packed)
    for key, value in {
        "/Type": Name.XObject, "/Subtype": Name.Image, "/Width": plain.width, "/Height": plain.height,
        "/ColorSpace": Name.DeviceGray if plain.mode == "L" else Name.DeviceRGB,
        "/BitsPerComponent": 8 if as_jpeg else bits, "/Filter": Name.DCTDecode if as_jpeg else Name.FlateDecode,
    }.items():  # fmt: skip
        stream[key] = value
    return made.make_indirect(stream)


def _like_text(picture: Image.Image) -> bool:
    """Is nearly every pixel black or white, so that sixteen greys lose nothing an eye sees?"""
    if picture.mode != "L":
        return False
    return sum(picture.histogram()[32:224]) < 0.15 * picture.width * picture.height


def _sixteen_greys(picture: Image.Image) -> bytes:
    """Rows of two pixels a byte, an odd last one alone (PDF 2.0, 8.9.5)."""
    levels = np.asarray(picture) >> 4
    if levels.shape[1] % 2:
        levels = np.pad(levels, ((0, 0), (0, 1)))
    return bytes((levels[:, 0::2] << 4 | levels[:, 1::2]).tobytes())


def _colourless(picture: Image.Image) -> bool:
    small = picture.resize((max(1, picture.width // 8), max(1, picture.height // 8)))
    return all(max(pixel) - min(pixel) < 24 for pixel in _pixels(small))


def _pixels(picture: Image.Image) -> Iterator[tuple[int, ...]]:
    raw = picture.tobytes()
    return (tuple(raw[place : place + 3]) for place in range(0, len(raw), 3))


def _bare(made: Any, page: Any) -> None:
    for name in [name for name in page.keys() if name not in KEPT_IN_PAGE]:  # noqa: SIM118 - a page is no dict
        del page[name]
    links = [_link(made, note) for note in page.get("/Annots", []) if _web(note)]
    if "/Annots" in page:
        del page["/Annots"]
    if links:
        page.Annots = Array(links)


def _web(note: Any) -> bool:
    action = note.get("/A", {}) if str(note.get("/Subtype", "")) == "/Link" else {}
    return str(action.get("/URI", "")).startswith(("http://", "https://"))


def _link(made: Any, note: Any) -> Any:
    target = Dictionary(S=Name.URI, URI=str(note.A.URI))
    kept = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=note.Rect, A=target, Border=Array([0, 0, 0]))
    return made.make_indirect(kept)


def _saved(made: Any, title: str) -> bytes:
    made.Root.Lang = pikepdf.String("pl-PL")
    made.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    made.docinfo["/Title"] = title
    made.remove_unreferenced_resources()
    out = io.BytesIO()
    packed = pikepdf.ObjectStreamMode.generate
    made.save(out, compress_streams=True, object_stream_mode=packed, deterministic_id=True)
    return out.getvalue()
