"""What the work desk asks of the domains."""

from infostrada.core.record.interfaces import IListPage
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IDeskPage(IListPage):
    """A page of the work desk."""


class IDeskPart(Interface):
    """A part of a desk page, offered by the page's own domain or by another one.

    Subscription adapter of the object and the page (`IDeskPage`, or an interface the page provides
    besides). Its `do_<word>` methods answer the forms it shows.
    """

    position = Attribute("Smaller numbers come first")

    def section() -> dict[str, Any] | None:
        """The section as `desk.pt` prints it, or None."""
