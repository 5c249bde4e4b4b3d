"""Seal the hours of the access log that are over."""

from datetime import datetime
from datetime import UTC
from infostrada.core import journal
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.seals import ACTION
from infostrada.core.accesslog.seals import HOUR
from infostrada.core.accesslog.seals import hour_of
from infostrada.core.accesslog.seals import seal_of
from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from sqlalchemy import text
from zope.interface import implementer

import transaction


# A run of the worker's chores shall be short: a log never sealed before takes several of them.
AT_ONCE = 200
ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)

# Two workers at once would seal an hour twice; a unique index stands behind this lock.
LOCK = text("SELECT pg_try_advisory_xact_lock(hashtextextended('infostrada.accesslog.sealer', 0))")
LAST = text(
    "SELECT data ->> 'hour' FROM core.journal WHERE action = 'accesslog.sealed' ORDER BY data ->> 'hour' DESC LIMIT 1"
)
# A row is one statement, given up after ten seconds: two minutes after its end no hour gets another one.
NEXT = text("""
    SELECT date_trunc('hour', min(moment), 'UTC') FROM core.access_log
    WHERE moment >= :begin AND moment < date_trunc('hour', now() - interval '2 minutes', 'UTC')
""")
ROWS = text("""
    SELECT id, moment, actor, action, uid, unit, outcome, reason FROM core.access_log
    WHERE moment >= :hour AND moment < :hour + interval '1 hour' ORDER BY id
""")


@implementer(IChore)
class SealAccess:
    """Hours that are over, the oldest first."""

    def run(self) -> None:
        """Each hour in a transaction of its own."""
        for _time in range(AT_ONCE):
            if not seal_next():
                return
            transaction.commit()


def seal_next() -> bool:
    """Seal the oldest hour that waits, within the current transaction; False when none does or another worker seals."""
    sql = session()
    if not sql.execute(LOCK).scalar_one():
        return False
    last = sql.execute(LAST).scalar_one_or_none()
    hour = sql.execute(NEXT, {"begin": hour_of(last) + HOUR if last else ALWAYS}).scalar_one()
    if hour is None:
        return False
    rows = [Access(**row) for row in sql.execute(ROWS, {"hour": hour}).mappings()]
    journal.append(ACTION, unit=None, data=seal_of(hour, rows).as_data())
    return True
