"""What is no longer present: archived and superseded entries, and what entries said before each change."""

from datetime import datetime
from infostrada.core.sql import reader
from infostrada.site.bip.rules import PUBLIC_STATES
from psycopg.rows import namedtuple_row
from typing import NamedTuple


PAGE = 50
ARCHIVE = ("archived", "superseded")
# The n-th change of an entry ended its n-th edition. The window is over rows of one unit's changes alone.
EDITIONS = """
    SELECT past.number, past.at, past.title, past.who, past.reason, past.edition, record.path
    FROM (
        SELECT number, uid, at, title, who, reason, row_number() OVER (PARTITION BY uid ORDER BY place) AS edition
        FROM site.bip_change WHERE unit = %(unit)s AND action = 'changed'
    ) AS past
    JOIN core.record AS record ON record.uid = past.uid
    WHERE record.state = ANY(%(states)s) AND (record.expires IS NULL OR record.expires > now())
        AND (%(before)s::bigint IS NULL OR past.number < %(before)s)
    ORDER BY past.number DESC LIMIT %(size)s
"""


class PastEdition(NamedTuple):
    """The row of the change log that ended an edition, and where that edition is read."""

    number: int
    at: datetime
    title: str
    who: str
    reason: str
    edition: int
    path: str


def past_editions(unit: str, before: int | None = None, size: int = PAGE) -> tuple[list[PastEdition], bool]:
    """Editions of public entries that a change ended, the last one first; and whether there are older ones."""
    values = {"unit": unit, "states": list(PUBLIC_STATES), "before": before, "size": size + 1}
    with reader() as connection, connection.cursor(row_factory=namedtuple_row) as cursor:
        found = [PastEdition(*row) for row in cursor.execute(EDITIONS, values)]
    return found[:size], len(found) > size
