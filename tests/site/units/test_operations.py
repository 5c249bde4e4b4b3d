"""Units, posts and people: what the operations make and refuse."""

from Acquisition import aq_base
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import BadRequest
from infostrada.core.errors import Conflict
from infostrada.site.units import operations
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.lookup import find_unit
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from plone import api
from Products.CMFCore.indexing import processQueue

import pytest


DAY = timedelta(days=1)


def test_a_new_unit_is_found_by_its_stable_id(portal, as_manager):
    unit = operations.create_unit(portal, UnitData("gmina-lipnowo", "Gmina Lipnowo", "commune"))
    assert find_unit("gmina-lipnowo") == unit
    assert structure_of(unit).portal_type == "units_structure"
    assert api.content.get_state(unit) == "preparation"


@pytest.mark.parametrize(
    ("data", "field", "error"),
    [
        (UnitData("Gmina", "Gmina"), "unit_id", BadRequest),
        (UnitData("a--b", "Gmina"), "unit_id", BadRequest),
        (UnitData("a", ""), "title", BadRequest),
        (UnitData("a", "A", "parish"), "kind", BadRequest),
        (UnitData("a", "A", "commune", "0401"), "teryt", BadRequest),
        (UnitData("a", "A", "county", "0401011"), "teryt", BadRequest),
        (UnitData("a", "A", host_name="https://a.pl/"), "host_name", BadRequest),
        (UnitData("a", "A", host_name="a.pl:99999"), "host_name", BadRequest),
        (UnitData("a", "A", postcode="87 1"), "postcode", BadRequest),
        (UnitData("a", "A", ade="AE:PL-1"), "ade", BadRequest),
        (UnitData("login", "A name Plone keeps for itself"), "unit_id", Conflict),
        (UnitData("gmina-a", "Gmina A once more"), "unit_id", Conflict),
        (UnitData("b", "B", host_name="a.example.pl"), "host_name", Conflict),
    ],
)
def test_wrong_data_is_refused_by_field(portal, as_manager, data, field, error):
    operations.create_unit(portal, UnitData("gmina-a", "Gmina A", host_name="a.example.pl"))
    with pytest.raises(error) as caught:
        operations.create_unit(portal, data)
    assert caught.value.field == field


def test_a_post_gives_its_groups_while_it_is_held(world):
    user = api.user.get(userid="anna.nowak")
    assert set(user.getGroups()) - {"AuthenticatedUsers"} == {
        "post:gmina-lipnowo.inspektor",
        "unit:gmina-lipnowo:employee",
        "unit:gmina-lipnowo:registrar",
        "unit:gmina-lipnowo:gn:clerk",
    }


def test_groups_give_roles_in_their_own_unit_only(world):
    user = api.user.get(userid="anna.nowak").getUser()
    inside = set(user.getRolesInContext(world.org))
    assert {"Registrar", "Unit Employee", "Clerk"} <= inside
    assert "Clerk" not in user.getRolesInContext(world.unit)
    assert {"Registrar", "Unit Employee"}.isdisjoint(user.getRolesInContext(world.other))


def test_a_substitution_begins_and_ends_by_its_dates(world):
    for first, last, held in [
        (polish_today(), polish_today(), True),
        (polish_today() + DAY, polish_today() + 2 * DAY, False),
        (polish_today() - 2 * DAY, polish_today() - DAY, False),
    ]:
        assignment = operations.assign(
            world.post, user_id="jan.wilk", valid_from=first, valid_to=last, substitute=True
        )
        groups = api.user.get(userid="jan.wilk").getGroups()
        assert ("post:gmina-lipnowo.inspektor" in groups) is held
        api.content.delete(assignment)
    assert "post:gmina-lipnowo.inspektor" not in api.user.get(userid="jan.wilk").getGroups()


def test_moving_a_clerk_reindexes_nothing(world, monkeypatch):
    touched = []
    catalog = api.portal.get_tool("portal_catalog")
    other_post = operations.create_post(structure_of(world.unit), title="Archiwista")
    processQueue()
    monkeypatch.setattr(
        type(aq_base(catalog)), "_reindexObject", lambda self, obj, *a, **k: touched.append(obj)
    )
    operations.end_assignment(world.assignment, polish_today() - DAY)
    operations.assign(other_post, user_id="anna.nowak", valid_from=polish_today())
    processQueue()
    assert {getattr(obj, "portal_type", None) for obj in touched} <= {
        "units_assignment",
        "units_post",
    }
    assert "post:gmina-lipnowo.inspektor" not in api.user.get(userid="anna.nowak").getGroups()


def test_changed_roles_of_a_post_reach_its_holder(world):
    operations.change_post(world.post, unit_roles=frozenset({"archivist"}), org_roles=frozenset({"manager"}))
    groups = set(api.user.get(userid="anna.nowak").getGroups())
    assert {"unit:gmina-lipnowo:archivist", "unit:gmina-lipnowo:gn:manager"} <= groups
    assert "unit:gmina-lipnowo:registrar" not in groups


def test_end_of_employment_takes_every_group_of_the_unit(world):
    operations.end_employment(find_employee(world.unit, "anna.nowak"), polish_today() - DAY)
    groups = set(api.user.get(userid="anna.nowak").getGroups())
    assert groups == {"AuthenticatedUsers"}
    with pytest.raises(Conflict):
        operations.assign(world.post, user_id="anna.nowak", valid_from=polish_today())


def test_removing_a_unit_takes_its_groups(world):
    api.content.delete(world.unit, check_linkintegrity=False)
    assert set(api.user.get(userid="anna.nowak").getGroups()) == {"AuthenticatedUsers"}
    assert api.group.get("unit:gmina-lipnowo:registrar") is None


def test_one_login_is_one_person(world):
    with pytest.raises(Conflict) as caught:
        operations.employ(world.other, user_id="anna.nowak", title="Anna Nowak", email="anna@example.pl")
    assert caught.value.field == "user_id"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"user_id": "obcy"}, "user_id"),
        ({"substitute": True}, "valid_to"),
    ],
)
def test_wrong_assignments_are_refused(world, changes, field):
    values = {"user_id": "jan.wilk", "valid_from": polish_today(), **changes}
    with pytest.raises(BadRequest) as caught:
        operations.assign(world.post, **values)
    assert caught.value.field == field


def test_no_assignment_ends_before_it_begins(world):
    test_wrong_assignments_are_refused(world, {"valid_to": polish_today() - DAY}, "valid_to")


def test_an_assignment_is_never_lengthened(world):
    operations.end_assignment(world.assignment, polish_today())
    with pytest.raises(Conflict):
        operations.end_assignment(world.assignment, polish_today() + DAY)


def test_groups_are_listed_with_their_polish_names(world):
    group = api.group.get("unit:gmina-lipnowo:gn:clerk")
    assert group.getProperty("title") == "Referent (Gospodarka nieruchomościami, Gmina Lipnowo)"
    found = world.portal.acl_users.searchGroups(id="gmina-lipnowo:registrar")
    assert [row["groupid"] for row in found] == ["unit:gmina-lipnowo:registrar"]
    members = api.group.get("unit:gmina-lipnowo:registrar").getGroupMemberIds()
    assert members == ["anna.nowak"]


def test_symbols_are_unique_in_a_unit(world):
    with pytest.raises(Conflict):
        operations.create_org(world.org, title="Inny", symbol="GN")
    operations.create_org(structure_of(world.other), title="Inny", symbol="GN")
