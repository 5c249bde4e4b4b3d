"""The piece of a text that shows why it was found, with the found words marked."""

from collections.abc import Sequence
from infostrada.core.search.words import is_plain
from infostrada.core.search.words import text_keys
from infostrada.core.search.words import Word
from infostrada.core.search.words import words
from typing import NamedTuple


LENGTH = 240
SCANNED = 40_000


class Piece(NamedTuple):
    """Consecutive characters, marked or not."""

    text: str
    marked: bool


def excerpt(body: str, asked: Sequence[frozenset[str]], length: int = LENGTH) -> list[Piece]:
    """The window of about `length` characters that holds most of the words asked for.

    Without any found word it is the beginning of the text.
    """
    text = body[:SCANNED]
    plain = is_plain(text)
    found = [(word, _answered(text_keys(word.text, plain), asked)) for word in words(text)]
    hits = [(word, which) for word, which in found if which]
    start = _best(hits, length)
    end = min(len(text), start + length)
    start, end = _whole_words(text, start, end)
    return _pieces(text, start, end, [word for word, _which in hits])


def _answered(keys: frozenset[str], asked: Sequence[frozenset[str]]) -> frozenset[int]:
    return frozenset(number for number, wanted in enumerate(asked) if keys & wanted)


def _best(hits: list[tuple[Word, frozenset[int]]], length: int) -> int:
    """Start of the window with most different words, the first of equals."""
    best, most, last = 0, 0, 0
    for number, (first, _which) in enumerate(hits):
        while last < len(hits) and hits[last][0].end <= first.start + length:
            last += 1
        different = len(frozenset().union(*(which for _word, which in hits[number:last])))
        if different > most:
            best, most = first.start, different
    return max(0, best - length // 6)


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    while start and start < end and not text[start - 1].isspace():
        start += 1
    while end < len(text) and end > start and not text[end].isspace():
        end -= 1
    return start, end


def _pieces(text: str, start: int, end: int, hits: list[Word]) -> list[Piece]:
    pieces, at = [], start
    if start:
        pieces.append(Piece("… ", False))
    for word in hits:
        if word.start < at or word.end > end:
            continue
        if word.start > at:
            pieces.append(Piece(text[at : word.start], False))
        pieces.append(Piece(text[word.start : word.end], True))
        at = word.end
    pieces.append(Piece(text[at:end] + (" …" if end < len(text) else ""), False))
    return [Piece(" ".join(_spaced(piece.text)), piece.marked) for piece in pieces if piece.text]


def _spaced(text: str) -> list[str]:
    """Even out white space, keeping a space at either end when there was one."""
    parts = text.split()
    if text[:1].isspace():
        parts.insert(0, "")
    if text[-1:].isspace():
        parts.append("")
    return parts
