"""What an object may say about its text."""

from zope.interface import Interface


class ISearchableParts(Interface):
    """The text of an object; register an adapter for content whose text the fields do not hold."""

    def texts():
        """`vector.Part`s, the title among them."""

    def files():
        """Attached files (`plone.namedfile` objects) that have text in them."""
