"""Findings of a text that has no pages: a field of an entry, a paragraph of a document."""

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.names import persons
from infostrada.site.bip.gate.patterns import spots


def in_text(where: str, text: str, page: int | None = None) -> Iterator[Finding]:
    """Spots that look like personal data, names last."""
    for spot in (*spots(text), *persons(text)):
        yield finding(spot.kind, where, text[spot.start : spot.end], page=page, severity=spot.severity)
