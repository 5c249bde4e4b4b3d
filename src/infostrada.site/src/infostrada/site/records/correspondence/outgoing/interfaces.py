"""Schemas of outgoing letters and of the lists they are handed over by."""

from infostrada.core.accesslog.interfaces import IAccessLogged
from infostrada.core.record.interfaces import IGrantScope
from infostrada.site import _
from infostrada.site.records.interfaces import IRecordEvent
from plone.supermodel import model
from zope import schema
from zope.interface import Attribute
from zope.interface import Interface


class IOutgoing(model.Schema, IGrantScope, IAccessLogged):
    """A letter to one addressee with its number in the RPWych: metadata set B."""

    title = schema.TextLine(title=_("Title of the letter"), max_length=1000)
    number = Attribute("Number in the RPWych of `year`; set once, last")
    year = Attribute("Year of the RPWych")
    registered_at = Attribute("When the letter got its number")
    addressee = Attribute("infostrada.site.records.correspondence.outgoing.rules.Addressee")
    method = Attribute("By which way it goes, one of `ways.METHODS`")
    enclosures = Attribute("Tuple of Enclosure: files of documents as they were signed, the letter first")
    case_uid = Attribute("UID of the case the letter belongs to")
    sent_on = Attribute("Day it left the office")
    served_on = Attribute("Day it counts as served, or None")
    evidences = Attribute("Tuple of Evidence, each kept once")


class ILetterSource(Interface):
    """What letters of the office go out of, when it is no document of a case."""

    letters_permission = Attribute("Permission on the source that lets act on its letters")

    def version(number):
        """The version with this number, whose `file` a letter encloses; None when there is none."""


class IDispatchList(model.Schema, IGrantScope, IAccessLogged):
    """Letters handed over to a carrier together; printed as the posting book."""

    title = schema.TextLine(title=_("Title of the list"), max_length=1000)
    letters = Attribute("Tuple of UIDs of outgoing letters")
    handed_over_on = Attribute("Day the carrier took them, or None")


class ILetterSent(IRecordEvent):
    """An outgoing letter left the office."""


class ILetterServed(IRecordEvent):
    """An outgoing letter counts as served; `obj.served_on` is the day."""


class ILetterUndelivered(IRecordEvent):
    """An outgoing letter came back or was refused by the carrier."""
