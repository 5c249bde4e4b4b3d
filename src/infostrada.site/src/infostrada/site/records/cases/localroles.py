"""Who has a role on a case through the organisational unit it belongs to."""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from infostrada.core.record.row import unit_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.units.roles import org_group
from infostrada.site.units.roles import ORG_ROLES
from zope.component import adapter
from zope.interface import implementer


@implementer(ILocalRoleProvider)
@adapter(ICase)
class RolesOfOrganisationalUnit:
    """The managers of the case's organisational unit; moving the case moves the role with it."""

    def __init__(self, case: ICase) -> None:
        unit = unit_of(case)
        self.manager = org_group(unit, case.org_id, "manager") if unit and case.org_id else ""

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one group."""
        return ORG_ROLES["manager"] if self.manager and principal_id == self.manager else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The one group with its roles."""
        if self.manager:
            yield self.manager, ORG_ROLES["manager"]
