"""A PDF opened by pdfium: words with boxes on the page as it is shown, and the page as a picture.

pdfium is the engine of Chromium: what it draws is what a reader sees. It is not made for several threads, so one lock
stands before all of it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import byref
from ctypes import c_double
from ctypes import c_int
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from PIL import Image
from threading import RLock
from typing import Any
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as raw


MOST_PIXELS = 200_000_000
FINE = 20  # device units in a point, when places are converted
_alone = RLock()


class Glyphs(NamedTuple):
    """Characters of a page in reading order; `boxes` (the glyph) and `lines` (the height of its line) side by side."""

    text: str
    boxes: tuple[Box | None, ...]
    lines: tuple[Box | None, ...]


class Word(NamedTuple):
    """A word and where it stands; `start` and `end` are its characters in the page's text."""

    text: str
    start: int
    end: int
    box: Box


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The document; UnreadableError when it is none or needs a password. Others wait meanwhile."""
    with _alone:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError("not a readable PDF") from error
        try:
            yield document
        finally:
            document.close()


def size(page: Any) -> tuple[float, float]:
    """Width and height of the page as shown, in points."""
    width, height = page.get_size()
    return float(width), float(height)


def shown_box(page: Any, left: float, bottom: float, right: float, top: float) -> Box:
    """A rectangle of the page's own space as it is shown: rotated, cropped, counted from the top left corner."""
    width, height = size(page)
    corners = [_shown(page, width, height, x, y) for x, y in ((left, bottom), (right, top))]
    xs, ys = zip(*corners, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys))


def _shown(page: Any, width: float, height: float, x: float, y: float) -> tuple[float, float]:
    across, down = c_int(), c_int()
    raw.FPDF_PageToDevice(
        page, 0, 0, round(width * FINE), round(height * FINE), 0, x, y, byref(across), byref(down)
    )
    return across.value / FINE, down.value / FINE


def glyphs(page: Any) -> Glyphs:
    """Characters of a page; line ends are spaces, so that what is broken over two lines is still one."""
    textpage = page.get_textpage()
    try:
        chars, boxes, lines = [], [], []
        for number in range(raw.FPDFText_CountChars(textpage)):
            code = raw.FPDFText_GetUnicode(textpage, number)
            if code in (0, 2, 13, 0xFFFE):
                continue
            generated = code in (10, 32) or raw.FPDFText_IsGenerated(textpage, number) == 1
            chars.append(" " if code == 10 else chr(code))
            boxes.append(None if generated else _glyph_box(page, textpage, number))
            lines.append(None if generated else _line_box(page, textpage, number))
        return Glyphs("".join(chars), tuple(boxes), tuple(lines))
    finally:
        textpage.close()


def _glyph_box(page: Any, textpage: Any, number: int) -> Box:
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    raw.FPDFText_GetCharBox(textpage, number, byref(left), byref(right), byref(bottom), byref(top))
    return shown_box(page, left.value, bottom.value, right.value, top.value)


def _line_box(page: Any, textpage: Any, number: int) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFText_GetLooseCharBox(textpage, number, byref(rect))
    return shown_box(page, rect.left, rect.bottom, rect.right, rect.top)


def words(given: Glyphs) -> Iterator[Word]:
    """Words of a page: runs of characters without a space."""
    start: int | None = None
    for place, char in enumerate((*given.text, " ")):
        if not char.isspace():
            start = place if start is None else start
        elif start is not None:
            boxes = [box for box in given.boxes[start:place] if box is not None]
            if boxes:
                yield Word(given.text[start:place], start, place, around(boxes))
            start = None


def around(boxes: list[Box]) -> Box:
    """The smallest box that holds all of them."""
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )


def rows(boxes: Iterator[Box | None]) -> tuple[Box, ...]:
    """Boxes of characters as one box per line, whichever way the lines run."""
    found: list[list[Box]] = []
    for box in boxes:
        if box is None:
            continue
        if found and (_beside(found[-1][-1], box) or _below(found[-1][-1], box)):
            found[-1].append(box)
        else:
            found.append([box])
    return tuple(around(line) for line in found)


def _beside(last: Box, box: Box) -> bool:
    return last.top <= (box.top + box.bottom) / 2 <= last.bottom


def _below(last: Box, box: Box) -> bool:
    """In a line that runs up or down a turned page the characters touch."""
    in_line = last.left <= (box.left + box.right) / 2 <= last.right
    return (
        in_line and min(abs(box.top - last.bottom), abs(last.top - box.bottom)) < (box.bottom - box.top) / 2
    )


def picture(page: Any, scale: float) -> Image.Image:
    """The page as a reader sees it; `scale` is pixels in a point."""
    width, height = size(page)
    if width * height * scale**2 > MOST_PIXELS:
        raise UnreadableError("page too large")
    bitmap = page.render(scale=scale, may_draw_forms=True)
    try:
        made: Image.Image = bitmap.to_pil().convert("RGB")
        return made
    finally:
        bitmap.close()
