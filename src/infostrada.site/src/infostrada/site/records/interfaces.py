"""Contracts shared by the rooms of the records domain, and the events others may listen to."""

from infostrada.site.desk.interfaces import IDeskPage
from zope.interface import Attribute
from zope.interface import Interface
from zope.interface.interfaces import IObjectEvent


class IStore(Interface):
    """An unordered folder of records; adding to it writes nothing but the new object's place."""


class IDesk(IStore):
    """A unit's records desk: its plans, register, tasks and cases."""


class IRecordEvent(IObjectEvent):
    """Something lawful happened to a record; `actor` is who did it."""

    actor = Attribute("infostrada.site.records.actor.Actor")


class IPlanApproved(IRecordEvent):
    """A version of the plan got its first day."""


class ILetterRegistered(IRecordEvent):
    """A letter got its number in the RPW."""


class ISendersChanged(IRecordEvent):
    """A letter got or lost one of its further senders."""


class ILetterAssigned(IRecordEvent):
    """A letter got a dekretacja; `task` is the task made."""

    task = Attribute("The task")


class ICaseOpened(IRecordEvent):
    """A case got its sign."""


class IDocumentAccepted(IRecordEvent):
    """A document's last version became final."""


class IDocumentSigned(IRecordEvent):
    """A signed file of a document's final version was kept; `signed` is it."""

    signed = Attribute("infostrada.site.records.signatures.content.SignedFile")


class ICaseClosed(IRecordEvent):
    """A case was settled by a decision; `decision` is the accepted document."""

    decision = Attribute("The document that settles the case")


class ITimelinessPage(IDeskPage):
    """The page of figures of cases settled in time; `found` holds them."""
