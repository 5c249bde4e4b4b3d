"""A letter filed in a case is read by whoever reads the case."""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.find import record_at
from zope.component import adapter
from zope.component import getAdapters
from zope.interface import implementer


READERS = frozenset({"Records Reader", "Department Manager"})


@implementer(ILocalRoleProvider)
@adapter(ILetter)
class RolesFromCase:
    """`Records Reader` on the letter for everybody who may read its case.

    The role is asked for when the letter is opened and never written into the index: a letter is
    found through its case.
    """

    def __init__(self, letter: ILetter) -> None:
        self.case_uid = letter.case_uid

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """The reader's role for a principal with a reading role on the case."""
        case = record_at(self.case_uid)
        if case is None:
            return ()
        providers = getAdapters((case,), ILocalRoleProvider)
        held = {role for _name, one in providers for role in one.getRoles(principal_id)}
        return ("Records Reader",) if held & READERS else ()

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """None, as for all rights on single records."""
        return iter(())
