"""Base forms of Polish words, by the Morfeusz 2 analyser and its SGJP dictionary.

The measurements behind the choice: `docs/developers/search-polish.md`.
"""

from collections.abc import Iterator
from functools import cache
from functools import lru_cache
from infostrada.core.folding import folded
from itertools import product
from threading import Lock

import math
import morfeusz2


DIACRITICS = {"a": "aą", "c": "cć", "e": "eę", "l": "lł", "n": "nń", "o": "oó", "s": "sś", "z": "zżź"}
# Endings of nouns and adjectives, longest first: for names the dictionary does not know.
ENDINGS = tuple(
    sorted(
        ["owie", "owi", "ami", "ach", "iem", "iej", "ego", "emu", "ymi", "imi", "ych", "ich", "owa", "owo", "owe", "ow", "om", "em", "ie", "ia", "iu", "io", "a", "e", "i", "o", "u", "y"],
        key=len,
        reverse=True,
    )
)  # fmt: skip
SHORTEST_STEM = 4
UNKNOWN = "ign"


@cache
def _analyser() -> morfeusz2.Morfeusz:
    """Made when it is first asked: its dictionary takes thirty megabytes."""
    return morfeusz2.Morfeusz(generate=False, case_handling=morfeusz2.IGNORE_CASE)


# The analyser keeps its text between calls and is not made for several threads.
_alone = Lock()


@lru_cache(maxsize=100_000)
def base_forms(word: str) -> frozenset[str]:
    """Base forms of a word as it is spelt, in lower case; none when the dictionary lacks it."""
    with _alone:
        found = _analyser().analyse(word)
    if any(end - start != 1 or start for start, end, _reading in found):
        return _compound(found)
    return frozenset(_lemma(reading) for *_place, reading in found if reading[2] != UNKNOWN)


def _compound(found: list[tuple[int, int, tuple[str, ...]]]) -> frozenset[str]:
    """Forms like `zrobiłabym`, which the analyser cuts in two: the first part carries the word."""
    readings = [reading for start, _end, reading in found if start == 0]
    return frozenset(_lemma(reading) for reading in readings if reading[2] != UNKNOWN)


def _lemma(reading: tuple[str, ...]) -> str:
    """`Kowalski:Sm1` names a reading of the lemma `Kowalski`."""
    return reading[1].partition(":")[0].lower()


def respellings(word: str, limit: int) -> Iterator[str]:
    """Every way to put Polish diacritics into a word; nothing when there are more than `limit`."""
    choices = [DIACRITICS.get(letter, letter) for letter in word.lower()]
    if math.prod(map(len, choices)) <= limit:
        yield from map("".join, product(*choices))


@lru_cache(maxsize=20_000)
def restored_forms(word: str, limit: int) -> frozenset[str]:
    """Base forms of what a word typed without diacritics may stand for."""
    return frozenset().union(*map(base_forms, respellings(word, limit)))


def stem(word: str) -> str:
    """The word without diacritics and without an inflectional ending, a letter or more kept."""
    plain = folded(word)
    for ending in ENDINGS:
        if plain.endswith(ending) and len(plain) - len(ending) >= SHORTEST_STEM:
            return plain[: -len(ending)]
    return plain
