"""Words of the lists: what a row is found by, and the question for it.

`core.list_words` holds a vector for each row of a type that lists search. Every word of a searched column stands in it without
capitals and diacritics, with what follows it up to the next space: `GP.6730.12.2026` gives `gp.6730.12.2026`, `6730.12.2026`,
`12.2026` and `2026`. A word of a question is the beginning of one of these, so half a word is found while it is typed, and
`6730.12` means just these two numbers in this order. A mark of type and column stands before each: a list asks for its own
columns alone, and a word of cases is not looked for among their documents.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from infostrada.core.folding import folded
from infostrada.core.record.tables import register_listing_table
from typing import Any

import hashlib
import re


TABLE = "core.list_words"
# Words joined by signs are kept together so far; longer ones are cut, in rows and in questions alike.
PARTS, LONGEST = 6, 64
# So many words of a row are kept, and so many of a question asked for.
MOST, ASKED = 400, 12
_PART = re.compile(r"[^\W_]+")

register_listing_table(TABLE, sparing=True)


@dataclass(frozen=True)
class Source:
    """Where words of a row come from: a column of its table or of the record, or a number put together of some.

    `table` is empty for columns of the record; `pattern` is filled with them (`{number}/{year}`). `shown` is the condition
    under which the list shows it; empty when it always does.
    """

    table: str
    pattern: str
    shown: str = ""

    def text(self, values: Mapping[str, Any]) -> str:
        """What is written there; nothing when a part is missing."""
        wanted = self._columns
        if any(values.get(name) in (None, "") for name in wanted):
            return ""
        return self.pattern.format_map({name: values[name] for name in wanted})

    @cached_property
    def _columns(self) -> tuple[str, ...]:
        return tuple(re.findall(r"\{(\w+)\}", self.pattern))

    def mark(self, type_: str) -> str:
        """What stands before its words in the vectors."""
        return _mark(type_, self.table, self.pattern)


@dataclass(frozen=True)
class Sought:
    """Words every row has to hold, each a tsquery. `always` asks in columns that are shown whenever the row is.

    The other columns count where `shown` holds, a condition on `record` and `own`.
    """

    each: tuple[str, ...]
    always: str = ""
    shown: str = ""

    @property
    def all(self) -> str:
        """The question for the whole."""
        return " & ".join(self.each)


_kept: dict[str, dict[str, Source]] = {}


def keep(types: Iterable[str], sources: Iterable[Source]) -> None:
    """Let rows of these types be found by the words written there."""
    found = tuple(sources)
    for type_ in types:
        _kept.setdefault(type_, {}).update((source.mark(type_), source) for source in found)


def kept_types() -> dict[str, tuple[str, ...]]:
    """Types whose rows are found by words, and the tables of the domains the words stand in."""
    return {
        type_: tuple(sorted({source.table for source in sources.values() if source.table}))
        for type_, sources in sorted(_kept.items())
    }


def words_of(type_: str, facts: Mapping[str, Any], listings: Mapping[str, Mapping[str, Any]]) -> str | None:
    """The vector of a row as PostgreSQL reads it; None for a type no list searches."""
    if type_ not in _kept:
        return None
    found: dict[str, None] = {}
    for mark, source in _kept[type_].items():
        values = listings.get(source.table, {}) if source.table else facts
        found.update((f"{mark}{word}", None) for word in beginnings(source.text(values)))
    return " ".join(f"'{word}'" for word in list(found)[:MOST])


def lexemes(type_: str, table: str, column: str, value: str) -> list[str]:
    """What one column of a row puts into its vector; ValueError for a column that is searched together with others."""
    found: dict[str, None] = {}
    for mark, source in _kept.get(type_, {}).items():
        wanted = source._columns if source.table == table else ()
        if column in wanted and len(set(wanted)) > 1:
            raise ValueError(f"words of {column!r} are kept together with those of other columns")
        if column in wanted:
            found.update((f"{mark}{word}", None) for word in beginnings(source.text({column: value})))
    return list(found)


def sought(types: Iterable[str], sources: Iterable[Source], q: str | None) -> Sought | None:
    """The question for words in some columns; None without a word. ValueError for columns nobody has kept."""
    words = list(asked(q or ""))[:ASKED]
    if not words:
        return None
    listed, types = tuple(sources), tuple(types)
    for type_ in types:
        if any(source.mark(type_) not in _kept.get(type_, {}) for source in listed):
            raise ValueError(f"words of {type_!r} are not kept: its listing is not registered")
    marks = [source.mark(type_) for source in listed for type_ in types]
    shown = {source.shown for source in listed if source.shown}
    if not shown:
        return Sought(tuple(_any(word, marks) for word in words))
    (condition,) = shown
    plain = [source.mark(type_) for source in listed if not source.shown for type_ in types]
    return Sought(
        tuple(_any(word, marks) for word in words),
        " & ".join(_any(word, plain) for word in words),
        condition,
    )


def beginnings(text: str) -> Iterator[str]:
    """Each word of a text with what follows it up to the next space."""
    for run in folded(text).split():
        parts = _PART.findall(run)
        for number in range(len(parts)):
            yield ".".join(parts[number : number + PARTS])[:LONGEST]


def asked(q: str) -> Iterator[str]:
    """Words of a question, those joined by signs together."""
    for run in folded(q).split():
        parts = _PART.findall(run)
        for number in range(0, len(parts), PARTS):
            yield ".".join(parts[number : number + PARTS])[:LONGEST]


def _any(word: str, marks: Iterable[str]) -> str:
    return "( " + " | ".join(f"'{mark}{word}':*" for mark in sorted(set(marks))) + " )"


@lru_cache(maxsize=1_000)
def _mark(*what: str) -> str:
    return hashlib.md5("\n".join(what).encode(), usedforsecurity=False).hexdigest()[:4]
