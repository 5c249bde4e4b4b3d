"""Work lists and registers: pages of rows straight from SQL, no object woken.

A domain declares a `Listing` once; pages, REST (`@listing`) and other callers take pages of it. The
order is kept by keyset: the cursor holds the sort values of the last row, so page 1,000 costs what
page 1 costs. What a person may not find is filtered in the statement.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.accesslog.searches import searched
from infostrada.core.errors import BadRequest
from infostrada.core.record import cursor as cursors
from infostrada.core.record import paging
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.sql import under
from infostrada.core.record.tables import is_by_unit
from infostrada.core.record.words import keep
from infostrada.core.record.words import sought
from infostrada.core.record.words import Source
from sqlalchemy.exc import DataError
from typing import Any

import psycopg
import re


LARGEST_PAGE = 200


@dataclass(frozen=True)
class Column:
    """A column of a listing: SQL expression over `record` and `own`, and its PostgreSQL type.

    `own` is the domain's listing table; `title` is its translatable heading in a file. A column that is no plain one and is
    searched by words says in which column of `own` these are `kept`, and the condition under which they are `shown`.
    """

    name: str
    sql: str
    type: str = "text"
    title: str = ""
    kept: str = ""
    shown: str = ""


def own(name: str, title: str = "", type: str = "text") -> Column:
    """A column of the domain's listing table as it stands there."""
    return Column(name, f"own.{name}", type, title)


@dataclass(frozen=True)
class Sort:
    """An order: names of columns, all in one direction. Their values must never be NULL.

    Wrap a nullable expression in `coalesce`. `uid` is always added as the last word.
    """

    columns: tuple[str, ...]
    descending: bool = False


@dataclass(frozen=True)
class Hint:
    """What is true of every row whose `filter` has one of the `values`, in terms of the domain's own table.

    For a partial index that PostgreSQL could not know to hold them.
    """

    filter: str
    values: frozenset[str]
    sql: str


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
    equality, `words` columns searched by `q`; `signs` are numbers `q` finds that are put together of columns of the
    domain's table (`{number}/{year}`). `permission` is checked on the context of the page or service.
    """

    name: str
    types: tuple[str, ...]
    permission: str
    table: str | None = None
    columns: tuple[Column, ...] = ()
    sorts: Mapping[str, Sort] = field(default_factory=dict)
    filters: tuple[str, ...] = ("state",)
    words: tuple[str, ...] = ("title",)
    signs: tuple[str, ...] = ()
    hints: tuple[Hint, ...] = ()

    def column(self, name: str) -> Column:
        """A column by its name; KeyError when there is none."""
        return {each.name: each for each in self.all_columns}[name]

    @property
    def all_columns(self) -> tuple[Column, ...]:
        """Those of every record and the listing's own."""
        return (*RECORD_COLUMNS, *self.columns)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Where the words of `q` are looked for; ValueError for a column that is not kept."""
        own = self.table or ""
        return (
            *(self._source(self.column(name)) for name in self.words),
            *(Source(own, sign) for sign in self.signs),
        )

    def _source(self, column: Column) -> Source:
        plain = re.fullmatch(r"(record|own)\.(\w+)", column.sql)
        if column.kept:
            return Source(self.table or "", f"{{{column.kept}}}", column.shown)
        if plain is None:
            raise ValueError(
                f"listing {self.name!r} does not say where the words of {column.name!r} are kept"
            )
        return Source((self.table or "") if plain[1] == "own" else "", f"{{{plain[2]}}}")

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


_listings: dict[str, Listing] = {}


def register_listing(listing: Listing) -> None:
    """Make a listing known by its name, and keep its words; ValueError for a sort or filter without a column."""
    for name in (
        *listing.filters,
        *listing.words,
        *(name for sort in listing.sorts.values() for name in sort.columns),
    ):
        try:
            listing.column(name)
        except KeyError as error:
            raise ValueError(f"listing {listing.name!r} has no column {name!r}") from error
    keep(listing.types, listing.sources)
    _listings[listing.name] = listing


def find_listing(name: str) -> Listing | None:
    """A registered listing."""
    return _listings.get(name)


def listings() -> tuple[str, ...]:
    """Names of all lists, sorted."""
    return tuple(sorted(_listings))


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
    counted: bool = True,
    largest: int = LARGEST_PAGE,
) -> Page:
    """One page of the rows that `principals` may find; with their number unless not `counted`.

    Limited to a unit, to objects below a path, to filter values (several mean any of them) and to
    rows with a word that begins with each word of `q` (see `words`). Raises `BadRequest` for an
    unknown sort or filter, a bad cursor or a size outside 1-200; files are written in pages of their
    own `largest` size.
    """
    if not 1 <= size <= largest:
        raise BadRequest(field="size", reason="bad_size")
    pending.flush()
    searched(q)
    name = sort or next(iter(listing.orders))
    if name not in listing.orders:
        raise BadRequest(field="sort", reason="unknown_sort")
    order = listing.orders[name]
    down = order.descending if descending is None else descending
    query = paging.Query(
        **_conditions(listing, principals, unit, below, filters or {}, q),
        columns=tuple(f'{each.sql} AS "{each.name}"' for each in listing.all_columns),
        keys=_keys([listing.column(each) for each in order.columns]),
        descending=down,
    )
    token = f"{listing.name}:{name}:{'-' if down else '+'}"
    try:
        return _page(query, token, cursor, size, counted)
    except (psycopg.DataError, DataError) as error:
        # A value that does not fit its column: of a cursor or of a typed filter.
        raise BadRequest(field="cursor" if cursor else None, reason="bad_value") from error


def _keys(columns: Sequence[Column]) -> tuple[paging.Key, ...]:
    """The order's words and the uid, of one table where they can be: only so an index finds the row to go on after."""
    uid = "record.uid" if any("record." in each.sql for each in columns) else "own.uid"
    return (*(paging.Key(each.sql, each.type) for each in columns), paging.Key(uid, "text"))


def _page(query: paging.Query, token: str, cursor: str | None, size: int, counted: bool) -> Page:
    keys = len(query.keys)
    rest = query.after(cursors.decode(cursor, token, keys)) if cursor else query
    found = paging.fetch(rest, size + 1)
    more = len(found.rows) > size
    last = found.rows[size - 1] if more else {}
    following = cursors.encode(token, [last[f"_{n}"] for n in range(keys)]) if more else None
    shown = [_shown(row) for row in found.rows[:size]]
    if cursor or not counted:
        return Page(shown, following, None, False)
    if not more:
        return Page(shown, None, len(shown), True)
    estimate, exact = paging.total(query, found)
    return Page(shown, following, estimate, exact)


def _conditions(
    listing: Listing,
    principals: Principals,
    unit: str | None,
    below: str | None,
    filters: Mapping[str, str | Sequence[str]],
    q: str | None,
) -> dict[str, Any]:
    source = "core.record AS record"
    if listing.table:
        source += f" JOIN {listing.table} AS own ON own.uid = record.uid"
    bound: dict[str, Any] = {"_types": list(listing.types), **parameters(principals)}
    clauses = ["record.type = ANY(%(_types)s)"]
    if len(listing.types) == 1:
        # Only equality lets an index that begins with the type keep the order.
        clauses = ["record.type = %(_type)s"]
        bound["_type"] = listing.types[0]
    if unit is not None:
        whose = "own" if listing.table and is_by_unit(listing.table) else "record"
        clauses.append(f"{whose}.unit = %(_unit)s")
        bound["_unit"] = unit
    if below is not None:
        clauses.append(under("record.path", "_below"))
        bound["_below"] = below
    facts, hints = [each.replace("own.unit", "record.unit") for each in clauses], []
    for number, (name, value) in enumerate(filters.items()):
        values = [value] if isinstance(value, str) else list(value)
        clause = _filter(listing, name, f"filter{number}", one=len(values) == 1)
        clauses.append(clause)
        facts += [clause] if "own." not in clause else []
        bound[f"filter{number}"] = values[0] if len(values) == 1 else values
        hints += [
            hint.sql for hint in listing.hints if hint.filter == name and hint.values.issuperset(values)
        ]
    looked_for = sought(listing.types, listing.sources, q)
    return {
        "source": source,
        "where": " AND ".join([*clauses, *hints]),
        "facts": " AND ".join(facts),
        "plain": " AND ".join(clauses),
        "parameters": bound,
        "words": looked_for,
    }


def _filter(listing: Listing, name: str, key: str, *, one: bool) -> str:
    """Only equality with one value lets an index that begins with the column keep the order."""
    if name not in listing.filters:
        raise BadRequest(field=name, reason="unknown_filter")
    column = listing.column(name)
    if one:
        return f"{column.sql} = %({key})s::text" + ("" if column.type == "text" else f"::{column.type}")
    if column.type == "text":
        return f"{column.sql} = ANY(%({key})s)"
    return f"{column.sql} = ANY(%({key})s::text[]::{column.type}[])"


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("_")}
