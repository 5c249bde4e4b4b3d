"""A lock that outlives the SQL commit and ends with the whole transaction, or with the process."""

from infostrada.core.sql.engine import read_pool
from infostrada.core.sql.failures import meaning
from infostrada.core.sql.failures import POOL_EXHAUSTED
from infostrada.core.sql.reading import reader
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from typing import Any
from zope.interface import implementer

import psycopg
import transaction


_KEY = object()

# RelStorage takes this advisory lock when it chooses a transaction's id and has it until the commit is over.
COMMITTING = -1


def promise(name: str) -> None:
    """Hold the lock `name` until the current transaction has ended in both databases.

    Waits for another transaction's promise of that name; raises `ContentionError` when that takes
    longer than the lock timeout and `Unavailable` when the database is away.
    """
    current = transaction.get()
    try:
        keeper: _Keeper = current.data(_KEY)
    except KeyError:
        keeper = _Keeper()
        current.join(keeper)
        current.set_data(_KEY, keeper)
    keeper.hold(name)


def await_commits() -> None:
    """Wait until every commit of the object database that the server works on now is over.

    A process may die after it has sent its commit: its promises end with it, while the server is still
    writing. Raises `ContentionError` when that takes longer than the lock timeout.
    """
    with reader() as connection:
        # In autocommit mode the lock ends with the statement.
        connection.execute("SELECT pg_advisory_xact_lock_shared(%s)", [COMMITTING])


@implementer(IDataManagerSavepoint)
class _NothingToUndo:
    """A promise made after a savepoint is kept until the end: harmless, it only makes others wait."""

    def rollback(self) -> None:
        """See `IDataManagerSavepoint`."""


@implementer(ISavepointDataManager)
class _Keeper:
    transaction_manager = transaction.manager

    def __init__(self) -> None:
        self._connection: psycopg.Connection | None = None
        self._names: set[str] = set()

    def hold(self, name: str) -> None:
        if name in self._names:
            return
        try:
            if self._connection is None:
                self._connection = read_pool().getconn()
            self._connection.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [name])
        except (psycopg.Error, *POOL_EXHAUSTED) as error:
            raise meaning(error) or error from error
        self._names.add(name)

    def _release(self) -> None:
        connection, self._connection = self._connection, None
        self._names.clear()
        if connection is None:
            return
        try:
            connection.execute("SELECT pg_advisory_unlock_all()")
        except psycopg.Error:
            # The locks of a broken connection are gone with it; the pool throws it away.
            connection.close()
        read_pool().putconn(connection)

    def sortKey(self) -> str:
        # After the SQL session, and so after every object database too.
        return "~~promise"

    def savepoint(self) -> _NothingToUndo:
        return _NothingToUndo()

    def abort(self, txn: Any) -> None:
        self._release()

    def tpc_begin(self, txn: Any) -> None: ...

    def commit(self, txn: Any) -> None: ...

    def tpc_vote(self, txn: Any) -> None: ...

    def tpc_finish(self, txn: Any) -> None:
        self._release()

    def tpc_abort(self, txn: Any) -> None:
        self._release()
