"""The ways to a page of a list; their statements are in `query`.

First the list is walked in its order through a window, which ends early for whoever may see a fair
part of it. When the window holds too little, the rows of somebody who may see few are looked up from
the person's side: by the access sets and the grants that are theirs. Who may see a hundredth or so,
which in a large office is thousands, walks on through a wider window first: that ends as soon as the
page is full. No way reads the whole list, whatever share of it a person may see.

Words go the same ways, looked up for each row that is walked, and a way of their own: rows that hold a rare word are taken
from the index of words, and those of the person chosen from them. What is rare is seen in a sample of some thousand rows:
PostgreSQL's statistics say little of beginnings of words.
"""

from dataclasses import dataclass
from dataclasses import replace
from infostrada.core.record import query as statements
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.query import Query
from infostrada.core.record.sql import estimates
from infostrada.core.record.sql import rows
from infostrada.core.record.words import Sought
from typing import Any

import math


# Rows walked in order at first, and by whoever may see more than a few.
WINDOW, WIDE, FEW = 2_000, 30_000, 500
# Rows that seem to hold the words, for which the index of words is asked before anything is walked; rows taken from it before
# a wide window is. A word of more rows than the third number is compared row by row, where another one is rarer.
RARE, GATHERED, COMMON = 2_000, 20_000, 50_000
# Rows a word is judged by.
JUDGED = 3_000
# A list PostgreSQL thinks no longer than the second number is counted as far as that; one whose rows stand in two tables or have to
# hold words as far as the first.
SAMPLE, SHORT = 1_000, 10_000
# Rows drawn for an estimate, and how many of them a person has to see: ten say the total to a third.
DRAWN, FAIR = 2_000, 10
_TYPES = "record.type = ANY(%(_types)s)"


@dataclass(frozen=True)
class Rows:
    """Rows of a page; `many` is the number of all visible ones where the way told it, `seen` that of rows walked for these."""

    rows: list[dict[str, Any]]
    many: int | None = None
    seen: int = 0


@dataclass(frozen=True)
class Total:
    """How many rows a person may see: all were counted, or about so many, or so many at least."""

    number: int
    exact: bool = False
    minimum: bool = False


@dataclass(frozen=True)
class Rarity:
    """How many rows seem to hold all words; the words worth asking the index for."""

    likely: float
    rare: str


def fetch(query: Query, limit: int) -> Rows:
    """The first visible rows in order; `_0`, `_1` … hold the key values as text."""
    rarity = _rarity(query.words) if query.words else None
    if rarity and rarity.likely <= RARE:
        gathered = _gathered(query, limit, rarity, GATHERED)
        if gathered:
            return gathered
        rarity = replace(rarity, likely=math.inf)
    near, start = _walked(query, limit, WINDOW)
    if not start:
        return near
    if rarity:
        return _worded(query, limit, rarity, near, start)
    if _holds_many(query) or _seen(query, FEW) > FEW:
        far = _farther(query, limit, near, start)
        if far:
            return far
    return _own(query, limit)


def _worded(query: Query, limit: int, rarity: Rarity, near: Rows, start: list[str]) -> Rows:
    """Where the window gave too little: on, if it gave so much that a wide one will do, else the shorter way."""
    if len(near.rows) * WIDE >= limit * WINDOW:
        far = _farther(query, limit, near, start)
        if far:
            return far
    # Rows of the person cost thrice what rows of the index do: they are found in two tables, and their words in a third.
    worth = WIDE if rarity.likely > GATHERED else min(WIDE, int(rarity.likely / 3))
    if _seen(query, worth) <= worth:
        return _own(query, limit)
    gathered = _gathered(query, limit, rarity, None)
    assert gathered is not None
    return gathered


def total(query: Query, found: Rows) -> Total:
    """How many rows are visible; `found` is the list's first page, which is not the last one.

    A short list is counted. Of a long one the part walked for the page is known, and the share of the rest is that of a
    sample: its rows are drawn by their UIDs, which say nothing of when they came, so whoever sees the newest rows alone is
    told no more than others. Where the sample holds too few of a person's rows, these are counted if they are few, and
    otherwise only what is known is said.
    """
    if found.many is not None:
        return Total(found.many, exact=True)
    alone, least = query.source != query.full, len(found.rows)
    length, most = _length(query), SHORT if alone and query.words is None else SAMPLE
    if length <= SHORT:
        counted = rows(statements.counted(query, most + 1), query.bound)[0]
        if counted["looked"] <= most:
            return Total(int(counted["shown"]), exact=True)
        length, least = max(length, counted["looked"]), max(least, counted["shown"])
    drawn = rows(
        statements.drawn(query, DRAWN if alone and query.words is None else DRAWN // 4), query.bound
    )[0]
    if drawn["shown"] >= FAIR:
        share = drawn["shown"] / drawn["looked"]
        return Total(max(least, round(len(found.rows) + max(0, length - found.seen) * share)))
    if not _holds_many(query) and _seen(query, FEW) <= FEW:
        return Total(_own(query, 1).many or 0, exact=True)
    return Total(max(least, drawn["shown"]), minimum=True)


def _length(query: Query) -> float:
    """Rows of the list whoever may see them, at least the sample, as the statistics have it.

    They know nothing of a table that holds one type's rows alone, and take the type from a join twice.
    """
    if query.source != query.full:
        return max(SAMPLE, *estimates([f"SELECT FROM {query.source} WHERE {query.plain}"], query.parameters))
    whole, joined, left = estimates(
        [
            f"SELECT FROM core.record AS record WHERE {query.facts}",
            f"SELECT FROM {query.source} WHERE {query.facts}",
            f"SELECT FROM {query.source} WHERE {query.plain}",
        ],
        query.parameters,
    )
    return max(SAMPLE, whole * left / max(1, joined))


def _walked(query: Query, limit: int, length: int) -> tuple[Rows, list[str]]:
    """Rows among the first ones of the list; with the key values of the row to go on after, where they do not fill the page."""
    found = rows(statements.walk(query, limit, length), query.bound)
    if len(found) == limit:
        return Rows(found, seen=found[-1]["_place"]), []
    edge = rows(statements.edge(query, length), query.parameters)
    if edge:
        return Rows(found, seen=length), [edge[0][f"_{n}"] for n in range(len(query.keys))]
    return Rows(found, many=len(found)), []


def _farther(query: Query, limit: int, near: Rows, start: list[str]) -> Rows | None:
    """The page, if what is left of it is found in a wide window behind a near one; None if it is not."""
    far, further = _walked(query.after(start), limit - len(near.rows), WIDE)
    if further:
        return None
    found = [*near.rows, *far.rows]
    return Rows(found, None if far.many is None else len(found), near.seen + far.seen)


def _holds_many(query: Query) -> bool:
    """Does the person hold rights on more than a few objects, of whatever type? It spares a look at each of these."""
    found = rows(
        "SELECT count(*) AS n FROM (SELECT FROM core.access_grant AS granted WHERE granted.principal = ANY(%(_ids)s)"
        f" LIMIT {FEW + 1}) AS held",
        query.parameters,
    )
    return int(found[0]["n"]) > FEW


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
        statements.chosen(
            query,
            limit,
            held,
            f"held CROSS JOIN LATERAL {statements.one(query)} WHERE {visible('found')}",
            "held",
        ),
        {**query.bound, "_rare": rarity.rare},
    )
    if most is not None and found[0]["_looked"] > most:
        return None
    return _told(found)


def _own(query: Query, limit: int) -> Rows:
    """Rows looked up by the access sets and grants that are the person's."""
    mine = own_uids(_TYPES)
    if query.words:
        words = statements.holds("theirs.uid", query.words, "true")
        mine = f"SELECT theirs.uid FROM ({mine}) AS theirs WHERE {words}"
    mine = f"mine (own_uid) AS MATERIALIZED ({mine})"
    looked_up = f"mine CROSS JOIN LATERAL {statements.one(query)}"
    return _told(rows(statements.chosen(query, limit, mine, looked_up, "mine"), query.bound))


def _told(found: list[dict[str, Any]]) -> Rows:
    there = [row for row in found if row["_many"] is not None]
    return Rows(there, there[0]["_many"] if there else 0)
