"""What a page shows compared with what it holds: words nobody sees, and drawings that may be a signature."""

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.pdf.document import shown_box
from infostrada.site.bip.pdf.document import Word
from PIL import Image
from PIL import ImageChops
from PIL import ImageStat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw


# Grey levels between the darkest and the lightest pixel of a word that an eye can still tell apart.
SEEN = 12
# A signature: points wide and high, share of ink.
WIDE, HIGH, INK = (50, 280), (12, 120), (0.004, 0.25)


def hidden_words(words: list[Word], drawn: Image.Image, scale: float) -> Iterator[list[Word]]:
    """Runs of words whose place on the picture is one even colour: under a bar, white on white, not drawn at all."""
    grey = drawn.convert("L")
    run: list[Word] = []
    for word in words:
        if _readable(word) and not _seen(word.box, grey, scale):
            run.append(word)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _readable(word: Word) -> bool:
    return sum(char.isalnum() for char in word.text) >= 2


def _seen(box: Box, grey: Image.Image, scale: float) -> bool:
    left, top = max(0, int(box.left * scale)), max(0, int(box.top * scale))
    right, bottom = min(grey.width, int(box.right * scale) + 1), min(grey.height, int(box.bottom * scale) + 1)
    if right <= left or bottom <= top:
        return False
    shades: Any = grey.crop((left, top, right, bottom)).getextrema()
    darkest, lightest = shades
    return bool(lightest - darkest >= SEEN)


def signature_hints(page: Any, drawn: Image.Image, scale: float, words: list[Box]) -> Iterator[Box]:
    """Places that may hold a handwritten signature: a drawing with little ink below the head, or blue ink on a scan."""
    for image in _pictures(page):
        if _whole(image, drawn, scale):
            yield from _blue_ink(drawn, scale)
        elif _like_signature(image, drawn, scale) and not any(_meet(image, word) for word in words):
            yield image


def _pictures(page: Any) -> Iterator[Box]:
    for thing in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=5):
        try:
            yield shown_box(page, *thing.get_bounds())
        except pypdfium2.PdfiumError:
            continue


def _whole(box: Box, drawn: Image.Image, scale: float) -> bool:
    return (box.right - box.left) * (box.bottom - box.top) * scale**2 > 0.7 * drawn.width * drawn.height


def _like_signature(box: Box, drawn: Image.Image, scale: float) -> bool:
    width, height = box.right - box.left, box.bottom - box.top
    low = box.top * scale > drawn.height * 0.25
    if not (low and WIDE[0] <= width <= WIDE[1] and HIGH[0] <= height <= HIGH[1] and width > height):
        return False
    left, top, right, bottom = (int(side * scale) for side in box)
    part = drawn.crop((left, top, right, bottom)).convert("L")
    if not (part.width and part.height):
        return False
    ink = sum(part.histogram()[:150]) / (part.width * part.height)
    return INK[0] <= ink <= INK[1]


def _meet(first: Box, second: Box) -> bool:
    return not (
        first.right <= second.left
        or second.right <= first.left
        or first.bottom <= second.top
        or second.bottom <= first.top
    )


def _blue_ink(drawn: Image.Image, scale: float) -> Iterator[Box]:
    small = drawn.resize((max(1, int(drawn.width / scale)), max(1, int(drawn.height / scale))))
    red, _green, blue = small.split()
    mask = ImageChops.subtract(blue, red).point(lambda level: 255 if level > 45 else 0)
    found = mask.getbbox()
    share = ImageStat.Stat(mask).mean[0] / 255
    if found is None or not 0.0004 < share < 0.03:
        return
    box = Box(*map(float, found))
    if box.bottom - box.top < 200 and box.top > small.height * 0.25:
        yield box
