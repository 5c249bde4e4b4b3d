"""Finding a record by its UID."""

from infostrada.core.errors import NotFound
from infostrada.core.record.row import unit_of
from infostrada.core.record.uids import path_of
from plone import api
from plone.app.uuid.utils import uuidToPhysicalPath
from typing import Any
from zope.interface import Interface


def record_at(uid: str | None) -> Any:
    """The object with this UID, whoever may see it; None when there is none."""
    if not uid:
        return None
    path = path_of(uid) or uuidToPhysicalPath(uid)
    return api.portal.get().unrestrictedTraverse(path, None) if path else None


def by_uid(uid: str, contract: type[Interface], *, near: Any, field: str = "uid") -> Any:
    """The record of this kind in the unit of `near`; raises NotFound for the `field` it was named in.

    Permissions are not looked at: every act asks for its own, and showing asks for View.
    """
    found = record_at(uid)
    if not contract.providedBy(found) or unit_of(found) != unit_of(near):
        raise NotFound(field=field, reason="unknown_object")
    return found
