"""A commune with a bulletin, an editor of it and a head."""

from datetime import date
from infostrada.site.bip.operations import open_bulletin
from infostrada.site.units import operations as units
from infostrada.site.units.lookup import structure_of
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from tests.site.records.world import make_office
from tests.site.records.world import PASSWORD

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


def with_bulletin(office):
    """Give an office its bulletin and an editor; returns the bulletin."""
    post = units.create_post(
        structure_of(office.unit),
        title="Redaktor",
        unit_roles=frozenset({"bip_editor"}),
        org_roles=frozenset(),
    )
    units.employ(
        office.unit,
        user_id="maria.bip",
        title="Maria Redaktor",
        email="maria.bip@example.pl",
        password=PASSWORD,
    )
    units.assign(post, user_id="maria.bip", valid_from=date(2026, 1, 1))
    return open_bulletin(office.unit, editor_name="Maria Redaktor", editor_phone="56 123 45 67")


@pytest.fixture
def office(portal):
    login(portal.aq_parent, SITE_OWNER_NAME)
    return make_office(portal)


@pytest.fixture
def bulletin(office):
    return with_bulletin(office)


@pytest.fixture
def section(bulletin):
    return bulletin["obwieszczenia"]


@pytest.fixture
def served(functional_portal):
    """The committed office with its bulletin, for tests over HTTP."""
    login(functional_portal.aq_parent, SITE_OWNER_NAME)
    found = make_office(functional_portal)
    with_bulletin(found)
    transaction.commit()
    return found
