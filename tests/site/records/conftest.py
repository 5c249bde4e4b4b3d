"""Offices for the tests of the records domain."""

from pathlib import Path
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME

import pytest
import sys
import transaction


sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parent / "signatures"))

from world import make_office


@pytest.fixture
def integration(office_integration):
    """Tests of this folder begin with the office in place."""
    return office_integration


@pytest.fixture
def functional(office_functional):
    """The same, committed."""
    return office_functional


@pytest.fixture
def office(portal):
    """The office in a test that is rolled back."""
    login(portal.aq_parent, SITE_OWNER_NAME)
    return make_office(portal)


@pytest.fixture
def site(functional_portal):
    """The portal with a committed office, for tests over HTTP."""
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    make_office(functional_portal)
    transaction.commit()
    return functional_portal
