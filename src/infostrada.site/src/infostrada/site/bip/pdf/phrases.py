"""Where words stand in a PDF."""

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Box
from infostrada.site.bip.pdf import document as pdfium

import re


def places_of(data: bytes, phrase: str) -> Iterator[tuple[int, Box]]:
    """Page and box of every place a phrase stands, whatever its case, over line ends too; whole words only."""
    words = r"\s+".join(re.escape(word) for word in phrase.split())
    pattern = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
    with pdfium.opened(data) as document:
        for number in range(len(document)):
            glyphs = pdfium.glyphs(document[number])
            for match in pattern.finditer(glyphs.text):
                for box in pdfium.rows(iter(glyphs.lines[match.start() : match.end()])):
                    yield number + 1, box
