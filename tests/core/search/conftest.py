"""The side index's test site: two uncatalogued types and two units."""

from tests.core.record.conftest import prepare

import pytest


@pytest.fixture
def site(portal):
    """The site with the types, rolled back after the test."""
    return prepare(portal)
