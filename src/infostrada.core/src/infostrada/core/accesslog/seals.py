"""The seal of an hour of the access log: pure.

The journal is sealed row by row every two seconds; here a row is a look at something, and there are very many of them.
So one row of the journal seals each whole hour (UTC) with its number of rows and the root of their Merkle tree (RFC 6962,
section 2.1). The journal chains these seals and never loses one, so they outlive the rows, which go after their time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.accesslog.rows import Access
from infostrada.core.journal.digest import canonical
from infostrada.core.journal.merkle import leaf
from infostrada.core.journal.merkle import root


ACTION = "accesslog.sealed"
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Seal:
    """`hour` is its beginning in UTC, `root` the hexadecimal root over `rows` rows in the order of their ids."""

    hour: datetime
    rows: int
    root: str

    def as_data(self) -> dict[str, str | int]:
        """What the journal's row holds."""
        return {"hour": named(self.hour), "rows": self.rows, "root": self.root}


def seal_of(hour: datetime, rows: Iterable[Access]) -> Seal:
    """The seal of the rows of an hour, given in the order of their ids."""
    leaves = [leaf(canonical(fields(row))) for row in rows]
    return Seal(hour, len(leaves), root(leaves).hex())


def fields(row: Access) -> dict[str, object]:
    """What the seal covers: everything of the row."""
    return {
        "id": row.id,
        "moment": row.moment.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": row.actor,
        "action": row.action,
        "uid": row.uid,
        "unit": row.unit,
        "outcome": row.outcome,
        "reason": row.reason,
    }


def named(hour: datetime) -> str:
    """`2026-11-28T09Z`: such names sort like the hours themselves."""
    return hour.astimezone(UTC).strftime("%Y-%m-%dT%HZ")


def hour_of(name: str) -> datetime:
    """The hour a seal names."""
    return datetime.strptime(name, "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
