"""Where Plone has no seam of its own: functions around four of its methods.

The originals stay reachable as `_old_<name>`, which is how `patches.zcml` keeps them.
"""

from DateTime import DateTime
from infostrada.core.accesslog.searches import searched
from infostrada.core.record import uids
from infostrada.core.record.access import principals
from infostrada.core.record.search import complete
from infostrada.core.record.uncatalogued import is_uncatalogued
from plone.app.uuid import utils as uuid_utils
from typing import Any
from ZPublisher import zpublish


@zpublish(False)
def searchResults(self: Any, query: Any = None, **kw: Any) -> Any:
    """Search as the current user, among uncatalogued objects too."""
    found = self._old_searchResults(query, **kw)
    asked = _asked(query, kw)
    if asked is None:
        return found
    inactive = asked.get("show_inactive")
    if inactive is None:
        inactive = self.allow_inactive(kw)
    if not inactive:
        asked["effectiveRange"] = DateTime()
    for words in ("SearchableText", "Title"):
        searched(asked.get(words))
    return complete(found, self, asked, principals())


@zpublish(False)
def unrestrictedSearchResults(self: Any, query: Any = None, **kw: Any) -> Any:
    """Search without a permission filter, among uncatalogued objects too."""
    found = self._old_unrestrictedSearchResults(query, **kw)
    asked = _asked(query, kw)
    return found if asked is None else complete(found, self, asked, None)


@zpublish(False)
def reindexObjectSecurity(self: Any, skip_self: bool = False) -> None:
    """Plone looks for the objects to reindex in the catalog; the side index follows the object.

    Rows below it are carried along when its own row is written.
    """
    self._old_reindexObjectSecurity(skip_self=skip_self)
    if skip_self or is_uncatalogued(self):
        self.reindexObject(idxs=list(self._cmf_security_indexes), update_metadata=0)


def uuidToPhysicalPath(uuid: str) -> str | None:
    """Path of the object with a UID, catalogued or not."""
    path: str | None = uuid_utils._old_uuidToPhysicalPath(uuid)
    return path or uids.path_of(uuid)


def _asked(query: Any, kw: dict[str, Any]) -> dict[str, Any] | None:
    """The query as one dictionary; None for a request object, which only old code passes."""
    if query is None:
        return dict(kw)
    return {**query, **kw} if isinstance(query, dict) else None
