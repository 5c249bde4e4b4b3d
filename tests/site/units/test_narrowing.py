"""What spans units in Plone shows a person only the people of the own units."""

from infostrada.core.calendar import polish_today
from infostrada.site.interfaces import ISiteLayer
from infostrada.site.units import operations
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.sight import current
from plone import api
from plone.app.testing import login
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.interface import alsoProvides
from zope.schema.interfaces import IVocabularyFactory

import pytest


@pytest.fixture
def two(world):
    """Anna works in Lipnowo as its administrator, Olga in Dębno."""
    roles = {"unit_roles": frozenset({"administrator", "editor"})}
    for unit, user_id in ((world.unit, "adam.lis"), (world.other, "olga.sroka")):
        post = operations.create_post(structure_of(unit), title=f"Administrator {user_id}", **roles)
        operations.employ(unit, user_id=user_id, title=user_id.title(), email="a@example.pl")
        operations.assign(post, user_id=user_id, valid_from=polish_today())
    alsoProvides(world.portal.REQUEST, ISiteLayer)
    return world


LOCAL = {"adam.lis", "anna.nowak", "jan.wilk"}


def test_search_finds_people_of_the_own_unit(two):
    login(two.portal, "adam.lis")
    search = getMultiAdapter((two.unit, two.portal.REQUEST), name="pas_search")
    # Jan Wilk is employed but holds no post yet
    assert {row["userid"] for row in search.searchUsers(fullname="")} == LOCAL - {"jan.wilk"}
    groups = {row["groupid"] for row in search.searchGroups(title="")}
    assert "unit:gmina-lipnowo:registrar" in groups
    assert not {group for group in groups if "debno" in group}
    assert not {"Administrators", "Site Administrators"} & groups


@pytest.mark.parametrize(
    ("name", "own", "foreign"),
    [
        ("Users", "anna.nowak", "olga.sroka"),
        ("Groups", "unit:gmina-lipnowo:head", "unit:gmina-debno:head"),
        ("Principals", "user:anna.nowak", "user:olga.sroka"),
    ],
)
def test_vocabularies_list_the_own_unit(two, name, own, foreign):
    factory = getUtility(IVocabularyFactory, f"plone.app.vocabularies.{name}")
    login(two.portal, "adam.lis")
    values = {term.value for term in factory(two.unit)}
    assert own in values
    assert foreign not in values
    login(two.portal.aq_parent, "admin")
    assert {own, foreign} <= {term.value for term in factory(two.unit)}


def test_an_operator_sees_everybody_and_a_stranger_nobody(two):
    assert current().sees("olga.sroka")
    login(two.portal, "olga.sroka")
    assert not current().sees("anna.nowak")
    assert current().sees("olga.sroka")
    api.portal.get().acl_users.userFolderAddUser("ktos", "Sekret-Sekret-1", ["Member"], [])
    login(two.portal, "ktos")
    assert not current().sees("anna.nowak")
    assert not current().sees("unit:gmina-lipnowo:head")


def test_the_sharing_tab_offers_the_own_unit(two):
    login(two.portal, "adam.lis")
    request = two.portal.REQUEST
    page = api.content.create(two.unit, "Document", "strona", title="Strona")
    sharing = getMultiAdapter((page, request), name="sharing")
    for words, found in (("anna", "anna.nowak"), ("olga", None)):
        request.form["search_term"] = words
        offered = {row["id"] for row in sharing.user_search_results()}
        assert offered == ({found} if found else set())
