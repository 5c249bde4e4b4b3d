"""Records in the object database below the Zope root, found by the side index's path."""

from infostrada.core.presence.interfaces import IRecordExists
from infostrada.core.sql import session
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from transaction import TransactionManager
from typing import Any
from zope.component.hooks import getSite
from zope.interface import implementer


PATH = text("SELECT path FROM core.record WHERE uid = :uid")


@implementer(IRecordExists)
class Repository:
    """The side index only says where to look; what counts is the object found there.

    A record without a row in the side index was never committed: both are written together.
    """

    def here(self, uid: str) -> bool:
        """See `IRecordExists`."""
        return self._holds(getSite().getPhysicalRoot(), uid)

    def newest(self, uid: str) -> bool:
        """See `IRecordExists`. Opens a connection of its own, for a fresh view."""
        connection = getSite()._p_jar.db().open(TransactionManager())
        try:
            return self._holds(connection.root()["Application"], uid)
        finally:
            connection.transaction_manager.abort()
            connection.close()

    def _holds(self, root: Any, uid: str) -> bool:
        path = session().execute(PATH, {"uid": uid}).scalar_one_or_none()
        if path is None:
            return False
        obj = root
        for name in path.strip("/").split("/"):
            # Not by traversal: what only acquisition finds is somewhere else.
            obj = obj._getOb(name, None) if hasattr(obj, "_getOb") else None
            if obj is None:
                return False
        return bool(IUUID(obj, None) == uid)
