"""Who sees a person's entry that is closed: the people of the cases that name the person."""

from borg.localrole.interfaces import ILocalRoleProvider
from collections.abc import Iterator
from functools import cached_property
from infostrada.site.parties.interfaces import IPartyObject
from infostrada.site.parties.operations import is_closed
from infostrada.site.records.find import record_at
from infostrada.site.records.personal.special.persons import cases_of
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.component import adapter
from zope.component import getAdapters
from zope.interface import implementer


WORKING = frozenset({"Records Worker", "Department Manager"})
READING = WORKING | {"Records Reader"}


@implementer(ILocalRoleProvider)
@adapter(IPartyObject)
class RolesFromCases:
    """Reader and worker of the entry, as somebody is in one of its cases; asked for when it is opened, never written into the index."""

    def __init__(self, party: Any) -> None:
        self.party = party

    def getRoles(self, principal_id: str) -> tuple[str, ...]:
        """Roles of one person, group or post; none while the entry is open to the whole registry."""
        held = {role for one in self._providers for role in one.getRoles(principal_id)}
        found = ("Records Reader",) if held & READING else ()
        return (*found, "Records Worker") if held & WORKING else found

    def getAllRoles(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """None, as for all rights on single records."""
        return iter(())

    @cached_property
    def _providers(self) -> list[Any]:
        if not is_closed(self.party):
            return []
        cases = filter(None, map(record_at, sorted(cases_of(IUUID(self.party)))))
        return [one for case in cases for _name, one in getAdapters((case,), ILocalRoleProvider)]
