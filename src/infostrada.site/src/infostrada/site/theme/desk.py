"""Links domains offer to people at work: the bar of an office's desk."""

from AccessControl import getSecurityManager
from AccessControl.PermissionRole import rolesForPermissionOn
from collections.abc import Iterable
from infostrada.site.theme.interfaces import IDeskLinks
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.component import subscribers
from zope.interface import implementer


KNOWN = "infostrada.site.theme.permissions"


def desk_links(context: Any) -> list[dict[str, Any]]:
    """What all domains offer the visitor at the object, in the order of their positions."""
    offers = sorted(subscribers((context,), IDeskLinks), key=lambda offer: offer.position)
    return [link for offer in offers for link in offer.links()]


def in_groups(links: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Links of the bar; those of one group stand together where its first one stood, one alone is a link of the bar.

    A link has a title, a url, `current` and perhaps a `group`; the answer's groups have a title, links and `current`.
    """
    bar: list[dict[str, Any]] = []
    groups: dict[str, dict[str, Any]] = {}
    for link in links:
        title = link.get("group")
        if not title:
            bar.append(link)
        elif title in groups:
            groups[title]["links"].append(link)
        else:
            groups[title] = {"title": title, "links": [link]}
            bar.append(groups[title])
    for group in groups.values():
        group["current"] = next((link["current"] for link in group["links"] if link["current"]), None)
    return [each["links"][0] if len(each.get("links", ())) == 1 else each for each in bar]


@implementer(IDeskLinks)
class PageLinks:
    """Pages of the object itself, each for people with its permission."""

    position = 50
    pages: tuple[tuple[str, Any, str], ...] = ()
    """Name of the page, label, title of the permission."""
    group: Any = ""
    """Words of the menu the pages stand in; empty for pages of every day, which stand in the bar itself."""

    def __init__(self, context: Any) -> None:
        self.context = context

    def links(self) -> list[dict[str, Any]]:
        """The pages the visitor may open."""
        url, may = self.context.absolute_url(), permissions_at(self.context)
        return [
            {"label": label, "url": f"{url}/@@{name}", "group": self.group}
            for name, label, permission in self.pages
            if may.have(permission)
        ]


def permissions_at(context: Any) -> "Permissions":
    """Those of the visitor of this request at the object, asked for by every domain's links."""
    notes = IAnnotations(context.REQUEST, None)
    if notes is None:
        return Permissions(context)
    place = f"{KNOWN}:{getSecurityManager().getUser().getId()}:{'/'.join(context.getPhysicalPath())}"
    if place not in notes:
        notes[place] = Permissions(context)
    found: Permissions = notes[place]
    return found


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
