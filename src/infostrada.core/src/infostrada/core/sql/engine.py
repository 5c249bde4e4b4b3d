"""One SQLAlchemy engine and one read pool per process, made on first use."""

from collections.abc import Callable
from infostrada.core.config import settings
from infostrada.core.sql import failures
from infostrada.core.sql import guard
from psycopg.conninfo import conninfo_to_dict
from psycopg_pool import ConnectionPool
from sqlalchemy import create_engine
from sqlalchemy import Engine
from sqlalchemy import event
from sqlalchemy.exc import InvalidatePoolError
from threading import Lock
from typing import Any

import os
import psycopg
import select
import time


# Milliseconds. A statement waits for a lock less long than a visitor waits for a page; a process
# that hangs inside a transaction must not keep a number series locked for ever.
LOCK_TIMEOUT = 4_000
STATEMENT_TIMEOUT = 10_000
READ_TIMEOUT = 5_000
WORK_MEMORY = "16MB"
IDLE_IN_TRANSACTION_TIMEOUT = 300_000

# Seconds a request waits for a free connection: together with the answer below two seconds.
POOL_TIMEOUT = 1.2
POOL_SIZE = 4
POOL_OVERFLOW = 12
# Seconds after which a connection that nobody used is tried before it is given out.
RESTED = 20

_lock = Lock()
_made: dict[tuple[int, str], Any] = {}


def engine() -> Engine:
    """The engine behind the joined session."""
    made: Engine = _once("engine", _make_engine)
    return made


def read_pool() -> ConnectionPool:
    """The pool of autocommit, read-only connections."""
    made: ConnectionPool = _once("pool", _make_pool)
    return made


def write_pool() -> ConnectionPool:
    """The pool of autocommit connections for single statements."""
    pool: ConnectionPool = _once("write pool", _make_write_pool)
    return pool


def dispose() -> None:
    """Close every connection of this process; the next use opens them by the settings then valid."""
    with _lock:
        for (pid, _), thing in _made.items():
            if pid == os.getpid():
                thing.close() if isinstance(thing, ConnectionPool) else thing.dispose()
        _made.clear()


def connect(conninfo: str | None = None, **options: Any) -> psycopg.Connection:
    """A connection of its own, noticing a dead server within seconds; the caller closes it."""
    return psycopg.connect(_hardened(conninfo or settings().conninfo), **options)


def _once(kind: str, make: Callable[[], Any]) -> Any:
    key = (os.getpid(), kind)
    made = _made.get(key)
    if made is None:
        with _lock:
            made = _made.get(key) or make()
            _made[key] = made
    return made


def _make_engine() -> Engine:
    conninfo = _hardened(settings().conninfo)
    made = create_engine(
        "postgresql+psycopg://",
        creator=lambda: psycopg.connect(conninfo),
        pool_size=POOL_SIZE,
        max_overflow=POOL_OVERFLOW,
        pool_timeout=POOL_TIMEOUT,
    )
    failures.install(made)
    guard.install(made)
    event.listen(made, "checkout", _fit_to_write)
    return made


def _make_pool() -> ConnectionPool:
    options = f"-c default_transaction_read_only=on -c statement_timeout={READ_TIMEOUT}"
    # A server of the office's own compiles statements that look dear: a page of a map would wait for that.
    options += f" -c lock_timeout={LOCK_TIMEOUT} -c jit=off"
    # Where a common word stands has to fit: kept by whole blocks, every row of them is compared again.
    options += f" -c work_mem={WORK_MEMORY}"
    # Reading a page is a matter of milliseconds: helpers take longer to start.
    options += " -c max_parallel_workers_per_gather=0"
    return ConnectionPool(
        _hardened(settings().conninfo, options),
        connection_class=Reader,
        kwargs={"autocommit": True, "cursor_factory": NotingCursor},
        min_size=0,
        max_size=POOL_SIZE + POOL_OVERFLOW,
        timeout=POOL_TIMEOUT,
        # A failed attempt is given up at once; the next request tries again.
        reconnect_timeout=0,
        check=_fit,
        open=True,
    )


def _make_write_pool() -> ConnectionPool:
    options = f"-c statement_timeout={READ_TIMEOUT} -c lock_timeout={LOCK_TIMEOUT} -c jit=off"
    return ConnectionPool(
        _hardened(settings().conninfo, options),
        kwargs={"autocommit": True},
        min_size=0,
        max_size=POOL_SIZE + POOL_OVERFLOW,
        timeout=POOL_TIMEOUT,
        reconnect_timeout=0,
        open=True,
    )


class Reader(psycopg.Connection):
    """A connection of the read pool that knows whether somebody has set something, and when it was last in use."""

    has_settings = False
    used = 0.0


class NotingCursor(psycopg.Cursor):
    """Notes statements that begin with SET: the next reader shall not have what this one has set."""

    def execute(self, query: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(query, str) and query.lstrip()[:4].upper() == "SET ":
            self.connection.has_settings = True  # type: ignore[attr-defined]
        return super().execute(query, *arguments, **options)


def _fit(connection: psycopg.Connection) -> None:
    """Is the connection alive and as it was when it was made? Raises when it is not."""
    assert isinstance(connection, Reader)
    now = time.monotonic()
    if connection.has_settings:
        connection.execute("RESET ALL")
        connection.has_settings = False
    elif _is_doubtful(connection, now - connection.used):
        ConnectionPool.check_connection(connection)
    connection.used = now


def _fit_to_write(connection: Any, record: Any, *rest: Any) -> None:
    """Is a pooled connection of the engine alive? If not, it and its like are given up and another one is made."""
    now = time.monotonic()
    try:
        if _is_doubtful(connection, now - record.info.get("used", now)):
            connection.execute("")
            connection.rollback()
    except psycopg.Error as error:
        raise InvalidatePoolError() from error
    record.info["used"] = now


def _is_doubtful(connection: psycopg.Connection, rested: float) -> bool:
    """Is it worth a question to the server whether it is still there?

    A server that has gone has closed its end or sent a last word, which is seen without asking. Only a connection that
    has rested for `rested` > `RESTED` seconds is asked: a firewall may have dropped it in silence.
    """
    watched = select.poll()
    watched.register(connection.pgconn.socket, select.POLLIN)
    return rested > RESTED or bool(watched.poll(0))


def _hardened(conninfo: str, options: str = "") -> str:
    """Add time limits the connection string does not name itself."""
    given = conninfo_to_dict(conninfo)
    idle = f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_TIMEOUT}"
    given["options"] = " ".join(filter(None, (idle, options, str(given.get("options") or ""))))
    limits: dict[str, Any] = {"connect_timeout": 2, "tcp_user_timeout": 2_000}
    made: str = psycopg.conninfo.make_conninfo(**(limits | given))
    return made
