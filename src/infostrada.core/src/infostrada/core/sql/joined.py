"""The SQL session joined to the Zope transaction: one-phase, committed last in the vote.

All SQL happens before `tpc_begin`. A statement between `tpc_begin` and the vote would wait for
row locks while RelStorage holds its own, a deadlock neither database can see; it is refused.
"""

from infostrada.core.sql.engine import engine
from infostrada.core.sql.engine import LOCK_TIMEOUT
from infostrada.core.sql.engine import STATEMENT_TIMEOUT
from infostrada.core.sql.failures import meaning
from infostrada.core.sql.guard import refuse_late_statement
from sqlalchemy import event
from sqlalchemy.exc import TimeoutError as EnginePoolTimeout
from sqlalchemy.orm import scoped_session
from sqlalchemy.orm import Session
from sqlalchemy.orm import sessionmaker
from sqlalchemy.orm import SessionTransaction
from typing import Any
from zope.sqlalchemy.datamanager import STATUS_CHANGED

import transaction
import zope.sqlalchemy


class JoinedSession(Session):
    """Bound to the engine of the running process, whichever that is by now."""

    def get_bind(self, *args: Any, **kwargs: Any) -> Any:
        return engine()


_sessions = scoped_session(sessionmaker(class_=JoinedSession, autoflush=True))
zope.sqlalchemy.register(_sessions, initial_state=STATUS_CHANGED)


def session() -> Session:
    """The thread's session, joined to the current transaction with its time limits set.

    It commits with the transaction and rolls back with it and with its savepoints. Raises
    `Unavailable` when no connection can be had and `ContentionError` (repeated by Zope) on lock
    conflicts.
    """
    refuse_late_statement()
    joined: Session = _sessions()
    try:
        joined.connection()
    except EnginePoolTimeout as error:
        raise meaning(error) or error from error
    return joined


@event.listens_for(_sessions, "after_begin")
def _set_limits(session: Session, begun: SessionTransaction, connection: Any) -> None:
    if begun.nested:
        return
    connection.exec_driver_sql(
        f"SET LOCAL lock_timeout = {LOCK_TIMEOUT}; SET LOCAL statement_timeout = {STATEMENT_TIMEOUT}"
    )
    current = transaction.get()
    # What the ORM has gathered is written while statements are still allowed.
    current.addBeforeCommitHook(_flush, (session,))


def _flush(session: Session) -> None:
    if session.in_transaction():
        session.flush()
