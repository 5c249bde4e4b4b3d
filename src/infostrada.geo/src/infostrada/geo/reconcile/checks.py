"""Results of comparisons: kept for the health page, asked for at night."""

from dataclasses import dataclass
from datetime import datetime
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from infostrada.geo.reconcile.operations import Report
from psycopg import Connection


KEEP = 100
# A night may be missed; two say that the worker no longer does its work.
LATEST = 2 * 24 * 3600

NOTE = """
INSERT INTO geo.mirror_check (compared, stale, orphans, repaired)
VALUES (%(compared)s, %(stale)s, %(orphans)s, %(repaired)s)
"""
FORGET = """
DELETE FROM geo.mirror_check WHERE id < (SELECT max(id) FROM geo.mirror_check) - %(keep)s
"""
NEWEST = """
SELECT ended, compared, stale, orphans, repaired FROM geo.mirror_check ORDER BY id DESC LIMIT %(size)s
"""
DIVERGENCE = """
SELECT coalesce((SELECT CASE WHEN repaired THEN 0 ELSE stale + orphans END
                   FROM geo.mirror_check ORDER BY id DESC LIMIT 1), 0)
     + (SELECT count(*) FROM geo.linked_record AS k
         WHERE NOT EXISTS (SELECT FROM core.record AS r WHERE r.uid = k.uid))
     + (SELECT count(*) FROM geo.layer_listing AS v
         WHERE NOT EXISTS (SELECT FROM core.record AS r WHERE r.uid = v.uid))
"""
AGE = """
SELECT CASE WHEN EXISTS (SELECT FROM geo.linked_record)
            THEN coalesce(extract(epoch FROM now() - (SELECT max(ended) FROM geo.mirror_check)), 0)
            ELSE 0 END
"""


@dataclass(frozen=True)
class Check:
    """One comparison as it ended."""

    ended: datetime
    compared: int
    stale: int
    orphans: int
    repaired: bool


def note(report: Report) -> None:
    """Keep what a comparison found."""
    write(NOTE, report.as_data())
    write(FORGET, {"keep": KEEP})


def newest(size: int = 20) -> list[Check]:
    """The newest comparisons."""
    return [Check(**row) for row in rows(NEWEST, {"size": size})]


def divergence(connection: Connection) -> int:
    """Rows known to differ from their objects and not repaired yet."""
    return _figure(connection, DIVERGENCE)


def age(connection: Connection) -> int:
    """Seconds since the last comparison; 0 while nothing is linked."""
    return _figure(connection, AGE)


def _figure(connection: Connection, statement: str) -> int:
    row = connection.execute(statement).fetchone()
    return int(row[0]) if row else 0
