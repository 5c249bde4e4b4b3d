"""Local roles a unit and its organisational units give to their groups.

They are computed, not stored: the sharing screen cannot take them away, and a new role reaches
every unit without touching one.
"""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.site.units.interfaces import IOrganisationalUnit
from infostrada.site.units.interfaces import IUnit
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import org_group
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import parse
from infostrada.site.units.roles import unit_group
from infostrada.site.units.roles import UNIT_ROLES
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(IUnit)
class UnitRoles:
    """Roles of the unit-wide groups on the unit and everything inside."""

    def __init__(self, context: IUnit) -> None:
        self.unit_id = context.unit_id

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one group; none for a user, who has them through groups only."""
        group = parse(principal_id)
        if group is None or group.org or group.post or group.unit != self.unit_id:
            return ()
        return UNIT_ROLES[group.role]

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every group with its roles."""
        for role, plone_roles in UNIT_ROLES.items():
            yield unit_group(self.unit_id, role), plone_roles


@implementer(ILocalRoleProvider)
@adapter(IOrganisationalUnit)
class OrganisationalUnitRoles:
    """Roles of an organisational unit's own groups on it and everything inside."""

    def __init__(self, context: IOrganisationalUnit) -> None:
        unit = unit_of(context)
        self.unit_id = unit.unit_id if unit is not None else ""
        self.org_id = context.org_id

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one group; none for a user."""
        group = parse(principal_id)
        if group is None or (group.unit, group.org) != (self.unit_id, self.org_id):
            return ()
        return ORG_ROLES[group.role] if self.org_id and group.role else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every group with its roles; none while the stable ids are not set yet."""
        if self.unit_id and self.org_id:
            for role, plone_roles in ORG_ROLES.items():
                yield org_group(self.unit_id, self.org_id, role), plone_roles


def roles_in_orgs(groups: Iterable[str], unit_id: str) -> set[str]:
    """Roles that some of these groups have in organisational units of a unit, whichever those are."""
    parsed = (parse(group_id) for group_id in groups)
    own = (group for group in parsed if group and group.unit == unit_id and group.org and group.role)
    return {role for group in own for role in ORG_ROLES[group.role]}
