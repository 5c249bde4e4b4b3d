"""Work lists and registers: pages of rows straight from SQL, no object woken.

A domain declares a `Listing` once; pages, REST (`@listing`) and other callers take pages of it. The
order is kept by keyset: the cursor holds the sort values of the last row, so page 1,000 costs what
page 1 costs. What a person may not find is filtered in the statement.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.errors import BadRequest
from infostrada.core.record import cursor as cursors
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import under
from sqlalchemy.exc import DataError
from typing import Any

import psycopg
import re


LARGEST_PAGE = 200
# Totals up to here are counted, larger ones estimated.
COUNTED = 1_000


@dataclass(frozen=True)
class Column:
    """A column of a listing: SQL expression over `record` and `own`, and its PostgreSQL type.

    `own` is the domain's listing table.
    """

    name: str
    sql: str
    type: str = "text"


@dataclass(frozen=True)
class Sort:
    """An order: names of columns, all in one direction. Their values must never be NULL.

    Wrap a nullable expression in `coalesce`. `uid` is always added as the last word.
    """

    columns: tuple[str, ...]
    descending: bool = False


RECORD_COLUMNS = (
    Column("uid", "record.uid"),
    Column("type", "record.type"),
    Column("state", "record.state"),
    Column("title", "record.title"),
    Column("path", "record.path"),
    Column("unit", "record.unit"),
    Column("modified", "record.modified", "timestamptz"),
)


@dataclass(frozen=True)
class Listing:
    """One list: its types, the domain's table, the columns it shows, orders and filters it knows.

    `columns` are added to `RECORD_COLUMNS`. `filters` name columns that may be asked for by
    equality, `words` columns searched by `q`. `permission` is checked on the context of the page
    or service.
    """

    name: str
    types: tuple[str, ...]
    permission: str
    table: str | None = None
    columns: tuple[Column, ...] = ()
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    filters: tuple[str, ...] = ("state",)
    words: tuple[str, ...] = ("title",)

    def column(self, name: str) -> Column:
        """A column by its name; KeyError when there is none."""
        return {each.name: each for each in (*RECORD_COLUMNS, *self.columns)}[name]

    @property
    def orders(self) -> dict[str, Sort]:
        """The listing's own orders, its first one the default, and `modified`."""
        return {**self.sorts, "modified": Sort(("modified",), descending=True)}


@dataclass(frozen=True)
class Page:
    """Rows as dictionaries; `next_cursor` is None on the last page.

    `estimate` is the number of all rows, given on the first page only; `exact` tells whether it
    was counted.
    """

    rows: list[dict[str, Any]]
    next_cursor: str | None
    estimate: int | None
    exact: bool


@dataclass(frozen=True)
class _Query:
    """A page's statement in parts."""

    source: str
    where: str
    parameters: dict[str, Any]


_listings: dict[str, Listing] = {}


def register_listing(listing: Listing) -> None:
    """Make a listing known by its name; ValueError for a sort or filter without a column."""
    for name in (
        *listing.filters,
        *listing.words,
        *(name for sort in listing.sorts.values() for name in sort.columns),
    ):
        try:
            listing.column(name)
        except KeyError as error:
            raise ValueError(f"listing {listing.name!r} has no column {name!r}") from error
    _listings[listing.name] = listing


def find_listing(name: str) -> Listing | None:
    """A registered listing."""
    return _listings.get(name)


def page(
    listing: Listing,
    principals: Principals,
    *,
    unit: str | None = None,
    below: str | None = None,
    filters: Mapping[str, str | Sequence[str]] | None = None,
    q: str | None = None,
    sort: str | None = None,
    descending: bool | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page:
    """One page of the rows that `principals` may find.

    Limited to a unit, to objects below a path, to filter values (several mean any of them) and to
    rows containing every word of `q`. Raises `BadRequest` for an unknown sort or filter, a bad
    cursor or a size outside 1-200.
    """
    if not 1 <= size <= LARGEST_PAGE:
        raise BadRequest(field="size", reason="bad_size")
    pending.flush()
    name = sort or next(iter(listing.orders))
    if name not in listing.orders:
        raise BadRequest(field="sort", reason="unknown_sort")
    order = listing.orders[name]
    down = order.descending if descending is None else descending
    keys = [*map(listing.column, order.columns), listing.column("uid")]
    query = _query(listing, principals, unit, below, filters or {}, q)
    token = f"{listing.name}:{name}:{'-' if down else '+'}"
    start = cursors.decode(cursor, token, len(keys)) if cursor else None
    found = _fetch(listing, query, keys, down, start, size + 1)
    more = len(found) > size
    shown = [_shown(row) for row in found[:size]]
    following = cursors.encode(token, _key_values(found[size - 1], keys)) if more else None
    if cursor:
        return Page(shown, following, None, False)
    estimate, exact = _total(query) if more else (len(shown), True)
    return Page(shown, following, estimate, exact)


def _query(
    listing: Listing,
    principals: Principals,
    unit: str | None,
    below: str | None,
    filters: Mapping[str, str | Sequence[str]],
    q: str | None,
) -> _Query:
    source = "core.record AS record"
    if listing.table:
        source += f" JOIN {listing.table} AS own ON own.uid = record.uid"
    clauses = ["record.type = ANY(%(types)s)", visible()]
    bound: dict[str, Any] = {"types": list(listing.types), **parameters(principals)}
    if len(listing.types) == 1:
        clauses[0] = "record.type = %(type)s"
        bound = {"type": listing.types[0], **parameters(principals)}
    if unit is not None:
        clauses.append("record.unit = %(unit)s")
        bound["unit"] = unit
    if below is not None:
        clauses.append(under("record.path", "below"))
        bound["below"] = below
    for number, (name, value) in enumerate(filters.items()):
        clauses.append(_filter(listing, name, f"filter{number}"))
        bound[f"filter{number}"] = [value] if isinstance(value, str) else list(value)
    for number, word in enumerate(re.findall(r"\w+", q or "")):
        columns = " || ' ' || ".join(f"coalesce({listing.column(c).sql}, '')" for c in listing.words)
        clauses.append(f"({columns}) ILIKE '%%' || %(word{number})s || '%%'")
        bound[f"word{number}"] = word.replace("_", r"\_")
    return _Query(source, " AND ".join(clauses), bound)


def _filter(listing: Listing, name: str, key: str) -> str:
    if name not in listing.filters:
        raise BadRequest(field=name, reason="unknown_filter")
    column = listing.column(name)
    if column.type == "text":
        return f"{column.sql} = ANY(%({key})s)"
    return f"{column.sql} = ANY(%({key})s::text[]::{column.type}[])"


def _fetch(
    listing: Listing,
    query: _Query,
    keys: list[Column],
    down: bool,
    start: list[str] | None,
    limit: int,
) -> list[dict[str, Any]]:
    columns = [f'{each.sql} AS "{each.name}"' for each in (*RECORD_COLUMNS, *listing.columns)]
    columns += [f'({each.sql})::text AS "_{number}"' for number, each in enumerate(keys)]
    where, bound = query.where, dict(query.parameters)
    if start is not None:
        left = ", ".join(each.sql for each in keys)
        right = ", ".join(f"%(key{n})s::{each.type}" for n, each in enumerate(keys))
        where += f" AND ({left}) {'<' if down else '>'} ({right})"
        bound.update({f"key{number}": value for number, value in enumerate(start)})
    direction = "DESC" if down else "ASC"
    order = ", ".join(f"{each.sql} {direction}" for each in keys)
    statement = (
        f"SELECT {', '.join(columns)} FROM {query.source} WHERE {where} ORDER BY {order} LIMIT {int(limit)}"
    )
    try:
        return rows(statement, bound)
    except (psycopg.DataError, DataError) as error:
        # A value that does not fit its column: of a cursor or of a typed filter.
        raise BadRequest(field="cursor" if start else None, reason="bad_value") from error


def _key_values(row: dict[str, Any], keys: list[Column]) -> list[str]:
    return [row[f"_{number}"] for number in range(len(keys))]


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("_")}


def _total(query: _Query) -> tuple[int, bool]:
    """Count a little, then trust the planner."""
    counted = rows(
        f"SELECT count(*) AS n FROM (SELECT 1 FROM {query.source} WHERE {query.where}"
        f" LIMIT {COUNTED + 1}) AS counted",
        query.parameters,
    )[0]["n"]
    if counted <= COUNTED:
        return counted, True
    plan = rows(f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {query.source} WHERE {query.where}", query.parameters)
    return max(counted, int(plan[0]["QUERY PLAN"][0]["Plan"]["Plan Rows"])), False
