"""Connections nobody uses hold no snapshot of the database.

RelStorage begins its next read as soon as a transaction has ended, and keeps it while the connection waits in the
pool or its thread of the worker for the next round: for minutes, or for ever when the process is not busy. PostgreSQL
cannot vacuum rows that were deleted since.
"""

from typing import Any
from zope.component import adapter
from zope.processlifetime import IDatabaseOpenedWithRoot


class Monitor:
    """Told by the ZODB of every connection that goes back to the pool; its counting is not ours."""

    def closedConnection(self, connection: Any) -> None:
        """It goes back to the pool."""
        let_go(connection)


def let_go(connection: Any) -> None:
    """End the read of the connection's storage; whoever uses it next begins a transaction and with it a new read."""
    end = getattr(getattr(connection, "_storage", None), "afterCompletion", None)
    if end is not None:
        end()


@adapter(IDatabaseOpenedWithRoot)
def watch(event: IDatabaseOpenedWithRoot) -> None:
    """Look after the connections of the database Zope has opened."""
    event.database.setActivityMonitor(Monitor())
