"""What the kernel's tests share: a look at the database past every transaction, a shelf of records in memory."""

from tests.core import shelf as shelves
from ZODB.MappingStorage import MappingStorage

import psycopg
import pytest
import transaction
import ZODB


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection
    transaction.abort()


@pytest.fixture
def shelf(database):
    """Records in memory beside the test database."""
    db = ZODB.DB(MappingStorage())
    with shelves.registered(shelves.Shelf(db)) as shelf:
        yield shelf
    transaction.abort()
    db.close()
