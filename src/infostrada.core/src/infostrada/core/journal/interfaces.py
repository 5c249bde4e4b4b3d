"""Events of the journal."""

from zope.interface import Attribute
from zope.interface import Interface


class ICommitLost(Interface):
    """A row of the journal told of an act whose objects were never committed; sent with the compensating row."""

    uid = Attribute("UID of the object the act was done to")
    unit = Attribute("Stable id of the unit, or an empty text")
    action = Attribute("Dotted machine word of the act")
