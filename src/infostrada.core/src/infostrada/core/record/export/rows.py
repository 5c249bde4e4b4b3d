"""All rows of a listing, in pages much larger than a reader's."""

from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.record.access import Principals
from infostrada.core.record.listing import Listing
from infostrada.core.record.pages import page
from typing import Any


LARGEST_EXPORT = 100_000
CHUNK = 5_000


def all_rows(
    listing: Listing,
    principals: Principals,
    *,
    unit: str | None = None,
    below: str | None = None,
    filters: Mapping[str, str | Sequence[str]] | None = None,
    q: str | None = None,
    sort: str | None = None,
    descending: bool | None = None,
) -> Iterator[dict[str, Any]]:
    """Rows the principals may find, at most `LARGEST_EXPORT`; arguments as of `page`."""
    cursor, given = None, 0
    while given < LARGEST_EXPORT:
        found = page(
            listing,
            principals,
            unit=unit,
            below=below,
            filters=filters,
            q=q,
            sort=sort,
            descending=descending,
            cursor=cursor,
            size=min(CHUNK, LARGEST_EXPORT - given),
            largest=CHUNK,
            counted=False,
        )
        yield from found.rows
        given += len(found.rows)
        cursor = found.next_cursor
        if cursor is None:
            return
