"""The side index's test site: two uncatalogued types and two units."""

from tests.core.record.conftest import prepare
from tests.core.search.reading import Reading

import pytest


@pytest.fixture
def site(portal):
    """The site with the types, rolled back after the test."""
    return prepare(portal)


@pytest.fixture(scope="module")
def reading():
    """What the worker does with attached files, here and now."""
    with Reading() as made:
        yield made
