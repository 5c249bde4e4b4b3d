"""Flags: the site's choice, a unit's own, and what was never declared."""

from infostrada.core.flags import choose
from infostrada.core.flags import enabled
from infostrada.core.flags import flags
from infostrada.core.flags import UnknownFlag
from infostrada.core.interfaces import IUnitScope
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.registry import field
from plone.registry import Record
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.interface import alsoProvides

import pytest


@pytest.fixture
def page(portal):
    """A page in a unit; the flag `testing` is on for the site."""
    setRoles(portal, TEST_USER_ID, ["Manager"])
    records = getUtility(IRegistry).records
    records["infostrada.flags.testing"] = Record(field.Bool(title="Testing"), True)
    unit = api.content.create(portal, "Folder", id="unit")
    alsoProvides(unit, IUnitScope)
    folder = api.content.create(unit, "Folder", id="folder")
    return api.content.create(folder, "Document", id="page")


def test_the_site_decides(portal, page):
    assert enabled("testing", portal)
    assert enabled("testing", page)
    api.portal.set_registry_record("infostrada.flags.testing", False)
    assert not enabled("testing", page)


def test_a_unit_decides_for_itself(portal, page):
    choose("testing", portal.unit, False)
    assert not enabled("testing", page)
    assert enabled("testing", portal)
    assert flags(page)["testing"] is False
    assert flags(portal)["testing"] is True
    api.portal.set_registry_record("infostrada.flags.testing", False)
    choose("testing", portal.unit, True)
    assert enabled("testing", page)
    choose("testing", portal.unit, None)
    assert not enabled("testing", page)


def test_unknown_flags_and_non_units_are_refused(portal, page):
    with pytest.raises(UnknownFlag):
        enabled("tseting", page)
    with pytest.raises(UnknownFlag):
        choose("tseting", portal.unit, True)
    with pytest.raises(ValueError):
        choose("testing", page, True)


def test_asking_writes_nothing(portal, page):
    import transaction

    transaction.savepoint()
    portal.unit._p_changed = False
    enabled("testing", page)
    flags(page)
    assert not portal.unit._p_changed
