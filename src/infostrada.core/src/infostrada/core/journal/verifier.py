"""Check the journal against its seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.journal.digest import Entry
from infostrada.core.journal.merkle import leaf
from infostrada.core.journal.merkle import root
from infostrada.core.journal.sealer import Checkpoint
from infostrada.core.journal.sealer import FIRST
from psycopg import Connection


UNITS = "SELECT unit FROM core.journal UNION SELECT unit FROM core.journal_checkpoint ORDER BY 1"

CHECKPOINTS = """
    SELECT unit, number, previous, root, rows, leaves, sealed, hash
    FROM core.journal_checkpoint WHERE unit = %s ORDER BY number
"""

ROWS = """
    SELECT id, digest, key, unit, moment, actor, action, uid, data
    FROM core.journal WHERE id = ANY(%s)
"""

UNSEALED = """
    SELECT id, digest, key, j.unit, moment, actor, action, uid, data FROM core.journal j
    LEFT JOIN (SELECT unnest(rows) AS id FROM core.journal_checkpoint WHERE unit = %(unit)s) sealed
        USING (id)
    WHERE j.unit = %(unit)s AND sealed.id IS NULL ORDER BY id
"""

# The queue knows a row from the moment it was written: its loss shows before the first seal too.
LOST_UNSEALED = """
    SELECT row FROM core.journal_unsealed q WHERE unit = %s
        AND NOT EXISTS (SELECT 1 FROM core.journal j WHERE j.id = q.row) ORDER BY row
"""


@dataclass
class Findings:
    """What the check of one unit found; row lists hold row ids, `broken` checkpoint numbers."""

    unit: str
    rows: int = 0
    checkpoints: int = 0
    head: str = FIRST.hex()
    unsealed: list[int] = field(default_factory=list)
    changed: list[int] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    broken: list[int] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """No sign of tampering; rows not sealed yet are no such sign."""
        return not (self.changed or self.missing or self.broken)


def verify(connection: Connection, unit: str | None = None) -> list[Findings]:
    """Check one unit's chain, or every chain, in one snapshot of the database.

    `head` is the last checkpoint's hash: kept outside (printed, sent to another office), it also uncovers a
    journal rewritten from the start together with all its seals, or cut short at the end.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        units = [unit] if unit is not None else [u for (u,) in connection.execute(UNITS)]
        return [check_unit(connection, name) for name in units]


def check_unit(connection: Connection, unit: str) -> Findings:
    """Check one unit's chain within the caller's snapshot; `""` is that of the whole site."""
    found = Findings(unit)
    previous = FIRST
    for number, (link, leaves, kept) in enumerate(_links(connection, unit), start=1):
        found.checkpoints += 1
        whole = root(leaves) == link.root and len(leaves) == len(link.rows)
        chained = link.number == number and link.previous == previous and link.hash() == kept
        if not (whole and chained):
            found.broken.append(link.number)
        previous = kept
        _compare(connection, link, leaves, found)
    found.head = previous.hex()
    found.missing += [row for (row,) in connection.execute(LOST_UNSEALED, [unit])]
    for row, digest, *fields in connection.execute(UNSEALED, {"unit": unit}):
        found.rows += 1
        found.unsealed.append(row)
        if Entry(*fields).digest() != digest:
            found.changed.append(row)
    return found


def _links(connection: Connection, unit: str) -> Iterator[tuple[Checkpoint, list[bytes], bytes]]:
    for *fields, leaves, sealed, kept in connection.execute(CHECKPOINTS, [unit]):
        name, number, previous, top, rows = fields
        link = Checkpoint(name, number, bytes(previous), bytes(top), tuple(rows), sealed)
        yield link, [leaves[at : at + 32] for at in range(0, len(leaves), 32)], bytes(kept)


def _compare(connection: Connection, link: Checkpoint, leaves: list[bytes], found: Findings) -> None:
    there = {
        row: (digest, Entry(*fields)) for row, digest, *fields in connection.execute(ROWS, [list(link.rows)])
    }
    for row, sealed in zip(link.rows, leaves, strict=False):
        if row not in there:
            found.missing.append(row)
            continue
        found.rows += 1
        digest, entry = there[row]
        if entry.digest() != digest or leaf(digest) != sealed:
            found.changed.append(row)
