"""Seal journal rows: chain them per unit as Merkle checkpoints.

A trigger queues every new row in ``core.journal_unsealed``; the sealer takes what it can see. A row of a
transaction still open is not visible yet, stays queued and is sealed once it commits, so none is skipped,
whatever order the ids were given in. Everything a sealed row could have depended on was visible with it or
earlier, so checkpoints follow the order of commits. (A horizon at ``pg_snapshot_xmin`` would do the same,
but one long transaction would hold up all sealing, and transaction ids start anew after a restore.)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from infostrada.core.journal.digest import canonical
from infostrada.core.journal.merkle import leaf
from infostrada.core.journal.merkle import root
from itertools import groupby
from operator import itemgetter
from psycopg import Connection

import hashlib


CHECKPOINT = b"\x02"
FIRST = bytes(32)
BATCH = 10_000

# Two sealers at once would both extend the same chain.
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('infostrada.journal.sealer', 0))"

TAKE = """
    WITH taken AS (
        DELETE FROM core.journal_unsealed WHERE row IN
            (SELECT row FROM core.journal_unsealed ORDER BY row LIMIT %s)
        RETURNING row)
    SELECT unit, id, digest FROM core.journal WHERE id IN (SELECT row FROM taken) ORDER BY unit, id
"""

LAST = "SELECT number, hash FROM core.journal_checkpoint WHERE unit = %s ORDER BY number DESC LIMIT 1"

STORE = """
    INSERT INTO core.journal_checkpoint (unit, number, previous, root, rows, leaves, sealed, hash)
    VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""


@dataclass(frozen=True)
class Checkpoint:
    """One link of a unit's chain; `number` counts from 1, `rows` are row ids in the order of the leaves."""

    unit: str
    number: int
    previous: bytes
    root: bytes
    rows: tuple[int, ...]
    sealed: datetime

    def hash(self) -> bytes:
        """SHA-256(0x02 || canonical fields); 0x02 keeps it apart from RFC 6962's leaves and nodes."""
        fields = {
            "unit": self.unit,
            "number": self.number,
            "previous": self.previous.hex(),
            "root": self.root.hex(),
            "rows": self.rows,
            "sealed": self.sealed.astimezone(UTC).isoformat(timespec="microseconds"),
        }
        return hashlib.sha256(CHECKPOINT + canonical(fields)).digest()


def seal(connection: Connection) -> int:
    """Seal the rows waiting, at most `BATCH`, in one transaction; returns how many."""
    with connection.transaction():
        connection.execute(LOCK)
        found = connection.execute(TAKE, [BATCH]).fetchall()
        for unit, rows in groupby(found, key=itemgetter(0)):
            _extend(connection, unit, list(rows))
    return len(found)


def _extend(connection: Connection, unit: str, rows: Iterable[tuple[str, int, bytes]]) -> None:
    number, previous = connection.execute(LAST, [unit]).fetchone() or (0, FIRST)
    leaves = [leaf(bytes(digest)) for _unit, _id, digest in rows]
    link = Checkpoint(
        unit=unit,
        number=number + 1,
        previous=bytes(previous),
        root=root(leaves),
        rows=tuple(row for _unit, row, _digest in rows),
        sealed=datetime.now(UTC),
    )
    connection.execute(
        STORE,
        [unit, link.number, link.previous, link.root, list(link.rows), b"".join(leaves),
         link.sealed, link.hash()],
    )  # fmt: skip
