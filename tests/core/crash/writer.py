"""A clerk's process: writes records into RelStorage and numbers into SQL, and may be shot.

The shots come from data managers that sort before, between and after the product's own, so the
product knows nothing of them.
"""

from infostrada.core import numbers
from infostrada.core.numbers import Series
from relstorage.adapters.postgresql import PostgreSQLAdapter
from relstorage.options import Options
from relstorage.storage import RelStorage
from tests.core import shelf as shelves

import os
import signal
import transaction
import ZODB


RPW = Series("gmina-lipnowo", "rpw", 2026)

# Where to die: the phase and the sort key among ZODB ("crash"), SQL ("~sqlalchemy") and the rest.
POINTS = {
    "mid_write": None,
    "before_any_vote": ("commit", "a"),
    "before_sql_vote": ("tpc_vote", "~a"),
    "between_the_commits": ("tpc_vote", "~~"),
    "before_zodb_finish": ("tpc_finish", "a"),
    "after_both_commits": ("tpc_finish", "~~~"),
}


def die():
    os.kill(os.getpid(), signal.SIGKILL)


class Shot:
    """A data manager that ends the process in one phase of the commit."""

    transaction_manager = transaction.manager

    def __init__(self, phase, key):
        self.phase, self.key = phase, key

    def sortKey(self):
        return self.key

    def _at(self, phase):
        if phase == self.phase:
            die()

    def tpc_begin(self, txn): ...

    def commit(self, txn):
        self._at("commit")

    def tpc_vote(self, txn):
        self._at("tpc_vote")

    def tpc_finish(self, txn):
        self._at("tpc_finish")

    def tpc_abort(self, txn): ...

    def abort(self, txn): ...


def open_db(conninfo, create=False):
    options = Options(keep_history=False, driver="psycopg2", cache_local_mb=1)
    adapter = PostgreSQLAdapter(dsn=conninfo, options=options)
    return ZODB.DB(RelStorage(adapter, name="crash", options=options, create=create))


def register(shelf, uid, key=None, series=RPW):
    """One business operation: the record, its number, the number in the record."""
    shelf.put(uid)
    number = numbers.take(series, uid=uid, idempotency_key=key, entry={"title": uid})
    if number.replayed:
        transaction.abort()
    else:
        shelf.get(uid)["number"] = number.value
    return number


def attempts():
    """Tries of one operation, as Zope repeats a request."""
    return transaction.manager.attempts(10)


def write_and_die(conninfo, point, uid, key):
    """Register one record and be shot at the named point."""
    os.environ["INFOSTRADA_DSN"] = conninfo
    with shelves.registered(shelves.Shelf(open_db(conninfo))) as shelf:
        register(shelf, uid, key)
        where = POINTS[point]
        if where is None:
            die()
        transaction.get().join(Shot(*where))
        transaction.commit()


def write_on(conninfo, prefix, count, started=None):
    """Register records as an office does; the parent may end this at any moment after the third."""
    os.environ["INFOSTRADA_DSN"] = conninfo
    with shelves.registered(shelves.Shelf(open_db(conninfo))) as shelf:
        for i in range(count):
            for attempt in attempts():
                with attempt:
                    register(shelf, f"{prefix}-{i}", f"key-{prefix}-{i}")
            if started is not None and i == 2:
                started.set()
