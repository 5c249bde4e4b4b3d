"""What the look asks of the rest of the product."""

from plone.app.z3cform.interfaces import IPloneFormLayer
from typing import Any
from zope.interface import Attribute
from zope.interface import Interface


class IInfostradaTheme(IPloneFormLayer):
    """Browser layer of sites that wear this look; it stands above Plone's own form layer."""


class IMasthead(Interface):
    """What the head and foot of a page say about the office whose page it is.

    Adapter of a navigation root; the portal's own is the default, units bring theirs.
    """

    name = Attribute("The office's name")
    region = Attribute("Line under the name: the region's name, or an empty text")
    url = Attribute("Address of the office's front page")
    logo_url = Attribute("Address of the coat of arms or logo, or None for the signet")
    bip_url = Attribute("Address of the office's bulletin, or None")
    inbox_url = Attribute("Address of the form for letters to the office, or None")
    address = Attribute("Lines of the postal address")
    phone = Attribute("Telephone number as people write it, or an empty text")
    email = Attribute("E-mail address, or an empty text")
    ade = Attribute("Address for electronic delivery, or an empty text")
    office_hours = Attribute("When the office is open, or an empty text")
    statement_url = Attribute("Address of the accessibility statement")


class IBulletinAddress(Interface):
    """Where a navigation root has its bulletin; an adapter only when the office keeps bulletins."""

    url = Attribute("Address of the bulletin, or None when the visitor may read none")


class IInboxAddress(Interface):
    """Where letters are handed in to a navigation root; an adapter only when it is an office that registers them."""

    url = Attribute("Address of the form")


class IDeskLinks(Interface):
    """Links one domain offers a logged-in person of an office.

    Subscription adapter of the navigation root; all of them together make the bar of the work desk.
    """

    position = Attribute("Smaller numbers come first")

    def links() -> list[dict[str, Any]]:
        """Dictionaries with ``label`` (translatable) and ``url``, of what the visitor may do."""


class IFoundFacts(Interface):
    """Utility named like a type of content: what a result of the search says of objects of that type."""

    def facts(rows: list[dict[str, Any]], request: Any) -> dict[str, dict[str, Any]]:
        """By UID: `tag` and `meta` of an entry. The rows are records the visitor may find."""
