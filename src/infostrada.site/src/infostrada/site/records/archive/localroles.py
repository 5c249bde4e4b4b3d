"""The office's archivists read what lies in the archive."""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from infostrada.core.record.row import unit_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.workflow import state_of
from infostrada.site.units.roles import unit_group
from zope.component import adapter
from zope.interface import implementer


KEPT = ("archived", "destroyed", "transferred")


@implementer(ILocalRoleProvider)
@adapter(ICase)
class RolesOfArchivist:
    """`Records Reader` on an archived case, and so on everything in it, for the archivists."""

    def __init__(self, case: ICase) -> None:
        unit = unit_of(case)
        kept = unit and state_of(case) in KEPT
        self.group = unit_group(unit, "archivist") if unit and kept else ""

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one group."""
        return ("Records Reader",) if self.group and principal_id == self.group else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The one group with its role."""
        if self.group:
            yield self.group, ("Records Reader",)
