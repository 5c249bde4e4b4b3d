"""PAS plugin that answers with the groups of the book; no group is stored.

160 units with ten roles each, their organisational units and posts would be tens of thousands of
group objects to create, rename and remove, and a substitution would need a job to begin and end
it. Here a group exists as long as its unit, organisational unit or post does.
"""

from AccessControl.class_init import InitializeClass
from collections.abc import Iterator
from infostrada.core.calendar import polish_today
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.roles import Group
from infostrada.site.units.roles import org_group
from infostrada.site.units.roles import ORG_ROLES
from infostrada.site.units.roles import parse
from infostrada.site.units.roles import post_group
from infostrada.site.units.roles import unit_group
from infostrada.site.units.roles import UNIT_ROLES
from infostrada.site.units.vocabularies import ROLE_TITLES
from plone import api
from Products.PlonePAS.interfaces.group import IGroupIntrospection
from Products.PlonePAS.plugins.autogroup import VirtualGroup
from Products.PluggableAuthService.interfaces.plugins import IGroupEnumerationPlugin
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from Products.PluggableAuthService.interfaces.plugins import IPropertiesPlugin
from Products.PluggableAuthService.plugins.BasePlugin import BasePlugin
from typing import Any
from zope.component import queryUtility
from zope.i18n import translate
from zope.interface import implementer


PLUGIN_ID = "infostrada_units"
PREFIXES = ("unit:", "post:")
INTERFACES = [
    "IGroupEnumerationPlugin",
    "IGroupsPlugin",
    "IGroupIntrospection",
    "IPropertiesPlugin",
]


@implementer(IGroupEnumerationPlugin, IGroupsPlugin, IGroupIntrospection, IPropertiesPlugin)
class UnitGroups(BasePlugin):
    """Groups of units, organisational units and posts, and who is in them today."""

    meta_type = "Infostrada unit groups"

    def __init__(self, id: str, title: str = "") -> None:
        self._setId(id)
        self.title = title

    def getGroupsForPrincipal(self, principal: Any, request: Any = None) -> tuple[str, ...]:
        """Groups the user is in today; a group is in no group."""
        user_id = principal.getId()
        if not user_id or user_id.startswith(PREFIXES):
            return ()
        directory = queryUtility(IUnitDirectory)
        return () if directory is None else tuple(directory.groups_of(user_id, polish_today()))

    def enumerateGroups(
        self,
        id: str | None = None,
        title: str | None = None,
        exact_match: bool = False,
        sort_by: str | None = None,
        max_results: int | None = None,
        **criteria: Any,
    ) -> tuple[dict[str, str], ...]:
        """Groups whose id or title has the words asked for; with no words, all of them."""
        if exact_match:
            found = [id] if id and self._title(id) is not None else []
        else:
            found = [group for group in self.getGroupIds() if self._matches(group, id, title)]
        rows = [
            {"id": group, "groupid": group, "title": self._title(group), "pluginid": self.getId()}
            for group in found
        ]
        if sort_by in ("id", "title"):
            rows.sort(key=lambda row: row[sort_by])
        return tuple(rows[:max_results])

    def getGroupById(self, group_id: str) -> VirtualGroup | None:
        """The group with this id as PAS expects it; None for one that does not exist."""
        title = self._title(group_id) if group_id else None
        return VirtualGroup(group_id, title=title).__of__(self) if title is not None else None

    def getGroupIds(self) -> list[str]:
        """Ids of all groups of all units."""
        directory = queryUtility(IUnitDirectory)
        return [] if directory is None else list(_all_groups(directory))

    def getGroups(self) -> list[VirtualGroup]:
        """All groups of all units."""
        return [self.getGroupById(group_id) for group_id in self.getGroupIds()]

    def getGroupMembers(self, group_id: str) -> tuple[str, ...]:
        """Users in the group today."""
        directory = queryUtility(IUnitDirectory)
        return () if directory is None else tuple(directory.members_of(group_id, polish_today()))

    def getPropertiesForUser(self, user: Any, request: Any = None) -> dict[str, str]:
        """Title of a group; nothing for a user."""
        user_id = user.getId()
        title = self._title(user_id) if user_id and user_id.startswith(PREFIXES) else None
        return {} if title is None else {"title": title}

    def _matches(self, group_id: str, wanted_id: str | None, wanted_title: str | None) -> bool:
        if not wanted_id and not wanted_title:
            return True
        if wanted_id and wanted_id.lower() in group_id:
            return True
        words = (wanted_title or "").lower()
        return bool(words) and words in (self._title(group_id) or "").lower()

    def _title(self, group_id: str) -> str | None:
        directory = queryUtility(IUnitDirectory)
        group = parse(group_id)
        return None if directory is None or group is None else _title(directory, group)


def _all_groups(directory: Any) -> Iterator[str]:
    for unit_id in directory.unit_ids():
        for role in UNIT_ROLES:
            yield unit_group(unit_id, role)
    for key, _name in directory.titles():
        unit_id, colon, org_id = key.partition(":")
        if not colon:
            yield post_group(key)
            continue
        for role in ORG_ROLES:
            yield org_group(unit_id, org_id, role)


def _title(directory: Any, group: Group) -> str | None:
    entry = directory.unit(group.unit)
    if entry is None:
        return None
    if group.post:
        name = directory.title(group.post)
        return None if name is None else f"{name} ({entry.title})"
    place = entry.title
    if group.org:
        name = directory.title(f"{group.unit}:{group.org}")
        if name is None:
            return None
        place = f"{name}, {entry.title}"
    role = translate(ROLE_TITLES[group.role], target_language=api.portal.get_default_language())
    return f"{role} ({place})"


def install(portal: Any) -> None:
    """Put the plugin into the site's user folder and switch its interfaces on."""
    acl_users = portal.acl_users
    if PLUGIN_ID in acl_users.objectIds():
        return
    acl_users._setObject(PLUGIN_ID, UnitGroups(PLUGIN_ID, "Groups of units"))
    acl_users[PLUGIN_ID].manage_activateInterfaces(INTERFACES)


InitializeClass(UnitGroups)
