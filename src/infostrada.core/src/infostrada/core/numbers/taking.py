"""Taking the next number of a series under its row lock."""

from infostrada.core.errors import Conflict
from infostrada.core.i18n import _
from infostrada.core.numbers.model import Held
from infostrada.core.numbers.model import Number
from infostrada.core.numbers.model import Series
from infostrada.core.presence import promise
from infostrada.core.presence import settled
from infostrada.core.sql import session
from infostrada.core.sql.engine import LOCK_TIMEOUT
from sqlalchemy import text
from typing import Any

import json
import transaction


_WHERE = "unit = :unit AND kind = :kind AND year = :year AND key = :key"
LOCK = text(f"SELECT id FROM core.series WHERE {_WHERE} FOR UPDATE")  # noqa: S608 - our own clause
LOCK_AT_ONCE = text(f"SELECT id FROM core.series WHERE {_WHERE} FOR UPDATE NOWAIT")  # noqa: S608 - our own clause
OPEN = text("""
    INSERT INTO core.series (unit, kind, year, key) VALUES (:unit, :kind, :year, :key)
    ON CONFLICT DO NOTHING
""")
AT_ONCE = text("SET LOCAL lock_timeout = 1")
AS_EVER = text(f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}")
BY_UID = text("""
    SELECT value, uid FROM core.number
    WHERE series = :series AND uid = :uid AND state <> 'cancelled'
""")
BY_KEY = text("""
    SELECT value, uid FROM core.number
    WHERE series = :series AND idempotency_key = :key AND state <> 'cancelled'
""")
NEXT = text("""
    WITH known AS (
        SELECT value FROM core.number WHERE series = :series AND uid = :uid AND state <> 'cancelled'
    ), next AS (
        UPDATE core.series SET last = last + 1 WHERE id = :series AND NOT EXISTS (SELECT FROM known)
        RETURNING last
    ), given AS (
        INSERT INTO core.number (series, value, uid, idempotency_key, entry)
        SELECT :series, last, :uid, :key, CAST(:entry AS jsonb) FROM next
        RETURNING value
    )
    SELECT value, true AS replayed FROM known UNION ALL SELECT value, false FROM given
""")
USE = text("""
    UPDATE core.number SET uid = :uid, idempotency_key = :key, entry = CAST(:entry AS jsonb),
        state = 'taken', taken = clock_timestamp()
    WHERE series = :series AND value = :value AND state = 'reserved' AND EXISTS (
        SELECT 1 FROM core.reservation r
        WHERE r.series = :series AND :value BETWEEN r.first AND r.last AND r.holder = :holder)
    RETURNING value
""")
HAND_OVER = text("""
    UPDATE core.number SET uid = :uid, entry = CAST(:entry AS jsonb), state = 'taken',
        taken = clock_timestamp()
    WHERE series = :series AND value = :value AND uid = :dead AND state <> 'cancelled'
    RETURNING value
""")
FIND = text("""
    SELECT n.value, n.uid FROM core.number n JOIN core.series s ON s.id = n.series
    WHERE s.unit = :unit AND s.kind = :kind AND s.year = :year AND s.key = :series_key
      AND n.idempotency_key = :key AND n.state <> 'cancelled'
""")

_HELD = object()


def find(series: Series, idempotency_key: str) -> Number | None:
    """The number an earlier request with this key got, when its record exists; takes no lock.

    Ask before making a record. None also when the earlier request died: `take` then hands its
    number to the new record. Raises `ContentionError` when the record is just being committed.
    """
    given = _names(series)
    given["series_key"] = given.pop("key")
    row = session().execute(FIND, given | {"key": idempotency_key}).one_or_none()
    if row is None or not settled(row.uid, _promise(series, idempotency_key)):
        return None
    return Number(row.value, True, row.uid)


class NumberNotReserved(Conflict):
    """Nobody reserved the number, somebody else did, or it has been used or given back."""

    reason = "number_not_reserved"
    default = _("This number is not reserved for you, or it has been used already.")


def take(
    series: Series,
    *,
    uid: str,
    idempotency_key: str | None = None,
    entry: dict[str, Any],
    held: Held | None = None,
) -> Number:
    """Give the record `uid` the next number of a series, or the reserved one; the last thing a transaction does.

    The series stays locked until the transaction ends, so read and write all objects first. A
    transaction that needs several series takes them in their sort order; out of order a busy
    series is not waited for but raises `ContentionError` (Zope repeats the request), so that no
    two transactions ever wait for each other.

    `entry` is the least the register must show even if the record is lost. With an
    `idempotency_key` used before, the earlier record's number is returned as `replayed`, provided
    that record exists; otherwise its number goes to `uid`. Raises `NumberNotReserved` when `held` is
    nobody's or another's.
    """
    locked = lock(series)
    joined = session()
    new = {"series": locked, "uid": uid, "key": idempotency_key, "entry": _json(entry)}
    if idempotency_key is None and held is None:
        return _next(new)
    known = joined.execute(BY_UID, {"series": locked, "uid": uid}).one_or_none()
    if known is not None:
        return Number(known.value, True, known.uid)
    if idempotency_key is not None:
        earlier = joined.execute(BY_KEY, {"series": locked, "key": idempotency_key}).one_or_none()
        if earlier is not None:
            number = _answer_again(series, new, earlier)
            if number is not None:
                return number
        promise(_promise(series, idempotency_key))
    if held is None:
        return _next(new)
    given = {**new, "value": held.value, "holder": held.holder}
    if joined.execute(USE, given).scalar_one_or_none() is None:
        raise NumberNotReserved(field="reserved")
    return Number(held.value, False, uid)


def _next(new: dict[str, Any]) -> Number:
    given = session().execute(NEXT, new).one()
    return Number(given.value, given.replayed, new["uid"])


def _answer_again(series: Series, new: dict[str, Any], earlier: Any) -> Number | None:
    """The earlier number, for its record or the new one; None when it was cancelled meanwhile."""
    if settled(earlier.uid, _promise(series, new["key"])):
        return Number(earlier.value, True, earlier.uid)
    taken_over = new | {"value": earlier.value, "dead": earlier.uid}
    value = session().execute(HAND_OVER, taken_over).scalar_one_or_none()
    return None if value is None else Number(value, False, new["uid"])


def lock(series: Series) -> int:
    """Id of the series, whose row stays locked until the transaction ends."""
    held = _held()
    in_order = series in held or not held or series > max(held)
    lock = LOCK if in_order else LOCK_AT_ONCE
    joined = session()
    found = joined.execute(lock, _names(series)).scalar_one_or_none()
    if found is None:
        _open(series, in_order)
        found = joined.execute(lock, _names(series)).scalar_one()
    held.add(series)
    locked: int = found
    return locked


def _open(series: Series, in_order: bool) -> None:
    """A first number: another transaction may be opening the same series, and is waited for in order alone."""
    joined = session()
    if not in_order:
        joined.execute(AT_ONCE)
    joined.execute(OPEN, _names(series))
    if not in_order:
        joined.execute(AS_EVER)


def _held() -> set[Series]:
    current = transaction.get()
    try:
        held: set[Series] = current.data(_HELD)
    except KeyError:
        held = set()
        current.set_data(_HELD, held)
    return held


def _names(series: Series) -> dict[str, Any]:
    return {"unit": series.unit, "kind": series.kind, "year": series.year, "key": series.key}


def _promise(series: Series, idempotency_key: str) -> str:
    return f"number {series} {idempotency_key}"


def _json(entry: dict[str, Any]) -> str:
    return json.dumps(entry, ensure_ascii=False, sort_keys=True)
