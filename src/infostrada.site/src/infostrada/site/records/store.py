"""The folders records lie in: unordered, bucketed by year and class, cheap to add to."""

from infostrada.core.hints import hints_for_readers_only
from infostrada.core.record.interfaces import IWithoutIntId
from infostrada.core.record.uncatalogued import register_holders
from infostrada.site.records.interfaces import IDesk
from infostrada.site.records.interfaces import IStore
from infostrada.site.units.lookup import unit_of
from OFS.event import ObjectWillBeAddedEvent
from plone.dexterity.content import Container
from plone.uuid.interfaces import ATTRIBUTE_NAME
from typing import Any
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectAddedEvent
from zope.lifecycleevent import ObjectCreatedEvent

import uuid


DESK = "eod"
STORE = "records_store"
register_holders(STORE)
SHARDS = "0123456789abcdef"
# Records a folder takes itself; those after them go into its sixteen.
ROOMY = 60
PLANS, LETTERS, TASKS, CASES = "jrwa", "rpw", "zadania", "sprawy"
ARCHIVE, DISPATCH, TEMPLATES, TYPES, BUNDLES = "archiwum", "rpwych", "szablony", "typy", "paczki"
# Rooms made only when the first record of theirs is filed.
LATER_ROOMS = {
    ARCHIVE: "Archiwum zakładowe",
    DISPATCH: "Rejestr przesyłek wychodzących",
    TEMPLATES: "Szablony pism",
    TYPES: "Typy spraw",
    BUNDLES: "Paczki akt",
}


@implementer(IStore, IWithoutIntId)
class Store(Container):
    """A folder of records without an order of its own.

    Nor does it keep the second tree of its kind of folder, ids by meta type: nobody asks for it here, each record would
    be written down twice, and two writers would meet in one more place.
    """

    _ordering = "unordered"

    def _setOb(self, id: str, object: Any) -> None:
        if id in self._tree:
            raise KeyError(f"There is already an item named {id!r}.")
        self._tree[id] = object
        self._count.change(1)

    def _delOb(self, id: str) -> None:
        del self._tree[id]
        self._count.change(-1)
        for known in self._mt_index.values():
            # Records filed before stand there.
            known.pop(id, None)

    def objectIds(self, spec: Any = None, ordered: bool = True) -> Any:
        """All ids, or those of objects with one of the meta types, which are woken for it."""
        if spec is None:
            return self._tree.keys()
        wanted = {spec} if isinstance(spec, str) else set(spec)
        return [id for id, each in self._tree.items() if getattr(each, "meta_type", None) in wanted]


@implementer(IDesk)
@hints_for_readers_only
class Desk(Store):
    """A unit's records desk."""


def new_uid() -> str:
    """Identifier of a record: random in front, so that neighbours share no bucket."""
    return uuid.uuid4().hex


def file_object(container: Any, obj: Any, portal_type: str, object_id: str = "", uid: str = "") -> Any:
    """Put a new object into a store and return it there.

    Like adding content, but the container is neither marked as modified nor reindexed (two
    writers would meet there), nobody becomes the owner by local role, and the id is the UID.
    """
    obj.portal_type = portal_type
    uid = uid or new_uid()
    setattr(obj, ATTRIBUTE_NAME, uid)
    obj.id = object_id or uid
    obj.__ac_local_roles__ = {}
    notify(ObjectCreatedEvent(obj))
    notify(ObjectWillBeAddedEvent(obj, container, obj.id))
    container._setOb(obj.id, obj)
    filed = container._getOb(obj.id)
    filed.manage_fixupOwnershipAfterAdd()
    notify(ObjectAddedEvent(filed, container, obj.id))
    return filed


def desk_of(context: Any) -> Desk:
    """The desk of the unit `context` lies in, made when there is none yet."""
    unit = unit_of(context)
    desk = unit.get(DESK)
    if desk is None:
        desk = file_object(unit, Desk(title="Obieg dokumentów"), "records_desk", DESK)
        for name, title in (
            (PLANS, "Jednolity rzeczowy wykaz akt"),
            (LETTERS, "Rejestr przesyłek wpływających"),
            (TASKS, "Zadania"),
            (CASES, "Sprawy"),
        ):
            file_object(desk, Store(title=title), STORE, name)
    return desk


def bucket(context: Any, room: str, *names: object) -> Store:
    """The folder for a year (and class) inside a room of the desk, made when missing."""
    desk = desk_of(context)
    if room not in desk and room in LATER_ROOMS:
        file_object(desk, Store(title=LATER_ROOMS[room]), STORE, room)
    folder = desk[room]
    for name in map(str, names):
        inner = folder.get(name)
        if inner is None:
            inner = file_object(folder, Store(title=name), STORE, name)
        folder = inner
    return folder


def shard(context: Any, room: str, year: int, uid: str) -> Store:
    """The folder of a year for a record with this UID, one of sixteen.

    Many write into one office's year at once. Sixteen trees instead of one make it rare that two
    of them meet in a node that is just being split, which would repeat a request.
    """
    whole = bucket(context, room, year)
    if SHARDS[0] not in whole:
        for name in SHARDS:
            file_object(whole, Store(title=name), STORE, name)
    folder: Store = whole[uid[0]]
    return folder


def roomy(whole: Store, uid: str) -> Store:
    """The folder for a record with this UID: `whole` while it is small, then one of sixteen in it.

    For folders of which there are many, few of them busy: a list of cases of a class and year.
    """
    if len(whole) < ROOMY:
        return whole
    name = uid[0]
    folder: Store = whole.get(name) or file_object(whole, Store(title=name), STORE, name)
    return folder
