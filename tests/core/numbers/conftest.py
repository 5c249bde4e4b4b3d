"""A shelf of records in memory beside the test database."""

from tests.core import shelf as module
from ZODB.MappingStorage import MappingStorage

import pytest
import transaction
import ZODB


@pytest.fixture
def shelf(database):
    db = ZODB.DB(MappingStorage())
    with module.registered(module.Shelf(db)) as shelf:
        yield shelf
    transaction.abort()
    db.close()
