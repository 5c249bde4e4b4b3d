"""Search of users and groups, as the sharing tab and the REST services use it, narrowed."""

from infostrada.site.units.sight import current
from Products.PlonePAS.browser.search import PASSearchView
from typing import Any


class NarrowedSearch(PASSearchView):
    """Finds only people and groups of the searcher's own units."""

    def searchUsers(self, sort_by: str | None = None, **criteria: Any) -> list[dict[str, Any]]:
        sight = current()
        found = super().searchUsers(sort_by=sort_by, **criteria)
        return [row for row in found if sight.sees(row["userid"])]

    def searchGroups(self, sort_by: str | None = None, **criteria: Any) -> list[dict[str, Any]]:
        sight = current()
        found = super().searchGroups(sort_by=sort_by, **criteria)
        return [row for row in found if sight.sees(row["groupid"])]
