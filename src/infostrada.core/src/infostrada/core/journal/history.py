"""Read the journal for a page or a service."""

from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from psycopg import Connection
from psycopg.rows import class_row


PAGE = 50
LARGEST_PAGE = 200

SELECT = """
    SELECT j.id, j.unit, j.moment, j.actor, j.action, j.uid, j.data, encode(j.digest, 'hex') AS digest,
        q.row IS NULL AS sealed
    FROM core.journal j LEFT JOIN core.journal_unsealed q ON q.row = j.id
    WHERE (%(units)s::text[] IS NULL OR j.unit = ANY(%(units)s))
        AND (%(uid)s = '' OR j.uid = %(uid)s)
        AND (%(actor)s = '' OR j.actor = %(actor)s)
        AND (%(action)s = '' OR j.action = %(action)s OR starts_with(j.action, %(action)s || '.'))
        AND (%(before)s::bigint IS NULL OR j.id < %(before)s)
    ORDER BY j.id DESC LIMIT %(size)s
"""


@dataclass(frozen=True)
class Row:
    """One row as it is shown."""

    id: int
    unit: str
    moment: datetime
    actor: str
    action: str
    uid: str
    data: dict
    digest: str
    sealed: bool

    def as_dict(self) -> dict[str, object]:
        return asdict(self) | {"moment": self.moment.isoformat()}


@dataclass(frozen=True)
class Query:
    """Which rows: of which units (None: all), about one object, by one person, of one kind of action."""

    units: Iterable[str] | None = None
    uid: str = ""
    actor: str = ""
    action: str = ""
    before: int | None = None
    size: int = PAGE


def page(connection: Connection, query: Query) -> tuple[list[Row], int | None]:
    """Rows newest first, and the `before` of the next page (None on the last one)."""
    size = max(1, min(query.size, LARGEST_PAGE))
    values = {
        "units": None if query.units is None else list(query.units),
        "uid": query.uid,
        "actor": query.actor,
        "action": query.action,
        "before": query.before,
        "size": size + 1,
    }
    with connection.cursor(row_factory=class_row(Row)) as cursor:
        rows = cursor.execute(SELECT, values).fetchall()
    return rows[:size], rows[size - 1].id if len(rows) > size else None
