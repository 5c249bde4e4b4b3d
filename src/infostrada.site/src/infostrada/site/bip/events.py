"""Events of the bulletin."""

from infostrada.site.bip import interfaces
from infostrada.site.records.events import RecordEvent
from zope.interface import implementer


@implementer(interfaces.IEntryPublished)
class EntryPublished(RecordEvent):
    """An entry became public."""


@implementer(interfaces.IEntryWithdrawn)
class EntryWithdrawn(RecordEvent):
    """An entry was withdrawn."""
