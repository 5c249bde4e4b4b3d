"""The named members of an edition's commission have its role on the edition; nobody has it otherwise."""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from zope.component import adapter
from zope.interface import implementer


COMMISSION = ("Budget Commission",)


@implementer(ILocalRoleProvider)
@adapter(IBudgetRound)
class RolesOfCommission:
    """Computed from the members named when the terms were frozen: no screen gives the role or takes it away."""

    def __init__(self, edition: IBudgetRound) -> None:
        self.members = frozenset(member.id for member in edition.commission)

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one person."""
        return COMMISSION if principal_id in self.members else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every member with the role."""
        for member in sorted(self.members):
            yield member, COMMISSION
