"""The statements behind a page.

First the list is walked in its order through a window, which ends early for whoever may see a fair
part of it. When the window holds too little, the rows of somebody who may see few are looked up from
the person's side: by the access sets and the grants that are theirs. Who may see a hundredth or so,
which in a large office is thousands, walks on through a wider window first: that ends as soon as the
page is full. No way reads the whole list, whatever share of it a person may see.

Words go the same ways, looked up for each row that is walked, and a way of their own: rows that hold a rare word are taken
from the index of words, and those of the person chosen from them. What is rare is seen in a sample of some thousand rows:
PostgreSQL's statistics say little of beginnings of words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import estimates
from infostrada.core.record.sql import rows
from infostrada.core.record.words import Sought
from typing import Any

import math


# Rows walked in order at first, and by whoever may see more than a few.
WINDOW, WIDE, FEW = 2_000, 30_000, 2_000
# Rows with the words that are taken from the index of words before a wide window is walked; a word of more rows than the
# second number is compared row by row, where another one is rarer.
GATHERED, COMMON = 20_000, 50_000
# Rows a word is judged by.
JUDGED = 3_000
# The total of a list PostgreSQL thinks no longer than the second number is taken from so many rows: a shorter one is counted.
SAMPLE, SHORT = 1_000, 10_000
_TYPES = "record.type = ANY(%(_types)s)"


@dataclass(frozen=True)
class Key:
    """One word of the order: an expression and its type."""

    sql: str
    type: str


@dataclass(frozen=True)
class Query:
    """A list without its permission filter. `columns` are `expression AS "name"`.

    `facts` are those of its conditions that are about the record alone, `plain` all but what follows from others: by these
    PostgreSQL's statistics are asked how long it is.
    """

    source: str
    where: str
    parameters: dict[str, Any]
    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    descending: bool
    facts: str
    plain: str
    words: Sought | None = None

    @property
    def direction(self) -> str:
        return "DESC" if self.descending else "ASC"

    @property
    def order(self) -> str:
        return ", ".join(f"{key.sql} {self.direction}" for key in self.keys)

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


@dataclass(frozen=True)
class Rows:
    """Rows of a page; `many` is the number of all visible ones where the way told it, `seen` that of rows walked for these.

    They are the `whole` page unless a window gave too little.
    """

    rows: list[dict[str, Any]]
    many: int | None = None
    seen: int = 0
    whole: bool = True


@dataclass(frozen=True)
class Rarity:
    """How many rows seem to hold all words; the words worth asking the index for."""

    likely: float
    rare: str


def fetch(query: Query, limit: int) -> Rows:
    """The first visible rows in order; `_0`, `_1` … hold the key values as text."""
    rarity = _rarity(query.words) if query.words else None
    if rarity and rarity.likely <= FEW:
        gathered = _gathered(query, limit, rarity, GATHERED)
        if gathered:
            return gathered
        rarity = replace(rarity, likely=math.inf)
    near = _walked(query, limit, WINDOW)
    if near.whole:
        return near
    if rarity:
        return _worded(query, limit, rarity, len(near.rows))
    if _seen(query, FEW) > FEW:
        far = _walked(query, limit, WIDE)
        if far.whole:
            return far
    return _own(query, limit)


def _worded(query: Query, limit: int, rarity: Rarity, near: int) -> Rows:
    """Where the window gave too little, `near` rows: on, if it gave so many that a wide one will do, else the shorter way."""
    if near * WIDE >= limit * WINDOW:
        far = _walked(query, limit, WIDE)
        if far.whole:
            return far
    # Rows of the person cost thrice what rows of the index do: they are found in two tables, and their words in a third.
    worth = WIDE if rarity.likely > GATHERED else min(WIDE, int(rarity.likely / 3))
    if _seen(query, worth) <= worth:
        return _own(query, limit)
    gathered = _gathered(query, limit, rarity, None)
    assert gathered is not None
    return gathered


def total(query: Query, found: Rows) -> tuple[int, bool]:
    """How many rows are visible, and whether that is exact; `found` is its first page, which is not the last one.

    Without reading more than the page did, but for short lists: of a long one the share is that of the rows walked for the page.
    """
    if found.many is not None:
        return found.many, True
    length, shown, seen = _length(query), len(found.rows), max(1, found.seen)
    if length <= SHORT:
        counted = rows(
            f"SELECT count(*) AS seen, count(*) FILTER (WHERE {_shown(query)}) AS shown"
            f" FROM ({_window(query, SAMPLE)}) AS record",
            _bound(query),
        )[0]
        if counted["seen"] < SAMPLE:
            return int(counted["shown"]), True
        shown, seen = counted["shown"], counted["seen"]
    return max(len(found.rows), shown, round(length * shown / seen)), False


def _length(query: Query) -> float:
    """Rows of the list whoever may see them, at least the sample, as the statistics have it.

    They know nothing of a table that holds one type's rows alone, and take the type from a join twice.
    """
    whole, joined, left = estimates(
        [
            f"SELECT FROM core.record AS record WHERE {query.facts}",
            f"SELECT FROM {query.source} WHERE {query.facts}",
            f"SELECT FROM {query.source} WHERE {query.plain}",
        ],
        query.parameters,
    )
    return max(SAMPLE, whole * left / max(1, joined))


def _window(query: Query, length: int) -> str:
    columns = ", ".join(
        [
            *query.columns,
            *(f'{key.sql} AS "_key{n}"' for n, key in enumerate(query.keys)),
            f"row_number() OVER (ORDER BY {query.order}) AS _place",
            "record.uid AS _uid",
            "record.access AS access",
            "record.grant_scope AS grant_scope",
            *([f"{query.words.shown} AS _shown"] if query.words and query.words.shown else ()),
        ]
    )
    return (
        f"SELECT {columns} FROM {query.source} WHERE {query.where} ORDER BY {query.order} LIMIT {int(length)}"
    )


def _walked(query: Query, limit: int, window: int) -> Rows:
    """Rows among the first ones of the list; the page, if they fill it or are all there are."""
    names = ", ".join(_names(query.columns))
    found = rows(
        f"SELECT {names}, {_values(query)}, _place FROM ({_window(query, window)}) AS record"
        f" WHERE {_shown(query)} ORDER BY {_order(query)} LIMIT {int(limit)}",
        _bound(query),
    )
    if len(found) == limit:
        return Rows(found, seen=found[-1]["_place"])
    if _reaches_beyond(query, window):
        return Rows(found, whole=False)
    return Rows(found, many=len(found))


def _shown(query: Query) -> str:
    """Condition for the rows of a window: visible, and with the words."""
    if query.words is None:
        return visible("record")
    return f"{visible('record')} AND {_holds('record._uid', query.words, 'record._shown')}"


def _holds(uid: str, words: Sought, shown: str) -> str:
    """Condition for a row with the words; OFFSET 0 lets PostgreSQL look at this row's words alone."""
    more = f" AND ({shown} OR kept.words @@ %(_always)s::tsquery)" if words.shown else ""
    return (
        f"EXISTS (SELECT FROM core.list_words AS kept WHERE kept.uid = {uid}"
        f" AND kept.words @@ %(_words)s::tsquery{more} OFFSET 0)"
    )


def _reaches_beyond(query: Query, window: int) -> bool:
    return bool(
        rows(
            f"SELECT 1 FROM {query.source} WHERE {query.where}"
            f" ORDER BY {query.order} OFFSET {int(window)} LIMIT 1",
            query.parameters,
        )
    )


def _seen(query: Query, most: int) -> int:
    """How many rows of these types the person may see, wherever; one more than the most when there are more."""
    found = rows(
        f"SELECT count(*) AS n FROM ({own_uids(_TYPES, once=False)} LIMIT {most + 1}) AS mine",
        query.parameters,
    )
    return int(found[0]["n"])


def _rarity(words: Sought) -> Rarity:
    """What a sample of pages, always the same ones, says of the words."""
    (table,) = rows("SELECT reltuples FROM pg_class WHERE oid = 'core.list_words'::regclass")
    whole = max(float(table["reltuples"]), 1.0)
    each = ", ".join(
        f"count(*) FILTER (WHERE kept.words @@ %(word{n})s::tsquery) AS word{n}"
        for n in range(len(words.each))
    )
    (found,) = rows(
        f"SELECT count(*) AS judged, count(*) FILTER (WHERE kept.words @@ %(_words)s::tsquery) AS together, {each}"
        f" FROM core.list_words AS kept TABLESAMPLE SYSTEM ({min(100.0, 100 * JUDGED / whole):.6f}) REPEATABLE (1)",
        {"_words": words.all, **{f"word{n}": word for n, word in enumerate(words.each)}},
    )
    scale = whole / max(1, found["judged"])
    many = [found[f"word{n}"] * scale for n in range(len(words.each))]
    rare = [word for word, rows_ in zip(words.each, many, strict=True) if rows_ <= max(COMMON, min(many))]
    return Rarity(found["together"] * scale, " & ".join(rare))


def _gathered(query: Query, limit: int, rarity: Rarity, most: int | None) -> Rows | None:
    """Rows taken from the index of words; None when more than so many hold them.

    The words that are not rare are compared with each row: the function behind the operator asks no index.
    """
    cut = f"LIMIT {most + 1}" if most is not None else ""
    held = f"""
        held (own_uid) AS MATERIALIZED (
            SELECT kept.uid FROM core.list_words AS kept WHERE kept.words @@ %(_rare)s::tsquery
            AND ts_match_vq(kept.words, %(_words)s::tsquery) {cut})"""
    found = rows(
        _chosen(
            query, limit, held, f"held CROSS JOIN LATERAL {_one(query)} WHERE {visible('found')}", "held"
        ),
        {**_bound(query), "_rare": rarity.rare},
    )
    if most is not None and found[0]["_looked"] > most:
        return None
    return _told(found)


def _own(query: Query, limit: int) -> Rows:
    """Rows looked up by the access sets and grants that are the person's."""
    mine = own_uids(_TYPES)
    if query.words:
        mine = f"SELECT theirs.uid FROM ({mine}) AS theirs WHERE {_holds('theirs.uid', query.words, 'true')}"
    mine = f"mine (own_uid) AS MATERIALIZED ({mine})"
    return _told(
        rows(_chosen(query, limit, mine, f"mine CROSS JOIN LATERAL {_one(query)}", "mine"), _bound(query))
    )


def _one(query: Query) -> str:
    """The row of one UID: PostgreSQL thinks them many, and would rather read the whole list beside them."""
    columns = ", ".join(
        [
            *query.columns,
            *(f'{key.sql} AS "_key{n}"' for n, key in enumerate(query.keys)),
            "record.access AS access",
            "record.grant_scope AS grant_scope",
        ]
    )
    where = f"{query.where} AND record.uid = own_uid"
    if query.words and query.words.shown:
        where += f" AND {_holds('record.uid', query.words, query.words.shown)}"
    return f"(SELECT {columns} FROM {query.source} WHERE {where} OFFSET 0) AS found"


def _chosen(query: Query, limit: int, given: str, rows_: str, looked: str) -> str:
    """A page of some rows; a line without a page tells, too, how many UIDs were looked at."""
    names = ", ".join((*_names(query.columns), *(f'"_key{n}"' for n in range(len(query.keys)))))
    return f"""
        WITH {given}
        SELECT counted.*, best.* FROM (SELECT count(*) AS _looked FROM {looked}) AS counted LEFT JOIN (
            SELECT {names}, {_values(query)}, count(*) OVER () AS _many
            FROM {rows_} ORDER BY {_order(query)} LIMIT {int(limit)}) AS best ON true
        ORDER BY {_order(query)}
    """


def _told(found: list[dict[str, Any]]) -> Rows:
    there = [row for row in found if row["_many"] is not None]
    return Rows(there, there[0]["_many"] if there else 0)


def _values(query: Query) -> str:
    return ", ".join(f'"_key{n}"::text AS "_{n}"' for n in range(len(query.keys)))


def _order(query: Query) -> str:
    return ", ".join(f'"_key{n}" {query.direction}' for n in range(len(query.keys)))


def _bound(query: Query) -> dict[str, Any]:
    if query.words is None:
        return query.parameters
    return {**query.parameters, "_words": query.words.all, "_always": query.words.always}


def _names(columns: Sequence[str]) -> list[str]:
    return [column.rpartition(" AS ")[2] for column in columns]
