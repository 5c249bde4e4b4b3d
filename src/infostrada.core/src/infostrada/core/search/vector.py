"""PostgreSQL's tsvector and tsquery, written from our own keys."""

from collections.abc import Iterable
from infostrada.core.search.words import is_plain
from infostrada.core.search.words import question_keys
from infostrada.core.search.words import text_keys
from infostrada.core.search.words import words
from typing import NamedTuple


# PostgreSQL's own limits are 16,383 for a position and a megabyte for the words of a vector.
LAST_POSITION = 16_383
MOST_PLACES = 4
# A count and four positions of two bytes each, and what aligns them.
_PLACES_OCTETS = 11
MOST_WORDS = 12


class Part(NamedTuple):
    """A piece of text and its weight: A title, B description and tags, C text, D attachments."""

    weight: str
    text: str


class Room(NamedTuple):
    """How much a vector may hold: two of them are joined in a row."""

    keys: int
    octets: int


OWN = Room(10_000, 330_000)
ATTACHED = Room(20_000, 660_000)


def vector(parts: Iterable[Part], room: Room = OWN) -> str:
    """The tsvector of some parts as text; words past the limits are left out."""
    places: dict[str, list[str]] = {}
    position = taken = 0
    for part in parts:
        plain = is_plain(part.text)
        for word in words(part.text):
            position = min(position + 1, LAST_POSITION)
            for key in text_keys(word.text, plain):
                if key not in places:
                    taken += len(key.encode()) + _PLACES_OCTETS
                    if len(places) >= room.keys or taken > room.octets:
                        continue
                found = places.setdefault(key, [])
                if len(found) < MOST_PLACES:
                    found.append(f"{position}{part.weight}")
    return " ".join(f"{_quoted(key)}:{','.join(where)}" for key, where in sorted(places.items()))


def question(text: str) -> list[frozenset[str]]:
    """The keys of each word asked for, of the first dozen."""
    asked = [question_keys(word.text) for word in words(text)]
    return asked[:MOST_WORDS]


def query(asked: Iterable[frozenset[str]]) -> str:
    """The tsquery every word of a question must answer to."""
    groups = [" | ".join(_quoted(key) for key in sorted(keys)) for keys in asked]
    return " & ".join(f"( {group} )" for group in groups)


def _quoted(key: str) -> str:
    return "'" + key.replace("\\", "\\\\").replace("'", "''") + "'"
