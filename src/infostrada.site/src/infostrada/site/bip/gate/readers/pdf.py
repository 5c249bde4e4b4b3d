"""PDF: words with their places, and everything a reader does not see at once."""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.names import persons
from infostrada.site.bip.gate.patterns import spots
from infostrada.site.bip.gate.readers.bounds import MOST_PAGES
from infostrada.site.bip.gate.readers.pdf_drawn import hidden_words
from infostrada.site.bip.gate.readers.pdf_drawn import signature_hints
from infostrada.site.bip.gate.readers.pdf_inside import inside
from infostrada.site.bip.pdf import document as pdfium
from typing import Any

import re


SCALE = 2.0
MOST_REVISIONS = 5
Reader = Callable[[str, bytes, int], Iterator[Finding]]


def pdf(where: str, data: bytes, read: Reader, depth: int) -> Iterator[Finding]:
    """Findings of a PDF; files inside it are read by `read`."""
    with pdfium.opened(data) as document:
        values: set[str] = set()
        words = 0
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            glyphs = pdfium.glyphs(page)
            words += len(glyphs.text.split())
            yield from _on_page(where, page, number + 1, glyphs, values)
            page.close()
        if len(document) > MOST_PAGES:
            yield finding("unreadable", where, "pages", shown="")
        if not words:
            yield finding("no_text_layer", where, shown="")
        yield from _earlier(where, data, values)
    yield from inside(where, data, read, depth)


def _on_page(
    where: str, page: Any, number: int, glyphs: pdfium.Glyphs, values: set[str]
) -> Iterator[Finding]:
    for spot in (*spots(glyphs.text), *persons(glyphs.text)):
        value = glyphs.text[spot.start : spot.end]
        values.add(_bare(value))
        boxes = pdfium.rows(iter(glyphs.lines[spot.start : spot.end]))
        yield finding(spot.kind, where, value, page=number, boxes=boxes, severity=spot.severity)
    drawn = pdfium.picture(page, SCALE)
    for run in hidden_words(list(pdfium.words(glyphs)), drawn, SCALE):
        text = " ".join(word.text for word in run)
        yield finding("hidden_text", where, text, page=number, boxes=pdfium.rows(word.box for word in run))
    for box in signature_hints(page, drawn, SCALE, [word.box for word in pdfium.words(glyphs)]):
        yield finding("signature", where, str(box), page=number, boxes=[box], shown="")


def _earlier(where: str, data: bytes, values: set[str]) -> Iterator[Finding]:
    """What an earlier state of the file still says: each incremental save keeps the bytes before it."""
    ends = [match.end() for match in re.finditer(rb"%%EOF", data)][:-1]
    for end in ends[-MOST_REVISIONS:]:
        try:
            with pdfium.opened(data[:end]) as document:
                text = " ".join(
                    pdfium.glyphs(document[number]).text for number in range(min(len(document), 30))
                )
        except ValueError:
            continue
        for spot in (*spots(text), *persons(text)):
            value = text[spot.start : spot.end]
            if _bare(value) not in values:
                values.add(_bare(value))
                yield finding("earlier_revision", where, value)


def _bare(value: str) -> str:
    return re.sub(r"\W", "", value)
