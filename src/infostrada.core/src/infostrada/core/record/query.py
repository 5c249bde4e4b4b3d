"""A list as a query, and the statements that read parts of it.

A walk reads the domain's table alone where that tells the place of its rows (`tables`), most often nothing but an index of
it; what the list shows is looked up for the rows of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from infostrada.core.record.permission import visible
from infostrada.core.record.permission import visible_among_few
from infostrada.core.record.words import Sought
from typing import Any


# Rows whose rights are sooner looked up one by one than all those of a person who holds very many.
LOOKED_UP = 2_000


@dataclass(frozen=True)
class Key:
    """One word of the order: an expression and its type."""

    sql: str
    type: str


@dataclass(frozen=True)
class Query:
    """A list without its permission filter. `columns` are `expression AS "name"` over `full`, the record with its own row.

    It is walked in `source`, where the row that tells its place is called `alias`. `plain` are its conditions but those that
    follow from others (`table` is the domain's), `facts` those of them that are about the record alone: PostgreSQL's statistics are asked by these.
    """

    source: str
    alias: str
    full: str
    where: str
    plain: str
    facts: str
    parameters: dict[str, Any]
    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    descending: bool
    words: Sought | None = None
    table: str | None = None

    @property
    def direction(self) -> str:
        return "DESC" if self.descending else "ASC"

    @property
    def order(self) -> str:
        return ", ".join(f"{key.sql} {self.direction}" for key in self.keys)

    @property
    def chosen_order(self) -> str:
        """The order of rows that have been taken from the list."""
        return ", ".join(f'"_key{n}" {self.direction}' for n in range(len(self.keys)))

    @property
    def bound(self) -> dict[str, Any]:
        """Parameters, with those of the words."""
        if self.words is None:
            return self.parameters
        return {**self.parameters, "_words": self.words.all, "_always": self.words.always}

    def after(self, start: Sequence[str]) -> "Query":
        """The part of the list after a row, given by its key values."""
        left = ", ".join(key.sql for key in self.keys)
        right = ", ".join(f"%(key{n})s::{key.type}" for n, key in enumerate(self.keys))
        bound = {f"key{n}": value for n, value in enumerate(start)}
        return replace(
            self,
            where=f"{self.where} AND ({left}) {'<' if self.descending else '>'} ({right})",
            parameters={**self.parameters, **bound},
        )


def window(query: Query, length: int) -> str:
    """The first rows of the list: their keys and place, whoever may see them."""
    columns = ", ".join(
        (*_keys(query), f"row_number() OVER (ORDER BY {query.order}) AS _place", *_place(query))
    )
    return (
        f"SELECT {columns} FROM {query.source} WHERE {query.where} ORDER BY {query.order} LIMIT {int(length)}"
    )


def edge(query: Query, length: int) -> str:
    """The key values, as text, of the last row of a window; none where the list is shorter."""
    values = ", ".join(f'{key.sql}::text AS "_{n}"' for n, key in enumerate(query.keys))
    return (
        f"SELECT {values} FROM {query.source} WHERE {query.where}"
        f" ORDER BY {query.order} OFFSET {int(length) - 1} LIMIT 1"
    )


def walk(query: Query, limit: int, length: int) -> str:
    """The first rows of a window that are shown, filled."""
    return filled(
        query,
        f"SELECT * FROM ({window(query, length)}) AS record WHERE {shown(query, length)}"
        f" ORDER BY {query.chosen_order} LIMIT {int(limit)}",
        "_place",
    )


def filled(query: Query, chosen: str, *more: str) -> str:
    """The columns of chosen rows, with their key values as text (`_0`, `_1` …) and `more` of theirs."""
    values = (f'chosen."_key{n}"::text AS "_{n}"' for n in range(len(query.keys)))
    columns = ", ".join((*query.columns, *values, *(f"chosen.{name}" for name in more)))
    return (
        f"SELECT {columns} FROM ({chosen}) AS chosen, {query.full} WHERE record.uid = chosen._uid"
        f" ORDER BY {query.chosen_order}"
    )


def chosen(query: Query, limit: int, given: str, rows: str, looked: str) -> str:
    """A page of some rows; a line without a page tells, too, how many UIDs were looked at."""
    keys = tuple(f'"_key{n}"' for n in range(len(query.keys)))
    page = filled(
        query,
        f"SELECT _uid, {', '.join(keys)}, count(*) OVER () AS _many FROM {rows}"
        f" ORDER BY {query.chosen_order} LIMIT {int(limit)}",
        "_many",
        *keys,
    )
    return (
        f"WITH {given} SELECT counted.*, best.* FROM (SELECT count(*) AS _looked FROM {looked}) AS counted"
        f" LEFT JOIN ({page}) AS best ON true ORDER BY {query.chosen_order}"
    )


def one(query: Query) -> str:
    """The row of one UID: PostgreSQL thinks them many, and would rather read the whole list beside them."""
    where = f"{query.where} AND {query.alias}.uid = own_uid"
    if query.words and query.words.shown:
        where += f" AND {holds('own_uid', query.words, query.words.shown)}"
    columns = ", ".join((*_keys(query), *_place(query)))
    return f"(SELECT {columns} FROM {query.source} WHERE {where} OFFSET 0) AS found"


def counted(query: Query, most: int) -> str:
    """How many rows the list has, `most` at the most, and how many of these are shown."""
    return _shares(query, query.source, most)


def drawn(query: Query, many: int) -> str:
    """The same of the list's rows among so many of its table, or of a unit's in it, in the order of the UIDs."""
    table = query.table or "core.record"
    if query.source != query.full and "_unit" in query.parameters:
        # From the middle on, in an index that tells the place too.
        unit = f"(SELECT * FROM {table} WHERE unit = %(_unit)s AND uid >= '8' ORDER BY uid LIMIT {int(many)})"
        return _shares(query, f"{unit} AS {query.alias}", many)
    parts = (
        f"(SELECT * FROM {table} WHERE uid {there} '8' ORDER BY uid LIMIT {int(many) // 2})"
        for there in (">=", "<")
    )
    rows = f"({' UNION ALL '.join(parts)})"
    if query.table and query.source == query.full:
        return _shares(query, f"{rows} AS own JOIN core.record AS record ON record.uid = own.uid", many)
    return _shares(query, f"{rows} AS {query.alias}", many)


def _shares(query: Query, source: str, most: int) -> str:
    place = ", ".join(_place(query))
    return (
        f"SELECT count(*) AS looked, count(*) FILTER (WHERE {shown(query, most)}) AS shown"
        f" FROM (SELECT {place} FROM {source} WHERE {query.where} LIMIT {int(most)}) AS record"
    )


def shown(query: Query, most: int) -> str:
    """Condition for the rows of a window of `most`: visible, and with the words."""
    seen = visible_among_few("record") if most <= LOOKED_UP else visible("record")
    if query.words is None:
        return seen
    return f"{seen} AND {holds('record._uid', query.words, 'record._shown')}"


def holds(uid: str, words: Sought, shown: str) -> str:
    """Condition for a row with the words; OFFSET 0 lets PostgreSQL look at this row's words alone."""
    more = f" AND ({shown} OR kept.words @@ %(_always)s::tsquery)" if words.shown else ""
    return (
        f"EXISTS (SELECT FROM core.list_words AS kept WHERE kept.uid = {uid}"
        f" AND kept.words @@ %(_words)s::tsquery{more} OFFSET 0)"
    )


def _keys(query: Query) -> tuple[str, ...]:
    return tuple(f'{key.sql} AS "_key{n}"' for n, key in enumerate(query.keys))


def _place(query: Query) -> tuple[str, ...]:
    """Which row it is, who may see it, and whether it shows the columns that are not always shown."""
    shown = (f"{query.words.shown} AS _shown",) if query.words and query.words.shown else ()
    return (
        f"{query.alias}.uid AS _uid",
        f"{query.alias}.access AS access",
        f"{query.alias}.grant_scope AS grant_scope",
        *shown,
    )
