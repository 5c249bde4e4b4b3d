"""Events of outgoing letters."""

from infostrada.site.records.correspondence.outgoing import interfaces
from infostrada.site.records.events import RecordEvent
from zope.interface import implementer


@implementer(interfaces.ILetterSent)
class LetterSent(RecordEvent):
    """A letter left the office."""


@implementer(interfaces.ILetterServed)
class LetterServed(RecordEvent):
    """A letter counts as served."""


@implementer(interfaces.ILetterUndelivered)
class LetterUndelivered(RecordEvent):
    """A letter came back."""
