"""A repository of the simplest kind: objects by UID in a ZODB root, for tests without Plone."""

from BTrees.OOBTree import OOBTree
from contextlib import contextmanager
from infostrada.core.presence import IRecordExists
from persistent.mapping import PersistentMapping
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import transaction


@implementer(IRecordExists)
class Shelf:
    """Records of a ZODB database; also the utility that says whether one exists."""

    def __init__(self, db):
        self.db = db
        self._connections = {}
        with db.transaction() as connection:
            connection.root().setdefault("records", OOBTree())

    def records(self):
        """The records as the current thread's transaction sees them."""
        current = transaction.get()
        try:
            connection = current.data(self)
        except KeyError:
            connection = self.db.open()
            current.set_data(self, connection)
            current.addAfterCommitHook(lambda success: connection.close())
            current.addAfterAbortHook(connection.close)
        return connection.root()["records"]

    def put(self, uid, **fields):
        self.records()[uid] = PersistentMapping(fields)

    def here(self, uid):
        return uid in self.records()

    def newest(self, uid):
        connection = self.db.open(transaction.TransactionManager())
        try:
            return uid in connection.root()["records"]
        finally:
            connection.close()


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
