"""The statements behind a page.

First the list is walked in its order through a window, which ends early for whoever may see a fair
part of it. When the window holds too little, the rows of somebody who may see few are looked up from
the person's side: by the access sets and the grants that are theirs. Who may see a hundredth or so,
which in a large office is thousands, walks on through a wider window first: that ends as soon as the
page is full. No way reads the whole list, whatever share of it a person may see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from infostrada.core.record.permission import own_uids
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from typing import Any


# Rows walked in order at first, and by whoever may see more than a few.
WINDOW, WIDE, FEW = 2_000, 30_000, 2_000
# Rows looked at for the total: shorter lists are counted, longer ones estimated.
SAMPLE = 1_000
_TYPES = "record.type = ANY(%(_types)s)"


@dataclass(frozen=True)
class Key:
    """One word of the order: an expression and its type."""

    sql: str
    type: str


@dataclass(frozen=True)
class Query:
    """A list without its permission filter. `columns` are `expression AS "name"`."""

    source: str
    where: str
    parameters: dict[str, Any]
    columns: tuple[str, ...]
    keys: tuple[Key, ...]
    descending: bool

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
        return Query(
            source=self.source,
            where=f"{self.where} AND ({left}) {'<' if self.descending else '>'} ({right})",
            parameters={**self.parameters, **bound},
            columns=self.columns,
            keys=self.keys,
            descending=self.descending,
        )


def fetch(query: Query, limit: int) -> list[dict[str, Any]]:
    """The first visible rows in order; `_0`, `_1` … hold the key values as text."""
    for window in (WINDOW, WIDE):
        found = rows(_walk(query, limit, window), query.parameters)
        if len(found) == limit or not _reaches_beyond(query, window):
            return found
        if window == WINDOW and _sees_few(query):
            break
    return rows(_lookup(query, limit), query.parameters)


def total(query: Query) -> tuple[int, bool]:
    """How many rows are visible, and whether that is exact.

    A list longer than the sample is estimated from the share visible in it.
    """
    counted = rows(
        f"SELECT count(*) AS seen, count(*) FILTER (WHERE {visible('record')}) AS visible"
        f" FROM ({_window(query, SAMPLE)}) AS record",
        query.parameters,
    )[0]
    if counted["seen"] < SAMPLE:
        return int(counted["visible"]), True
    plan = rows(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {query.source} WHERE {query.where}", query.parameters)
    length = max(SAMPLE, int(plan[0]["QUERY PLAN"][0]["Plan"]["Plan Rows"]))
    return max(counted["visible"], round(length * counted["visible"] / counted["seen"])), False


def _window(query: Query, length: int) -> str:
    columns = ", ".join(
        [
            *query.columns,
            *(f'{key.sql} AS "_key{n}"' for n, key in enumerate(query.keys)),
            "record.access AS access",
            "record.grant_scope AS grant_scope",
        ]
    )
    return (
        f"SELECT {columns} FROM {query.source} WHERE {query.where} ORDER BY {query.order} LIMIT {int(length)}"
    )


def _walk(query: Query, limit: int, window: int) -> str:
    names = ", ".join(_names(query.columns))
    values = ", ".join(f'"_key{n}"::text AS "_{n}"' for n in range(len(query.keys)))
    order = ", ".join(f'"_key{n}" {query.direction}' for n in range(len(query.keys)))
    return (
        f"SELECT {names}, {values} FROM ({_window(query, window)}) AS record"
        f" WHERE {visible('record')} ORDER BY {order} LIMIT {int(limit)}"
    )


def _reaches_beyond(query: Query, window: int) -> bool:
    return bool(
        rows(
            f"SELECT 1 FROM {query.source} WHERE {query.where}"
            f" ORDER BY {query.order} OFFSET {int(window)} LIMIT 1",
            query.parameters,
        )
    )


def _sees_few(query: Query) -> bool:
    """Are the rows of these types that the person may see, wherever, no more than a few?"""
    found = rows(
        f"SELECT count(*) AS n FROM ({own_uids(_TYPES, once=False)} LIMIT {FEW + 1}) AS mine",
        query.parameters,
    )
    return int(found[0]["n"]) <= FEW


def _lookup(query: Query, limit: int) -> str:
    """The rows one by one: PostgreSQL thinks them many, and would rather read the whole list beside them."""
    values = ", ".join(f'"_key{n}"::text AS "_{n}"' for n in range(len(query.keys)))
    order = ", ".join(f'"_key{n}" {query.direction}' for n in range(len(query.keys)))
    columns = ", ".join([*query.columns, *(f'{key.sql} AS "_key{n}"' for n, key in enumerate(query.keys))])
    return f"""
        WITH mine (own_uid) AS MATERIALIZED ({own_uids(_TYPES)})
        SELECT {", ".join(_names(query.columns))}, {values}
        FROM mine CROSS JOIN LATERAL (
            SELECT {columns} FROM {query.source} WHERE {query.where} AND record.uid = own_uid OFFSET 0) AS found
        ORDER BY {order} LIMIT {int(limit)}
    """


def _names(columns: Sequence[str]) -> list[str]:
    return [column.rpartition(" AS ")[2] for column in columns]
