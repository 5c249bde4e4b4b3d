"""Connections beside the joined transaction: what is written through them survives an abort.

For the few facts that must stay even when the request fails: refused access, failed logins, a worker's claim.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.config import settings
from infostrada.core.sql.engine import connect
from psycopg import Connection
from psycopg import Cursor
from typing import Any


LIMITS = "SET lock_timeout = '2s'; SET statement_timeout = '10s'"


@contextmanager
def aside() -> Iterator[Connection]:
    """A connection of its own in autocommit mode; raises `psycopg.OperationalError` when the database is away.

    Opening one costs about two milliseconds: for facts that come by the person, not by the thousand.
    """
    connection = connect(settings().conninfo, autocommit=True)
    try:
        connection.execute(LIMITS)
        yield connection
    finally:
        connection.close()


def one(answer: Cursor[Any]) -> Any:
    """The row of a statement that always answers with one; LookupError otherwise."""
    row = answer.fetchone()
    if row is None:
        raise LookupError("a statement that always answers with a row did not")
    return row
