"""What changed between two texts, word by word; pure."""

from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

import re


SAME, ADDED, REMOVED = "same", "added", "removed"
# Comparing words costs the square of their number; longer texts are compared line by line.
MOST_WORDS = 4000
_WORDS = re.compile(r"\S+\s*")


class Piece(NamedTuple):
    """A run of text that is the same, was added or was removed."""

    change: str
    text: str


def compare(before: str, after: str) -> list[Piece]:
    """Pieces that give `before` without the added ones and `after` without the removed ones."""
    old, new = _parts(before, after)
    return list(_joined(_pieces(old, new)))


def _parts(before: str, after: str) -> tuple[list[str], list[str]]:
    if len(before.split()) + len(after.split()) > MOST_WORDS:
        return before.splitlines(keepends=True), after.splitlines(keepends=True)
    return _split(before), _split(after)


def _split(text: str) -> list[str]:
    lead = text[: len(text) - len(text.lstrip())]
    return [part for part in (lead, *_WORDS.findall(text)) if part]


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(old[i1:i2]))
            continue
        if i2 > i1:
            yield Piece(REMOVED, "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece(ADDED, "".join(new[j1:j2]))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    held: Piece | None = None
    for piece in pieces:
        if held is not None and held.change == piece.change:
            held = Piece(held.change, held.text + piece.text)
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held
