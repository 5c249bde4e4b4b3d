"""All rows of a listing, in pages much larger than a reader's."""

from collections.abc import Iterator
from infostrada.core.record.access import Principals
from infostrada.core.record.asking import Question
from infostrada.core.record.asking import WHOLE
from infostrada.core.record.listing import Listing
from infostrada.core.record.pages import page
from typing import Any


LARGEST_EXPORT = 100_000
CHUNK = 5_000


def all_rows(listing: Listing, principals: Principals, asked: Question = WHOLE) -> Iterator[dict[str, Any]]:
    """Rows asked for that the principals may find, at most `LARGEST_EXPORT`."""
    cursor, given = None, 0
    while given < LARGEST_EXPORT:
        size = min(CHUNK, LARGEST_EXPORT - given)
        found = page(listing, principals, asked, cursor=cursor, size=size, largest=CHUNK, counted=False)
        yield from found.rows
        given += len(found.rows)
        cursor = found.next_cursor
        if cursor is None:
            return
