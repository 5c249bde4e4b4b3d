"""Groups that are members of groups: found with one look at the user folder's plugins, not one for each group.

Somebody with sixty groups is asked about on every request; PAS lists its plugins anew for each of them.
"""

from Acquisition import aq_parent
from Products.PluggableAuthService.interfaces.plugins import IGroupsPlugin
from Products.PluggableAuthService.plugins.RecursiveGroupsPlugin import PropertiedUser
from typing import Any
from ZPublisher import zpublish


@zpublish(False)
def getGroupsForPrincipal(self: Any, user: Any, request: Any = None) -> tuple[str, ...]:
    """The user's groups, the groups those are in, and so on, each once."""
    folder = aq_parent(self)
    plugins = [plugin for name, plugin in folder.plugins.listPlugins(IGroupsPlugin) if name != self.getId()]
    found: dict[str, None] = {}
    waiting = list(user.getGroups())
    while waiting:
        group = waiting.pop(0)
        if group in found:
            continue
        found[group] = None
        asked = PropertiedUser(group).__of__(folder)
        for plugin in plugins:
            waiting.extend(plugin.getGroupsForPrincipal(asked, None))
    return tuple(found)
