"""The world of the matrix: a unit with one person per role, and another unit's know-all."""

from dataclasses import dataclass
from dataclasses import field
from infostrada.core.calendar import polish_today
from infostrada.site.units import operations
from infostrada.site.units.lookup import find_employee
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.operations import UnitData
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import UNIT_ROLES
from typing import Any


PASSWORD = "Zielona-Gruszka-7"
OUTSIDER = "other"
COLLEAGUE = "same"
STAFF = frozenset({*UNIT_ROLES, *ORG_ROLES} - {"employee"}) | {COLLEAGUE}
"""Everybody employed in unit ``gmina-a``: one login per role, and one person without a role."""

EVERYONE = STAFF | {OUTSIDER, "operator", "anonymous"}


@dataclass
class World:
    """Objects by key; ``unit`` is open to the public, ``org`` is where clerk and manager work."""

    portal: Any
    things: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.things[key]

    def __setitem__(self, key: str, thing: Any) -> None:
        self.things[key] = thing


def build(portal: Any) -> World:
    """Make both units and everybody in them."""
    world = World(portal, {"portal": portal})
    unit = operations.create_unit(portal, UnitData("gmina-a", "Gmina Alfa", "commune"))
    other = operations.create_unit(portal, UnitData("gmina-b", "Gmina Beta", "commune"))
    operations.open_unit(unit)
    org = operations.create_org(structure_of(unit), title="Planowanie", symbol="GP")
    foreign = operations.create_org(structure_of(other), title="Planowanie", symbol="GP")
    for role in UNIT_ROLES:
        if role != "employee":
            _employ(unit, structure_of(unit), role, {role}, set())
    for role in ORG_ROLES:
        _employ(unit, org, role, set(), {role})
    _employ(unit, structure_of(unit), COLLEAGUE, set(), set())
    _employ(other, foreign, OUTSIDER, set(UNIT_ROLES), set(ORG_ROLES))
    post = org["clerk"]
    world.things |= {
        "unit": unit,
        "other_unit": other,
        "structure": structure_of(unit),
        "org": org,
        "post": post,
        "assignment": next(iter(post.objectValues())),
        "employee": find_employee(unit, "clerk"),
    }
    return world


def _employ(unit: Any, place: Any, login: str, unit_roles: set, org_roles: set) -> None:
    post = operations.create_post(
        place,
        title=login,
        unit_roles=frozenset(unit_roles),
        org_roles=frozenset(org_roles),
    )
    employed = {"title": login, "email": f"{login}@example.pl", "password": PASSWORD}
    operations.employ(unit, user_id=login_of(login), **employed)
    operations.assign(post, user_id=login_of(login), valid_from=polish_today())


def login_of(name: str) -> str:
    """The login of a person of the world."""
    return name.replace("_", "-")
