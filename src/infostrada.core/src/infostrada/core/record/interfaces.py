"""What an object may offer to the side index."""

from zope.interface import Interface


class IListingRow(Interface):
    """The object's row in a domain's own listing table.

    Register an adapter named like the table (`site.letter_listing`) for the objects that have a
    row there.
    """

    def values() -> dict:  # type: ignore[misc,empty-body]
        """Columns without `uid`; values must be what JSON can carry, dates in ISO form."""


class IWithoutIntId(Interface):
    """An object nobody points to by an integer id: records name each other by UID.

    Integer ids of new objects stand side by side in one tree of the whole site, where any two
    writers would meet.
    """


class IGrantScope(Interface):
    """An object on which rights are granted as rows; they reach everything below it."""
