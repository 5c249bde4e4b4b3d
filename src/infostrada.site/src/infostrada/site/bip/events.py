"""Events of the bulletin."""

from datetime import date
from infostrada.site.bip import interfaces
from infostrada.site.records.actor import Actor
from infostrada.site.records.events import RecordEvent
from typing import Any
from zope.interface import implementer


@implementer(interfaces.IEntryPublished)
class EntryPublished(RecordEvent):
    """An entry became public."""

    def __init__(self, obj: Any, actor: Actor, service_date: date | None = None) -> None:
        super().__init__(obj, actor)
        self.service_date = service_date


@implementer(interfaces.IEntryWithdrawn)
class EntryWithdrawn(RecordEvent):
    """An entry was withdrawn."""
