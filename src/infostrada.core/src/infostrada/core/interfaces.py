"""What the kernel needs to know of the objects of higher floors."""

from zope.interface import Attribute
from zope.interface import Interface


class IUnitScope(Interface):
    """A container whose contents belong to one unit: everything below carries its `unit_id`."""

    unit_id = Attribute("Stable slug of the unit, unique in the site; it never changes.")
