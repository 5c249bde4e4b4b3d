"""Is a record really there? Rows commit a moment before objects, so a row alone proves nothing.

A transaction that writes "record X exists under this key" makes a promise: an advisory lock on a
connection of its own, held until the object database has committed as well. A process that dies
loses its connections and with them its promises. Who finds the row but not the record waits for
the promise to end and then knows: the record came, or it never will.
"""

from infostrada.core.errors import ContentionError
from infostrada.core.presence.interfaces import IRecordExists
from infostrada.core.presence.promise import await_commits
from infostrada.core.presence.promise import promise
from zope.component import getUtility


__all__ = ["IRecordExists", "promise", "settled"]


def settled(uid: str, name: str) -> bool:
    """Did the record `uid`, announced by a row under the promise `name`, come to be?

    False means its transaction died and the caller may take its place: the promise is then the
    caller's. Raises `ContentionError` when the record came after the current transaction began;
    Zope's repetition of the request sees it.
    """
    records = getUtility(IRecordExists)
    if records.here(uid):
        return True
    promise(name)
    await_commits()
    if records.newest(uid):
        raise ContentionError(reason="just_created")
    return False
