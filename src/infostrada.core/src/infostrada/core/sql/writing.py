"""Writing outside the transaction: one statement that stands for itself, committed before the answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.sql.engine import write_pool

import psycopg


@contextmanager
def writer() -> Iterator[psycopg.Connection]:
    """An autocommit connection with time limits, kept for the next one.

    For a fact that comes by the thousand and has no object beside it. The connection is not tried before it is given
    out: after a restart of the server each one fails once, so the caller needs another way. A statement whose answer
    was lost may have been committed.
    """
    with write_pool().connection() as connection:
        yield connection
