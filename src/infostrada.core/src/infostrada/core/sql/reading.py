"""Reading outside the transaction: lists, maps and public pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.sql.engine import read_pool
from infostrada.core.sql.failures import meaning
from infostrada.core.sql.failures import POOL_EXHAUSTED

import psycopg


@contextmanager
def reader() -> Iterator[psycopg.Connection]:
    """A read-only autocommit connection with a statement timeout, returned to the pool at the end.

    It sees committed rows only, never those of the running transaction. Raises `Unavailable`
    when the server is gone, the pool is empty or a statement takes too long.
    """
    try:
        with read_pool().connection() as connection:
            yield connection
    except (psycopg.Error, *POOL_EXHAUSTED) as error:
        problem = meaning(error)
        if problem is None:
            raise
        raise problem from error
