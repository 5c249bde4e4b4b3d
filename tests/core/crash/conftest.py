"""A database holding both stores, for processes that may be killed."""

from infostrada.core.sql import dispose
from infostrada.core.sql import migrate
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.core import shelf as shelves
from tests.core.crash import writer

import os
import psycopg
import pytest


@pytest.fixture
def stores(database, monkeypatch):
    """Connection string of a database with RelStorage's tables and the product's."""
    name = sql.Identifier(f"infostrada_crash_{os.getpid()}")
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(name))
    conninfo = make_conninfo(database, dbname=f"infostrada_crash_{os.getpid()}")
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION postgis")
    migrate(conninfo)
    dispose()
    monkeypatch.setenv("INFOSTRADA_DSN", conninfo)
    yield conninfo
    dispose()
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


@pytest.fixture
def shelf(stores):
    """The records as this process sees them."""
    db = writer.open_db(stores, create=True)
    with shelves.registered(shelves.Shelf(db)) as shelf:
        yield shelf
    db.close()
