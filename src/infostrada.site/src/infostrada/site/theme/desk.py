"""Links domains offer to people at work: the bar of an office's desk."""

from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from infostrada.site.theme.interfaces import IDeskLinks
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
        url, may = self.context.absolute_url(), Permissions(self.context)
        return [
            {"label": label, "url": f"{url}/@@{name}"}
            for name, label, permission in self.pages
            if may.have(permission)
        ]


class Permissions:
    """Which permissions the visitor has at one object; the roles there are looked up once for all of them."""

    def __init__(self, context: Any) -> None:
        self._context = context
        user = getSecurityManager().getUser()
        self._roles = {*user.getRolesInContext(context), "Anonymous"}
        if user.getId() is not None:
            self._roles.add("Authenticated")

    def have(self, permission: str) -> bool:
        """Does one of the roles give it?"""
        giving = rolesForPermissionOn(permission, self._context)
        return not self._roles.isdisjoint([giving] if isinstance(giving, str) else giving)
