"""What a failing statement means to the one who asked: try again, or the service is down."""

from infostrada.core.errors import ContentionError
from infostrada.core.errors import Unavailable
from psycopg import errors as pg
from psycopg_pool import PoolTimeout
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.exc import TimeoutError as EnginePoolTimeout

import psycopg


_CONTENTION = (pg.DeadlockDetected, pg.SerializationFailure, pg.LockNotAvailable)
_LOST = (psycopg.OperationalError, psycopg.InterfaceError)
POOL_EXHAUSTED = (PoolTimeout, EnginePoolTimeout)


def meaning(error: BaseException | None) -> ContentionError | Unavailable | None:
    """The problem a database error stands for, or None when it is a fault of the statement.

    Deadlock, serialization failure and lock timeout are transient: Zope repeats the request. A
    lost or refused connection, a statement over its time, a full disk and an empty pool are 503.
    """
    if isinstance(error, _CONTENTION):
        return ContentionError()
    if isinstance(error, pg.QueryCanceled):
        return Unavailable(reason="statement_timeout")
    if isinstance(error, POOL_EXHAUSTED):
        return Unavailable(reason="pool_exhausted")
    if isinstance(error, pg.DiskFull):
        return Unavailable(reason="disk_full")
    if isinstance(error, _LOST):
        return Unavailable(reason="database_lost")
    return None


def install(engine: Engine) -> None:
    """Translate every error of an engine's connections, those of COMMIT and connecting included."""
    event.listen(engine, "handle_error", _translate)


def _translate(context: ExceptionContext) -> None:
    problem = meaning(context.original_exception)
    if problem is not None:
        raise problem from context.original_exception
