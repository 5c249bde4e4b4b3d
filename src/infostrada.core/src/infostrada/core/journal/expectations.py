"""What a journal row expects to find in the object database once its transaction is over.

SQL commits a moment before ZODB (architecture decision 4). A process killed between the two leaves rows about
a change that never happened. So a row about an object changed in the same transaction also notes where that
object is and which revision it had before; `compensation` looks a little later whether it moved on.
"""

from Acquisition import aq_base
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any
from typing import NamedTuple
from ZODB.utils import z64

import transaction


INSERT = text("""
    INSERT INTO core.journal_expectation (row, uid, path, serial)
    SELECT :row, :uid, :path, :serial FROM core.journal WHERE id = :row
    ON CONFLICT (row) DO UPDATE SET path = excluded.path, serial = excluded.serial
""")

DELETE = text("DELETE FROM core.journal_expectation WHERE uid = :uid")


class Expected(NamedTuple):
    """Where an object is, and the revision it had before the transaction."""

    path: str
    serial: bytes


class _Ledger:
    """The current transaction's touched objects by UID, and its rows that name one with what is noted of them."""

    def __init__(self) -> None:
        self.touched: dict[str, Any] = {}
        self.rows: list[tuple[int, str, Expected | None]] = []
        self.armed = False


_KEY = object()


def _ledger() -> _Ledger:
    current = transaction.get()
    try:
        return current.data(_KEY)
    except KeyError:
        ledger = _Ledger()
        current.set_data(_KEY, ledger)
        return ledger


def touched(uid: str, obj: object) -> None:
    """The object was made or changed in this transaction."""
    _ledger().touched[uid] = obj


def removed(uid: str) -> None:
    """The object was deleted on purpose: nothing is expected of it any more."""
    ledger = _ledger()
    ledger.touched.pop(uid, None)
    ledger.rows = [row for row in ledger.rows if row[1] != uid]
    session().execute(DELETE, {"uid": uid})


def expected(uid: str) -> Expected | None:
    """What a row about the object expects, as far as the transaction has touched it by now."""
    obj = _ledger().touched.get(uid)
    if obj is None:
        return None
    return Expected("/".join(obj.getPhysicalPath()), getattr(aq_base(obj), "_p_serial", None) or z64)


def expect(row: int, uid: str, noted: Expected | None = None) -> None:
    """Row number `row` is about the object `uid`; `noted` was written together with it."""
    ledger = _ledger()
    ledger.rows.append((row, uid, noted))
    if not ledger.armed:
        ledger.armed = True
        transaction.get().addBeforeCommitHook(_write)


def _write() -> None:
    """Note what the rows did not know when they were written: objects touched or moved since."""
    now = {uid: expected(uid) for _row, uid, _noted in _ledger().rows}
    notes = [
        {"row": row, "uid": uid, **found._asdict()}
        for row, uid, noted in _ledger().rows
        if (found := now[uid]) is not None and found != noted
    ]
    if notes:
        session().execute(INSERT, notes)
