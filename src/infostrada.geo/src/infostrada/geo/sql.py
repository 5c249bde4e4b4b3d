"""The reader of the geo add-on: its tables may be away while the site lives."""

from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core import sql
from infostrada.core.errors import Unavailable
from psycopg import Connection
from psycopg.errors import UndefinedTable


@contextmanager
def reader() -> Iterator[Connection]:
    """`infostrada.core.sql.reader`; Unavailable also when the schema `geo` was dropped and is not made again yet."""
    try:
        with sql.reader() as connection:
            yield connection
    except UndefinedTable as error:
        if '"geo.' not in str(error):
            raise
        raise Unavailable(reason="tables_missing") from error
