"""Where the next page starts: the sort values of the last row, in a form clients pass back."""

from infostrada.core.errors import BadRequest

import base64
import binascii
import json


def encode(order: str, values: list[str]) -> str:
    """Make a cursor for an order (name and direction) from the values of the last row."""
    content = json.dumps([order, *values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(content.encode()).decode().rstrip("=")


def decode(cursor: str, order: str, count: int) -> list[str]:
    """The values back; raises `BadRequest` unless the cursor was made for this order.

    The values are only ever bound as parameters beside the permission filter, so a made-up cursor
    shows nothing that paging would not show.
    """
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        found = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
    except (ValueError, UnicodeError, binascii.Error):
        found = None
    well_formed = (
        isinstance(found, list)
        and len(found) == count + 1
        and all(isinstance(each, str) and "\0" not in each for each in found)
    )
    if not well_formed or found[0] != order:
        raise BadRequest(field="cursor", reason="bad_cursor")
    return [str(each) for each in found[1:]]
