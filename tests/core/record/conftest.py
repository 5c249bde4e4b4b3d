"""Two types kept out of the catalog, a unit, and people."""

from infostrada.core.interfaces import IUnitScope
from infostrada.core.record.interfaces import IGrantScope
from infostrada.core.record.uncatalogued import RECORD
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.dexterity.fti import DexterityFTI
from zope.interface import alsoProvides

import psycopg
import pytest
import transaction


BEHAVIORS = (
    "plone.dublincore",
    "plone.namefromtitle",
    "plone.richtext",
    "plone.locking",
)


def _add_type(portal, name: str, klass: str, workflow: str) -> None:
    fti = DexterityFTI(
        name,
        klass=klass,
        behaviors=BEHAVIORS,
        global_allow=True,
        filter_content_types=False,
        title=name.title(),
    )
    portal.portal_types._setObject(name, fti)
    portal.portal_workflow.setChainForPortalTypes([name], workflow)


def prepare(portal):
    """Types `binder` (a folder) and `sheet`, both uncatalogued; two units of plain folders."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    portal.portal_workflow.setDefaultChain("simple_publication_workflow")
    _add_type(portal, "binder", "plone.dexterity.content.Container", "simple_publication_workflow")
    _add_type(portal, "sheet", "plone.dexterity.content.Item", "simple_publication_workflow")
    api.portal.set_registry_record(RECORD, ["binder", "sheet"])
    for unit_id in ("lipnowo", "rypin"):
        unit = api.content.create(portal, "Folder", id=unit_id, title=unit_id.title())
        unit.unit_id = unit_id
        alsoProvides(unit, IUnitScope)
        unit.reindexObject()
    return portal


@pytest.fixture
def site(portal):
    """The site with the types, rolled back after the test."""
    return prepare(portal)


@pytest.fixture
def committed(functional_portal):
    """The site with the types, committed."""
    prepare(functional_portal)
    transaction.commit()
    return functional_portal


@pytest.fixture
def lipnowo(site):
    return site.lipnowo


@pytest.fixture
def binder(lipnowo):
    """A binder in the unit, ready for grants."""
    binder = api.content.create(lipnowo, "binder", id="b1", title="Segregator pierwszy")
    alsoProvides(binder, IGrantScope)
    binder.reindexObject()
    return binder


@pytest.fixture
def jan():
    """A person without any role of note."""
    return api.user.create(email="jan@example.org", username="jan", password="Trudne-haslo-1")


@pytest.fixture
def database_rows(functional):
    """Committed rows, read over a connection of its own."""
    from infostrada.core.config import settings

    def read(statement: str, *parameters):
        with psycopg.connect(settings().conninfo, autocommit=True) as connection:
            return connection.execute(statement, parameters).fetchall()

    return read
