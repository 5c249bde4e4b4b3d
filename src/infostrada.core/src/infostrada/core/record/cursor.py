"""Where the next page starts: the sort values of the last row, in a form clients pass back."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.errors import BadRequest
from infostrada.core.queries import is_plain
from typing import Any

import base64
import binascii
import json
import re


def encode(order: str, values: Sequence[Any]) -> str:
    """Make a cursor for an order (name and direction) from the values of the last row."""
    content = json.dumps([order, *map(str, values)], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def begun(form: Mapping[str, Any], order: str, kinds: Sequence[type]) -> list[Any] | None:
    """Where the page a query asks for starts, each value of its kind (`str`, `int`); None for the first page."""
    if not form.get("cursor"):
        return None
    found: list[Any] = decode(form["cursor"], order, len(kinds))
    for place, kind in enumerate(kinds):
        if kind is int:
            if not re.fullmatch(r"[0-9]{1,18}", found[place]):
                raise BadRequest(field="cursor", reason="bad_cursor")
            found[place] = int(found[place])
    return found


def decode(cursor: str, order: str, count: int) -> list[str]:
    """The values back; raises `BadRequest` unless the cursor was made for this order.

    The values are only ever bound as parameters beside the permission filter, so a made-up cursor
    shows nothing that paging would not show.
    """
    if not isinstance(cursor, str):
        raise BadRequest(field="cursor", reason="bad_cursor")
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, UnicodeError, binascii.Error, RecursionError):
        found = None
    well_formed = isinstance(found, list) and len(found) == count + 1 and all(map(is_plain, found))
    if not well_formed or found[0] != order:
        raise BadRequest(field="cursor", reason="bad_cursor")
    return [str(each) for each in found[1:]]
