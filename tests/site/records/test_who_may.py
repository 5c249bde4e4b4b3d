"""What a page asks of rights many times over is answered as one question at a time would be."""

from infostrada.site.interfaces import ISiteLayer
from infostrada.site.parties.browser.navigation import UnitParties
from infostrada.site.records.browser.navigation import UnitDesk
from infostrada.site.records.browser.registers.choices import may_somewhere
from infostrada.site.theme.desk import Permissions
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from plone import api
from plone.app.testing import logout
from Products.CMFPlone.interfaces import IRedirectAfterLogin
from Products.PluggableAuthService.plugins.RecursiveGroupsPlugin import RecursiveGroupsPlugin
from zope.component import getMultiAdapter
from zope.interface import alsoProvides

import pytest


PERMISSIONS = sorted({each[2] for each in (*UnitDesk.pages, *UnitParties.pages)})


@pytest.mark.parametrize(
    "who",
    ["ewa.kancelaria", "jan.wojt", "anna.urbanista", "piotr.kierownik", "zofia.koordynator", "adam.obcy"],
)
def test_links_are_those_one_may_open(office, who):
    with office.acting(who):
        may = Permissions(office.unit)
        asked = {name: api.user.has_permission(name, obj=office.unit) for name in PERMISSIONS}
        assert {name: may.have(name) for name in PERMISSIONS} == asked
        assert any(asked.values())


@pytest.mark.parametrize(
    ("who", "somewhere"),
    [("piotr.kierownik", True), ("zofia.koordynator", True), ("anna.urbanista", False), ("adam.obcy", False)],
)
def test_what_one_may_in_some_organisational_unit(office, who, somewhere):
    """Read from the person's groups; each organisational unit asked by itself says the same."""
    permission = "infostrada.site: Reopen cases"
    with office.acting(who):
        places = (office.unit, *orgs_of(structure_of(office.unit)))
        assert any(api.user.has_permission(permission, obj=place) for place in places) is somewhere
        assert may_somewhere(permission, office.unit) is somewhere


def test_nobody_is_offered_what_people_are(office):
    logout()
    assert not any(Permissions(office.unit).have(name) for name in PERMISSIONS)


def test_groups_of_groups_as_pas_finds_them(office):
    """A stored group may hold the group of a unit, and be in a stored group itself."""
    for name, member in (("urbanisci", "unit:gmina-lipnowo:employee"), ("wszyscy", "urbanisci")):
        api.group.create(groupname=name)
        api.portal.get_tool("portal_groups").addPrincipalToGroup(member, name)
    users = api.portal.get_tool("acl_users")
    (plugin,) = users.objectValues("Recursive Groups Plugin")
    user = users.getUserById("anna.urbanista")
    found = plugin.getGroupsForPrincipal(user)
    assert {"urbanisci", "wszyscy", "unit:gmina-lipnowo:employee"} <= set(found)
    assert len(found) == len(set(found))
    assert set(found) == set(RecursiveGroupsPlugin._old_getGroupsForPrincipal(plugin, user))


def test_people_of_an_office_come_to_their_work(office, portal):
    """From the front pages and from nowhere; whoever was on the way to something else goes on there, others stay."""
    alsoProvides(portal.REQUEST, ISiteLayer)
    front, unit = portal.absolute_url(), office.unit.absolute_url()
    landing = getMultiAdapter((portal, portal.REQUEST), IRedirectAfterLogin)
    with office.acting("anna.urbanista"):
        assert {landing(where) for where in (None, front, f"{front}/", unit, f"{unit}?x=1")} == {
            f"{unit}/@@my-work"
        }
        assert landing(f"{unit}/@@cases") == f"{unit}/@@cases"
    logout()
    assert landing(front) == front
