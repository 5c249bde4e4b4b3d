"""Offices for the tests of the records domain."""

from pathlib import Path

import pytest
import sys


sys.path.insert(0, str(Path(__file__).parent))

from world import make_office


@pytest.fixture
def office(portal):
    """The office in a test that is rolled back."""
    return make_office(portal)
