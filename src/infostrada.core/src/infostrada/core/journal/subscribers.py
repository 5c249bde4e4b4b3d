"""What the journal learns from events: which objects a transaction touched, logins and logouts."""

from infostrada.core.journal.expectations import removed
from infostrada.core.journal.expectations import touched
from infostrada.core.journal.rows import write
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.lifecycleevent.interfaces import IObjectMovedEvent


def on_touched(obj: Any, event: Any) -> None:
    """Object added, modified or moved through its workflow."""
    uid = IUUID(obj, None)
    if uid:
        touched(uid, obj)


def on_removed(obj: Any, event: Any) -> None:
    """Object deleted; a move or rename is none."""
    uid = IUUID(obj, None)
    if uid and not _is_move(event):
        removed(uid)


def on_login(event: Any) -> None:
    """Somebody logged in."""
    _write("login", event)


def on_logout(event: Any) -> None:
    """Somebody logged out."""
    _write("logout", event)


def _write(action: str, event: Any) -> None:
    write(action, unit=None, uid=None, data=None, actor=event.principal.getId())


def _is_move(event: Any) -> bool:
    return IObjectMovedEvent.providedBy(event) and event.newParent is not None
