"""What is asked of a list, as a query."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from infostrada.core.errors import BadRequest
from infostrada.core.record.access import Principals
from infostrada.core.record.listing import Listing
from infostrada.core.record.permission import parameters
from infostrada.core.record.query import Key
from infostrada.core.record.query import Query
from infostrada.core.record.sql import under
from infostrada.core.record.tables import PLACE
from infostrada.core.record.tables import type_of
from infostrada.core.record.words import sought
from typing import Any

import re


# A list of one type: only equality lets an index that begins with the type keep the order.
_ONE, _ANY = "record.type = %(_type)s", "record.type = ANY(%(_types)s)"
_TOLD = re.compile(rf"\brecord\.({'|'.join(('uid', *PLACE))})\b")


@dataclass(frozen=True)
class Question:
    """What is asked of a list: rows of a unit, of objects below a path, of filter values, in an order.

    Several values of a filter mean any of them; `q` asks for rows with a word that begins with each word of it (see
    `words`). Without `sort` the list's first order holds, without `descending` the order's own direction.
    """

    unit: str | None = None
    below: str | None = None
    filters: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    q: str | None = None
    sort: str | None = None
    descending: bool | None = None


WHOLE = Question()
"""The whole list in its first order."""


def query_of(listing: Listing, principals: Principals, asked: Question = WHOLE) -> Query:
    """The list in an order, walked in the domain's table alone where that tells all it is asked by.

    Raises `BadRequest` for an order or a filter the list does not know.
    """
    order = listing.orders[order_of(listing, asked)]
    bound: dict[str, Any] = {"_types": list(listing.types), **parameters(principals)}
    clauses = [_ANY]
    if len(listing.types) == 1:
        clauses, bound["_type"] = [_ONE], listing.types[0]
    if asked.unit is not None:
        clauses.append("record.unit = %(_unit)s")
        bound["_unit"] = asked.unit
    if asked.below is not None:
        clauses.append(under("record.path", "_below"))
        bound["_below"] = asked.below
    hints: list[str] = []
    for number, (name, value) in enumerate(asked.filters.items()):
        values = [value] if isinstance(value, str) else list(value)
        clauses.append(_filter(listing, name, f"filter{number}", one=len(values) == 1))
        bound[f"filter{number}"] = values[0] if len(values) == 1 else values
        hints += [
            hint.sql for hint in listing.hints if hint.filter == name and hint.values.issuperset(values)
        ]
    source = "core.record AS record"
    if listing.table:
        source += f" JOIN {listing.table} AS own ON own.uid = record.uid"
    joined = Query(
        source=source,
        alias="record",
        full=source,
        where=_all([*clauses, *hints]),
        plain=_all(clauses),
        facts=_all(each for each in clauses if "own." not in each),
        parameters=bound,
        columns=tuple(f'{each.sql} AS "{each.name}"' for each in listing.all_columns),
        keys=_keys([Key(column.sql, column.type) for column in map(listing.column, order.columns)]),
        descending=order.descending if asked.descending is None else asked.descending,
        words=sought(listing.types, listing.sources, asked.q),
        table=listing.table,
    )
    if not listing.table or listing.types != (type_of(listing.table),):
        return joined
    return _alone(joined, listing.table, clauses[1:], hints) or _by_unit(joined)


def order_of(listing: Listing, asked: Question) -> str:
    """The name of the order asked for; raises `BadRequest` when the list has none of that name."""
    name = asked.sort or next(iter(listing.orders))
    if name not in listing.orders:
        raise BadRequest(field="sort", reason="unknown_sort")
    return name


def _alone(joined: Query, table: str, clauses: Sequence[str], hints: Sequence[str]) -> Query | None:
    """The same list asked of the domain's table, if that tells everything. It holds rows of this type only."""
    keys = [Key(_told(key.sql), key.type) for key in joined.keys[:-1]]
    plain = _all(map(_told, clauses))
    words = joined.words and replace(joined.words, shown=_told(joined.words.shown))
    if any("record." in sql for sql in (plain, *(key.sql for key in keys), words.shown if words else "")):
        return None
    return replace(
        joined,
        source=f"{table} AS own",
        alias="own",
        where=_all([plain, *hints]),
        plain=plain,
        keys=_keys(keys),
        words=words,
    )


def _by_unit(joined: Query) -> Query:
    """The unit leads every index of the domain's table."""
    return replace(
        joined,
        where=joined.where.replace("record.unit", "own.unit"),
        plain=joined.plain.replace("record.unit", "own.unit"),
    )


def _told(sql: str) -> str:
    """An expression in terms of the domain's table, as far as that tells the place of its rows."""
    return _TOLD.sub(r"own.\1", sql)


def _all(clauses: Iterable[str]) -> str:
    return " AND ".join(clauses) or "true"


def _keys(keys: Sequence[Key]) -> tuple[Key, ...]:
    """The order's words and the uid, of one table where they can be: only so an index finds the row to go on after."""
    uid = "record.uid" if any("record." in key.sql for key in keys) else "own.uid"
    return (*keys, Key(uid, "text"))


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
