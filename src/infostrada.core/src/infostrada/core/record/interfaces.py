"""What an object may offer to the side index."""

from zope.interface import Attribute
from zope.interface import Interface


class IListingRow(Interface):
    """The object's row in a domain's own listing table.

    Register an adapter named like the table (`site.letter_listing`) for the objects that have a
    row there.
    """

    def values() -> dict:  # type: ignore[misc,empty-body]
        """Columns without `uid`; values must be what JSON can carry, dates in ISO form."""


class IListFormat(Interface):
    """A format a whole listing may be had in, beside XLSX and CSV: a utility named as `format` names it."""

    content_type = Attribute("Media type of the file")
    largest = Attribute("Most rows the format takes")

    def write(title, titles, names, rows):  # type: ignore[no-untyped-def]
        """The file: its title, headings, the names of the columns, rows as mappings."""


class IListPage(Interface):
    """A page that shows lists: a view whose class provides this says what they are (`export.listed`)."""

    def listed():  # type: ignore[no-untyped-def]
        """The lists of the page as its address asks for them, whole (`Listed`); empty ones stand among them."""


class IWithoutIntId(Interface):
    """An object nobody points to by an integer id: records name each other by UID.

    Integer ids of new objects stand side by side in one tree of the whole site, where any two
    writers would meet.
    """


class IGrantScope(Interface):
    """An object on which rights are granted as rows; they reach everything below it."""
