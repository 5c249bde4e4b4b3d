"""What an object may say about its text."""

from zope.interface import Attribute
from zope.interface import Interface


class ISearchableParts(Interface):
    """The text of an object; register an adapter for content whose text the fields do not hold."""

    def texts():
        """`vector.Part`s, the title among them."""

    def files():
        """Attached files (`plone.namedfile` objects) that have text in them."""


class ISealedFile(Interface):
    """A file whose bytes never change: its digest names its text before it is stored."""

    sha256 = Attribute("Hexadecimal SHA-256 of the bytes.")


class IKeepsLayers(Interface):
    """An object with a place for scans made readable; adapter of it."""

    def keep(layered):
        """Take PDF files with a text layer, by the SHA-256 of the scans they were made from."""
