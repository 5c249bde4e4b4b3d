"""A commune with its participatory budget."""

from infostrada.site.participation.budget.editions.operations import open_board
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from tests.site.records.world import make_office

import pytest
import transaction


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
    login(portal.aq_parent, SITE_OWNER_NAME)
    return make_office(portal)


@pytest.fixture
def board(office):
    return open_board(office.unit)


@pytest.fixture
def served(functional_portal):
    """The committed office with its participatory budget, for tests over HTTP."""
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    found = make_office(functional_portal)
    open_board(found.unit)
    transaction.commit()
    return found
