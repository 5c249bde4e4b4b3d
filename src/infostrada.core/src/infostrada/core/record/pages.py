"""Pages of lists straight from SQL, no object woken.

The order is kept by keyset: the cursor holds the sort values of the last row, so page 1,000 costs what
page 1 costs. What a person may not find is filtered in the statement.
"""

from dataclasses import dataclass
from infostrada.core.accesslog.searches import searched
from infostrada.core.errors import BadRequest
from infostrada.core.record import cursor as cursors
from infostrada.core.record import paging
from infostrada.core.record import pending
from infostrada.core.record.access import Principals
from infostrada.core.record.asking import order_of
from infostrada.core.record.asking import query_of
from infostrada.core.record.asking import Question
from infostrada.core.record.asking import WHOLE
from infostrada.core.record.listing import Listing
from infostrada.core.record.query import Query
from sqlalchemy.exc import DataError
from typing import Any

import psycopg


LARGEST_PAGE = 200


@dataclass(frozen=True)
class Page:
    """Rows as dictionaries; `next_cursor` is None on the last page.

    `estimate` is the number of all rows, given on the first page only; `exact` tells whether it was counted, `minimum` that
    there are so many at least and nobody knows how many more.
    """

    rows: list[dict[str, Any]]
    next_cursor: str | None
    estimate: int | None
    exact: bool
    minimum: bool = False


def page(
    listing: Listing,
    principals: Principals,
    asked: Question = WHOLE,
    *,
    cursor: str | None = None,
    size: int = 50,
    counted: bool = True,
    largest: int = LARGEST_PAGE,
) -> Page:
    """One page of the rows asked for that `principals` may find; with their number unless not `counted`.

    Raises `BadRequest` for an unknown order or filter, a bad cursor or a size outside 1-200; files are written in pages
    of their own `largest` size.
    """
    if not 1 <= size <= largest:
        raise BadRequest(field="size", reason="bad_size")
    pending.flush()
    searched(asked.q)
    query = query_of(listing, principals, asked)
    token = f"{listing.name}:{order_of(listing, asked)}:{'-' if query.descending else '+'}"
    try:
        return _page(query, token, cursor, size, counted)
    except (psycopg.DataError, DataError) as error:
        # A value that does not fit its column: of a cursor or of a typed filter.
        raise BadRequest(field="cursor" if cursor else None, reason="bad_value") from error


def _page(query: Query, token: str, cursor: str | None, size: int, counted: bool) -> Page:
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
    total = paging.total(query, found)
    return Page(shown, following, total.number, total.exact, total.minimum)


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not name.startswith("_")}
