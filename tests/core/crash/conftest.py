"""A database holding both stores, and a nursery of processes that may be killed."""

from infostrada.core.sql import dispose
from infostrada.core.sql import migrate
from multiprocessing import forkserver
from psycopg import sql
from psycopg.conninfo import make_conninfo
from tests.core import shelf as shelves
from tests.core.crash import writer

import multiprocessing
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


@pytest.fixture(scope="session")
def nursery(top):
    """Processes forked from a server that has loaded everything: each its own, none slow to start."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.core.crash.writer", "tests.geo.imports.mortal", "psycopg2"])
    with pytest.MonkeyPatch.context() as patch:
        # The server does not take over our sys.path, and other packages install a `tests` too.
        patch.setenv("PYTHONPATH", str(top), prepend=os.pathsep)
        forkserver.ensure_running()
    return context
