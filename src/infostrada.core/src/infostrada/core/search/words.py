"""Keys under which a word is indexed and looked for.

Three kinds, told apart by their first character: a base form as the dictionary spells it, `~` and
the word as written without diacritics, `^` and the stem of a word no dictionary knows.
"""

from collections.abc import Iterator
from functools import lru_cache
from infostrada.core.folding import folded
from infostrada.core.search.dictionary import base_forms
from infostrada.core.search.dictionary import restored_forms
from infostrada.core.search.dictionary import stem
from typing import NamedTuple

import re


LONGEST = 64
# A text gets its lost diacritics back only in words with few spellings; a question, which is
# short, in any word (`zaswiadczenie` has 1,152 spellings).
TEXT_SPELLINGS = 64
QUESTION_SPELLINGS = 4096
_WORD = re.compile(r"[^\W_]+")
_POLISH = re.compile("[ąćęłńóśźż]", re.IGNORECASE)


class Word(NamedTuple):
    """A word of a text and where it stands."""

    text: str
    start: int
    end: int


def words(text: str) -> Iterator[Word]:
    """Words and numbers of a text; signs like `RG.602.1.2026` fall into their parts."""
    for match in _WORD.finditer(text):
        yield Word(match.group()[:LONGEST], match.start(), match.end())


def is_plain(text: str) -> bool:
    """Was a text typed without Polish letters? Hardly a sentence of real Polish has none."""
    return _POLISH.search(text) is None


@lru_cache(maxsize=100_000)
def text_keys(word: str, plain: bool = False) -> frozenset[str]:
    """Keys a word of a text is indexed under.

    In a `plain` text every word may have lost its diacritics; elsewhere only words that the
    dictionary does not know without them.
    """
    keys = base_forms(word) if word.isalpha() else frozenset()
    if word.isalpha() and word.isascii() and (plain or not keys):
        keys |= restored_forms(word, TEXT_SPELLINGS)
    if not keys and word.isalpha():
        keys = frozenset({f"^{stem(word)}"})
    return keys | {f"~{folded(word)}"}


def question_keys(word: str) -> frozenset[str]:
    """Keys any of which a text must have to answer for a word of a question.

    A word typed without diacritics stands for all its spellings; one typed with them means itself
    (`sąd` does not find `sad`).
    """
    written = frozenset({f"~{folded(word)}"})
    if not word.isalpha():
        return written
    keys = base_forms(word)
    if not word.isascii():
        return keys or written | {f"^{stem(word)}"}
    restored = keys | restored_forms(word, QUESTION_SPELLINGS)
    return written | (restored or {f"^{stem(word)}"})
