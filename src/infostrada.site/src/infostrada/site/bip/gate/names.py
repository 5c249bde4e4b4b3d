"""Names of persons in any case: `Marii Kowalczyk`, `Janem Nowakiem`.

Morfeusz knows which forms are given names and surnames. A given name beside a capitalised word the dictionary takes for a
surname, or does not know at all, is a person, unless the words before say it is a street, a school or a public function.
"""

from collections.abc import Iterator
from functools import cache
from functools import lru_cache
from infostrada.site.bip.gate.model import LOW
from infostrada.site.bip.gate.model import Spot
from threading import Lock

import itertools
import morfeusz2
import re


_CAPITAL = "A-ZĄĆĘŁŃÓŚŹŻ"
_WORD = re.compile(rf"[{_CAPITAL}][\wąćęłńóśźż]+(?:-[{_CAPITAL}][\wąćęłńóśźż]+)?")
_PATRON = re.compile(
    r"(?:\b(?:ul|al|pl|os|im|św|bł|ks|gen|rtm|mjr|płk|por)\.|ulic\w*|imieni[ae]|plac\w*|alej\w*|rond\w+|skwer\w*)\s+(?:[\w.]+\s+){0,4}$",
    re.IGNORECASE,
)
_FUNCTION = (
    "wójt|burmistrz|prezydent|starost|marszał|wojewod|sekretarz|skarbnik|kierowni|dyrektor|naczelni|przewodnicząc|radn|"
    "sołtys|zastępc|inspektor|minister|komendant|referent|podinspektor|redaktor|pełnomocnik|koordynator|rektor|sędzi"
)
_OFFICIAL = re.compile(rf"(?:{_FUNCTION})\w*[^.;\n]{{0,45}}$|z\s*up\.\s*[^\n]{{0,30}}$", re.IGNORECASE)
_OFFICIAL_AFTER = re.compile(rf"^\s*[,(–-]+\s*(?:{_FUNCTION})", re.IGNORECASE)


@cache
def _analyser() -> morfeusz2.Morfeusz:
    """Made for the first file that is looked through: its dictionary takes ten megabytes or more."""
    return morfeusz2.Morfeusz(generate=False, expand_tags=False)


# The analyser keeps its text between calls and is not made for several threads.
_alone = Lock()


@lru_cache(maxsize=50_000)
def _marks(word: str) -> frozenset[str]:
    """What the dictionary says a form may be: "imię", "nazwisko", …; "?" for a form it does not know, "adj"."""
    with _alone:
        found = _analyser().analyse(word)
    marks: set[str] = set()
    for _start, _end, (_form, lemma, tag, names, _labels) in found:
        if tag == "ign":
            marks.add("?")
        elif lemma[:1].isupper():
            marks.update(names)
        elif tag.startswith("adj"):
            marks.add("adj")
    return frozenset(marks)


def persons(text: str) -> Iterator[Spot]:
    """Spots that name a person who holds no public function beside the name."""
    words = list(_WORD.finditer(text))
    taken = -1
    for first, second in itertools.pairwise(words):
        if first.start() < taken or not _beside(text, first, second):
            continue
        if not _named(first.group(), second.group()):
            continue
        before, after = (
            text[max(0, first.start() - 60) : first.start()],
            text[second.end() : second.end() + 30],
        )
        taken = second.end()
        if _PATRON.search(before) or _OFFICIAL.search(before) or _OFFICIAL_AFTER.search(after):
            continue
        yield Spot("person", first.start(), second.end(), LOW)


def _beside(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    return text[first.end() : second.start()] in (" ", "\u00a0", "  ")


def _named(first: str, second: str) -> bool:
    given, other = _marks(first.rpartition("-")[2]), _marks(second.rpartition("-")[2])
    if "imię" in given and "-" not in first:
        return bool({"nazwisko", "?"} & other)
    return "nazwisko" in given and "adj" not in given and "imię" in other
