"""What the current transaction still has to write to the side index.

The indexing queue hands over objects when it is processed, once before the commit and whenever
somebody searches. Rows are made only at the end, in a before-commit hook: SQL must be done before
the commit begins, and the queue's own `commit` comes after it."""

from infostrada.core.record.row import is_indexed
from infostrada.core.record.store import store
from infostrada.core.record.work import Work
from plone.uuid.interfaces import IUUID
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from typing import Any
from zope.interface import implementer

import transaction


@implementer(ISavepointDataManager)
class Pending:
    """Joined to the transaction so that savepoints take it back together with the objects."""

    def __init__(self, manager: Any) -> None:
        self.transaction_manager = manager
        self.work = Work()
        self.hooked = False

    def want(self, obj: Any) -> None:
        """The object's row has to be made again."""
        if is_indexed(obj):
            uid = IUUID(obj)
            self.work.wanted[uid] = obj
            if self.work.gone.pop(uid, None) is not None:
                # Moved, or made again under its UID: there is a row to look at.
                self.work.written.add(uid)

    def forget(self, obj: Any) -> None:
        """The object is no longer at its place; it may turn up elsewhere."""
        if is_indexed(obj):
            uid = IUUID(obj)
            self.work.gone[uid] = "/".join(obj.getPhysicalPath())
            self.work.wanted.pop(uid, None)

    def hook(self) -> None:
        """Write before this transaction commits."""
        if not self.hooked:
            transaction.get().addBeforeCommitHook(self.flush)
            self.hooked = True

    def flush(self) -> None:
        """Write everything handed over so far into the joined session."""
        self.hooked = False
        if not self.work.wanted and not self.work.gone:
            return
        work = self.work
        self.work = Work(removed=work.removed, written=work.written)
        self.work.removed.update(store(work))
        self.work.written.update(work.wanted)

    def savepoint(self) -> "PendingSavepoint":
        return PendingSavepoint(self, self.work.copy())

    def sortKey(self) -> str:
        return "infostrada.core.record"

    def abort(self, txn: Any) -> None:
        """Forget the work; the transaction may go on when only a savepoint was taken back."""
        self.work = Work()
        txn.set_data(Pending, None)

    def tpc_begin(self, txn: Any) -> None:
        """Everything was written before the commit began."""

    commit = tpc_vote = tpc_finish = tpc_begin
    tpc_abort = abort


@implementer(IDataManagerSavepoint)
class PendingSavepoint:
    """The work as it stood at a savepoint."""

    def __init__(self, pending: Pending, work: Work) -> None:
        self.pending = pending
        self.work = work

    def rollback(self) -> None:
        self.pending.work = self.work.copy()


def pending() -> Pending:
    """The pending work of the current transaction."""
    found = _current()
    if found is None:
        found = Pending(transaction.manager)
        transaction.get().set_data(Pending, found)
        transaction.get().join(found)
    return found


def flush() -> None:
    """Bring the side index up to date with what this transaction has changed so far."""
    from Products.CMFCore.indexing import processQueue

    processQueue()
    found = _current()
    if found is not None:
        found.flush()


def _current() -> Pending | None:
    try:
        found: Pending | None = transaction.get().data(Pending)
    except KeyError:
        return None
    return found
