"""Every commit of objects or rows raises the shared number, whoever makes it: a request, the worker, a command."""

from infostrada.core.pagecache.generation import shared
from typing import Any
from ZODB.Connection import Connection


class _Told:
    """Key under which a transaction remembers that it was announced."""


_tpc_begin = Connection.tpc_begin


def tpc_begin(self: Connection, txn: Any) -> None:
    """Announce the commit, then begin it."""
    announce(txn)
    _tpc_begin(self, txn)


def announce(txn: Any) -> None:
    """Tell all processes that a commit begins, and that it is over when it is; once for each transaction."""
    try:
        txn.data(_Told)
    except KeyError:
        over = _Over()
        txn.set_data(_Told, over)
        shared().begin()
        # A commit that fails before its resources are asked ends by an abort, which knows other hooks.
        txn.addAfterCommitHook(over)
        txn.addAfterAbortHook(over)


class _Over:
    """Tells once that a commit is over, whichever way it ended."""

    told = False

    def __call__(self, *_success: bool) -> None:
        if not self.told:
            self.told = True
            shared().end()
