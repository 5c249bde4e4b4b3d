"""Numbers whose record never came: a crash between the two commits, and nobody tried again."""

from datetime import timedelta
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.numbers.model import Swept
from infostrada.core.numbers.reserving import run_out
from infostrada.core.presence import IRecordExists
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any
from zope.component import getUtility


# Longer than any request and than a client's patience to try again.
PATIENCE = timedelta(minutes=5)
BATCH = 500

DUE = text("""
    SELECT n.series, n.value, n.uid, s.unit, s.kind, s.year, s.key
    FROM core.number n JOIN core.series s ON s.id = n.series
    WHERE n.state = 'taken' AND n.taken < clock_timestamp() - CAST(:patience AS interval)
    ORDER BY n.taken LIMIT :batch
""")
# Settled only if nobody took the number over since it was looked at.
SETTLE = text("""
    UPDATE core.number SET state = :state
    WHERE series = :series AND value = :value AND uid = :uid AND state = 'taken'
    RETURNING value
""")


def sweep(patience: timedelta = PATIENCE) -> Swept:
    """Confirm numbers whose record exists, cancel the others with a journal entry.

    Works in the current transaction on at most `BATCH` numbers older than `patience`; call again
    while it finds any. A cancelled number stays in its register as "anulowany: awaria"; one that was
    reserved until a day gone by as "rezerwacja niewykorzystana".
    """
    due = session().execute(DUE, {"patience": patience, "batch": BATCH}).all()
    records = getUtility(IRecordExists)
    confirmed = cancelled = 0
    # Row locks in one order, whatever the age of the rows.
    for row in sorted(due, key=lambda row: (row.series, row.value)):
        if records.here(row.uid) or records.newest(row.uid):
            confirmed += _settle(row, "confirmed")
        elif _settle(row, "cancelled"):
            _note(row)
            cancelled += 1
    room = BATCH - confirmed - cancelled
    return Swept(confirmed, cancelled + (run_out(polish_today(), room) if room > 0 else 0))


def _settle(row: Any, state: str) -> bool:
    given = {"series": row.series, "value": row.value, "uid": row.uid, "state": state}
    return session().execute(SETTLE, given).scalar_one_or_none() is not None


def _note(row: Any) -> None:
    journal.append(
        "core.number.cancel",
        unit=row.unit,
        uid=row.uid,
        data={"kind": row.kind, "year": row.year, "key": row.key, "number": row.value},
    )
