"""How rows of the change log hang together; pure, and short enough to be repeated by anybody.

The digest of a row is the SHA-256 of a JSON array, in UTF-8, without spaces, letters as they are: the digest of the row
before (64 zeros for the first), then the fields of `FIELDS` in their order; moments in UTC, `2026-11-22T13:05:00+00:00`.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import datetime
from datetime import UTC
from typing import Any
from typing import NamedTuple

import hashlib
import json


FIRST = "0" * 64
FIELDS = ("place", "unit", "uid", "at", "action", "title", "path", "who", "reason")


class Verdict(NamedTuple):
    """How many rows hold together, the digest of the last of them, and what is wrong with the next.

    `fault` is "" when all rows hold together, else "missing", "order" or "changed"; `place` is the row's.
    """

    rows: int
    head: str
    fault: str = ""
    place: int | None = None


def moment(at: datetime) -> str:
    """A moment as it stands in the digest."""
    return at.astimezone(UTC).replace(microsecond=0).isoformat()


def digest(before: str, row: Mapping[str, Any]) -> str:
    """Digest of a row, from that of the row before and the fields as they are published."""
    values = [before, *(row[name] for name in FIELDS)]
    text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(rows: Iterable[Mapping[str, Any]]) -> Verdict:
    """Check rows in their order, from the first: each has a `place` from 1 on, a `before` and a `digest`."""
    head, count = FIRST, 0
    for row in rows:
        place = count + 1
        if row["place"] != place:
            return Verdict(count, head, "missing" if row["place"] > place else "order", place)
        if row["before"] != head:
            return Verdict(count, head, "order", place)
        if row["digest"] != digest(head, row):
            return Verdict(count, head, "changed", place)
        head, count = row["digest"], place
    return Verdict(count, head)
