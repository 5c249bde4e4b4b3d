"""What the kernel needs to know of the objects of higher floors."""

from zope.interface import Attribute
from zope.interface import Interface
from zope.publisher.interfaces.browser import IDefaultBrowserLayer


class IUnitScope(Interface):
    """A container whose contents belong to one unit: everything below carries its `unit_id`."""

    unit_id = Attribute("Stable slug of the unit, unique in the site; it never changes.")


class ICoreLayer(IDefaultBrowserLayer):
    """Set on requests of a site where the kernel's profile is applied."""
