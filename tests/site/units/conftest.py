"""Two units with people, for the tests of units and of everything that asks who someone is."""

from dataclasses import dataclass
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.units import operations
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from typing import Any

import pytest


@dataclass
class World:
    """A commune with a department, a post, its holder and a colleague; and another commune."""

    portal: Any
    unit: Any
    other: Any
    org: Any
    post: Any
    assignment: Any


@pytest.fixture
def as_manager(portal):
    login(portal.aq_parent, SITE_OWNER_NAME)


@pytest.fixture
def world(portal, as_manager) -> World:
    unit = operations.create_unit(portal, UnitData("gmina-lipnowo", "Gmina Lipnowo", "commune"))
    other = operations.create_unit(portal, UnitData("gmina-debno", "Gmina Dębno", "commune"))
    org = operations.create_org(structure_of(unit), title="Gospodarka nieruchomościami", symbol="GN")
    roles = {"unit_roles": frozenset({"registrar"}), "org_roles": frozenset({"clerk"})}
    post = operations.create_post(org, title="Inspektor", **roles)
    for user_id, title in (("anna.nowak", "Anna Nowak"), ("jan.wilk", "Jan Wilk")):
        operations.employ(unit, user_id=user_id, title=title, email=f"{user_id}@example.pl")
    begun = polish_today() - timedelta(days=30)
    assignment = operations.assign(post, user_id="anna.nowak", valid_from=begun)
    return World(portal, unit, other, org, post, assignment)
