"""The type of cases with its versions."""

from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.site.records.actor import Actor
from infostrada.site.records.types.interfaces import ICaseType
from infostrada.site.records.types.rules import Definition
from plone.dexterity.content import Item
from typing import NamedTuple
from zope.interface import implementer


class TypeVersion(NamedTuple):
    """A version: what it says, who made it when."""

    number: int
    definition: Definition
    actor: Actor
    at: datetime
    comment: str = ""


@implementer(ICaseType, IWithoutIntId)
@hints_for_readers_only
class CaseType(Item):
    """A type of cases with all its versions."""

    versions: tuple[TypeVersion, ...] = ()

    @property
    def latest(self) -> TypeVersion:
        """The version new cases begin with."""
        return self.versions[-1]

    def version(self, number: int) -> TypeVersion | None:
        """The version with this number, counted from 1."""
        return next((item for item in self.versions if item.number == number), None)
