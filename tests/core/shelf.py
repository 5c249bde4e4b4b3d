"""A repository of the simplest kind: objects by UID in a ZODB root, for tests without Plone."""

from BTrees.OOBTree import OOBTree
from contextlib import contextmanager
from infostrada.core.presence import IRecordExists
from persistent.mapping import PersistentMapping
from zlib import crc32
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import threading
import transaction


# Like the product's own containers: writers rarely meet in one of them.
BINS = 64


@implementer(IRecordExists)
class Shelf:
    """Records of a ZODB database; also the utility that says whether one exists."""

    def __init__(self, db):
        self.db = db
        self._own = threading.local()
        with db.transaction() as connection:
            for number in range(BINS):
                connection.root().setdefault(f"bin-{number}", OOBTree())

    def _root(self):
        """As the current transaction sees it.

        A thread keeps its connection, as Zope does until a request is over: a transaction aborts its resources once
        more after its last hooks, and a connection given back in a hook may be another thread's by then.
        """
        current = transaction.get()
        try:
            connection = current.data(self)
        except KeyError:
            connection = self._connection()
            connection.newTransaction(current)
            current.set_data(self, connection)
        return connection.root()

    def _connection(self):
        if not hasattr(self._own, "connection"):
            self._own.connection = self.db.open()
        return self._own.connection

    def put(self, uid, **fields):
        _bin(self._root(), uid)[uid] = PersistentMapping(fields)

    def get(self, uid):
        return _bin(self._root(), uid).get(uid)

    def all(self):
        root = self._root()
        return {uid: each for n in range(BINS) for uid, each in root[f"bin-{n}"].items()}

    def here(self, uid):
        return self.get(uid) is not None

    def newest(self, uid):
        connection = self.db.open(transaction.TransactionManager())
        try:
            return uid in _bin(connection.root(), uid)
        finally:
            connection.close()


def _bin(root, uid):
    return root[f"bin-{crc32(uid.encode()) % BINS}"]


@contextmanager
def registered(shelf):
    """Make a shelf the repository numbers are checked against."""
    manager = getGlobalSiteManager()
    before = manager.queryUtility(IRecordExists)
    manager.registerUtility(shelf, IRecordExists)
    try:
        yield shelf
    finally:
        transaction.abort()
        manager.unregisterUtility(shelf, IRecordExists)
        if before is not None:
            manager.registerUtility(before, IRecordExists)
