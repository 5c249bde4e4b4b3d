"""Present revisions of objects, for `compensation`."""

from collections.abc import Callable
from infostrada.core.sql import session
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any


# An object moved meanwhile is found where the side index has it now.
PATH = text("SELECT path FROM core.record WHERE uid = :uid")


def serials(root: Any) -> Callable[[str, str], bytes | None]:
    """Look-up `(path, uid) -> revision` in the object database below the Zope root."""

    def serial_of(path: str, uid: str) -> bytes | None:
        serial = _serial(root, path, uid)
        if serial is None:
            moved = session().execute(PATH, {"uid": uid}).scalar_one_or_none()
            serial = _serial(root, moved, uid) if moved else None
        return serial

    return serial_of


def _serial(root: Any, path: str, uid: str) -> bytes | None:
    obj = root.unrestrictedTraverse(path, None)
    if obj is None or IUUID(obj, None) != uid:
        return None
    # A ghost's revision is not known until it is loaded.
    obj._p_activate()
    serial: bytes = obj._p_serial
    return serial
