"""Events of the records domain."""

from infostrada.site.records import interfaces
from infostrada.site.records.actor import Actor
from typing import Any
from zope.interface import implementer
from zope.interface.interfaces import ObjectEvent


class RecordEvent(ObjectEvent):
    """Something that happened to a record, and who did it."""

    def __init__(self, obj: Any, actor: Actor) -> None:
        super().__init__(obj)
        self.actor = actor


@implementer(interfaces.IPlanApproved)
class PlanApproved(RecordEvent):
    """A version of the plan got its first day."""


@implementer(interfaces.ILetterRegistered)
class LetterRegistered(RecordEvent):
    """A letter got its number."""


@implementer(interfaces.ISendersChanged)
class SendersChanged(RecordEvent):
    """A letter got or lost one of its further senders."""


@implementer(interfaces.ILetterAssigned)
class LetterAssigned(RecordEvent):
    """A letter was assigned."""

    def __init__(self, obj: Any, actor: Actor, task: Any) -> None:
        super().__init__(obj, actor)
        self.task = task


@implementer(interfaces.ICaseOpened)
class CaseOpened(RecordEvent):
    """A case got its sign."""


@implementer(interfaces.IDocumentAccepted)
class DocumentAccepted(RecordEvent):
    """A document became final."""


@implementer(interfaces.IDocumentSigned)
class DocumentSigned(RecordEvent):
    """A document's final version came back signed."""

    def __init__(self, obj: Any, actor: Actor, signed: Any) -> None:
        super().__init__(obj, actor)
        self.signed = signed


@implementer(interfaces.ICaseClosed)
class CaseClosed(RecordEvent):
    """A case was settled by a decision."""

    def __init__(self, obj: Any, actor: Actor, decision: Any) -> None:
        super().__init__(obj, actor)
        self.decision = decision
