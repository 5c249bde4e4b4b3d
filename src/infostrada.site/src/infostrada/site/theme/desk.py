"""Links domains offer to people at work: the bar of an office's desk."""

from infostrada.site.theme.interfaces import IDeskLinks
from plone import api
from typing import Any
from zope.component import subscribers
from zope.interface import implementer


def desk_links(context: Any) -> list[dict[str, Any]]:
    """What all domains offer the visitor at the object, in the order of their positions."""
    offers = sorted(subscribers((context,), IDeskLinks), key=lambda offer: offer.position)
    return [link for offer in offers for link in offer.links()]


@implementer(IDeskLinks)
class PageLinks:
    """Pages of the object itself, each for people with its permission."""

    position = 50
    pages: tuple[tuple[str, Any, str], ...] = ()
    """Name of the page, label, title of the permission."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def links(self) -> list[dict[str, Any]]:
        """The pages the visitor may open."""
        url = self.context.absolute_url()
        return [
            {"label": label, "url": f"{url}/@@{name}"}
            for name, label, permission in self.pages
            if api.user.has_permission(permission, obj=self.context)
        ]
