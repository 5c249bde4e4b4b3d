"""What a journal row expects to find in the object database once its transaction is over.

SQL commits a moment before ZODB (architecture decision 4). A process killed between the two leaves rows about
a change that never happened. So a row about an object changed in the same transaction also notes where that
object is and which revision it had before; `compensation` looks a little later whether it moved on.
"""

from Acquisition import aq_base
from infostrada.core.sql import session
from sqlalchemy import text
from typing import Any
from ZODB.utils import z64

import transaction


INSERT = text("""
    INSERT INTO core.journal_expectation (row, uid, path, serial)
    SELECT :row, :uid, :path, :serial FROM core.journal WHERE id = :row
    ON CONFLICT (row) DO NOTHING
""")

DELETE = text("DELETE FROM core.journal_expectation WHERE uid = :uid")


class _Ledger:
    """The current transaction's touched objects by UID, and its rows that name one."""

    def __init__(self) -> None:
        self.touched: dict[str, Any] = {}
        self.rows: list[tuple[int, str]] = []
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
    ledger.rows = [(row, name) for row, name in ledger.rows if name != uid]
    session().execute(DELETE, {"uid": uid})


def expect(row: int, uid: str) -> None:
    """Row number `row` is about the object `uid`."""
    ledger = _ledger()
    ledger.rows.append((row, uid))
    if not ledger.armed:
        ledger.armed = True
        transaction.get().addBeforeCommitHook(_write, (ledger,))


def _write(ledger: _Ledger) -> None:
    notes = [
        {
            "row": row,
            "uid": uid,
            "path": "/".join(ledger.touched[uid].getPhysicalPath()),
            "serial": getattr(aq_base(ledger.touched[uid]), "_p_serial", None) or z64,
        }
        for row, uid in ledger.rows
        if uid in ledger.touched
    ]
    if notes:
        session().execute(INSERT, notes)
