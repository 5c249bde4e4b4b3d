"""Numbers set aside before their records come: labels printed beforehand, a system that numbers before it registers.

A reserved number has its row in the register at once, so the register stays without gaps. Whoever reserved it gives it
to a record (`take` with `Held`), gives it back, or lets it run out; what is not used stays as a row that says so.
"""

from dataclasses import dataclass
from datetime import date
from infostrada.core import journal
from infostrada.core.numbers.model import Reservation
from infostrada.core.numbers.model import Series
from infostrada.core.numbers.taking import lock
from infostrada.core.numbers.taking import NumberNotReserved
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any


MOST = 100
"""Numbers of one reservation."""
UNUSED = "rezerwacja niewykorzystana"

EARLIER = text("""
    SELECT first, last, holder, holder_name, note, ends FROM core.reservation WHERE series = :series AND key = :key
""")
ADVANCE = text("UPDATE core.series SET last = last + :count WHERE id = :series RETURNING last")
ROWS = text("""
    INSERT INTO core.number (series, value, uid, entry, state)
    SELECT :series, value, 'reserved:' || value, '{}'::jsonb, 'reserved'
    FROM generate_series(CAST(:first AS bigint), CAST(:last AS bigint)) AS value
""")
KEEP = text("""
    INSERT INTO core.reservation (series, first, last, holder, holder_name, key, note, ends)
    VALUES (:series, :first, :last, :holder, :holder_name, :key, :note, :ends)
""")
HOLDER = text("""
    SELECT r.holder FROM core.number n
    JOIN core.reservation r ON r.series = n.series AND n.value BETWEEN r.first AND r.last
    WHERE n.series = :series AND n.value = :value AND n.state = 'reserved'
""")
GIVE_BACK = text("""
    UPDATE core.number SET state = 'cancelled', entry = jsonb_build_object('remark', CAST(:remark AS text))
    WHERE series = :series AND value = :value AND state = 'reserved' RETURNING value
""")
RUN_OUT = text("""
    SELECT n.series AS id, n.value, s.unit, s.kind, s.year, s.key FROM core.number n
    JOIN core.series s ON s.id = n.series
    JOIN core.reservation r ON r.series = n.series AND n.value BETWEEN r.first AND r.last
    WHERE n.state = 'reserved' AND r.ends < :today
    ORDER BY n.series, n.value LIMIT :batch
""")


@dataclass(frozen=True)
class Holder:
    """Who reserves: the account, and its name as the register shows it."""

    id: str
    name: str


def reserve(
    series: Series, count: int, holder: Holder, *, ends: date, note: str = "", key: str | None = None
) -> Reservation:
    """Set the next `count` numbers of a series aside for `holder` until the end of the day `ends`.

    With a `key` used before the same numbers are returned. The series stays locked until the transaction ends.
    Raises ValueError for a count below 1 or above `MOST`.
    """
    if not 1 <= count <= MOST:
        raise ValueError(f"{count} is not from 1 to {MOST}")
    locked, joined = lock(series), session()
    if key is not None:
        earlier = joined.execute(EARLIER, {"series": locked, "key": key}).mappings().one_or_none()
        if earlier is not None:
            return Reservation(series=series, **earlier)
    last = joined.execute(ADVANCE, {"series": locked, "count": count}).scalar_one()
    found = Reservation(series, last - count + 1, last, holder.id, holder.name, note, ends)
    run = {"series": locked, "first": found.first, "last": last}
    joined.execute(ROWS, run)
    kept = {"holder": holder.id, "holder_name": holder.name, "note": note, "ends": ends}
    joined.execute(KEEP, {**run, **kept, "key": key})
    _note("core.number.reserve", series, first=found.first, last=last)
    return found


def holder_of(series: Series, value: int) -> str | None:
    """For whom a number is set aside now; None when it is not."""
    found: str | None = (
        session().execute(HOLDER, {"series": lock(series), "value": value}).scalar_one_or_none()
    )
    return found


def release(series: Series, value: int) -> None:
    """Give a reserved number back: its row says that it was not used. Raises `NumberNotReserved`."""
    if not _give_back(lock(series), value):
        raise NumberNotReserved(field="numbers")
    _note("core.number.release", series, number=value)


def run_out(today: date, batch: int) -> int:
    """Give back what was reserved until a day before `today`; how many numbers, at most `batch`."""
    due = session().execute(RUN_OUT, {"today": today, "batch": batch}).all()
    done = 0
    for row in due:
        if _give_back(row.id, row.value):
            _note("core.number.release", Series(row.unit, row.kind, row.year, row.key), number=row.value)
            done += 1
    return done


def _give_back(series: int, value: int) -> bool:
    given = {"series": series, "value": value, "remark": UNUSED}
    return session().execute(GIVE_BACK, given).scalar_one_or_none() is not None


def _note(action: str, series: Series, **data: Any) -> None:
    told = {"kind": series.kind, "year": series.year, "key": series.key, **data}
    journal.append(action, unit=series.unit, data=told)
