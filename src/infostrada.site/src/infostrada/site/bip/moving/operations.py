"""Moving an entry to the section it belongs in; page and service call the same."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from infostrada.site.bip.content import Entry
from infostrada.site.bip.operations import EDIT
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import note_public
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.registers.interfaces import IRegisterEntry
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from OFS.event import ObjectWillBeMovedEvent
from typing import Any
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.lifecycleevent import ObjectMovedEvent


def sections(entry: Entry) -> list[Any]:
    """Sections of the bulletin the entry may be moved to."""
    here = aq_parent(aq_inner(entry))
    return [item for item in unit_of(entry)["bip"].objectValues() if item.getId() != here.getId()]


def move_entry(entry: Entry, section: str, reason: str = "") -> Entry:
    """Put an entry into another section of its bulletin; returns it where it is now.

    A public entry keeps its id, its UID and its history, and the move stands in the change log with its reason. An
    entry of a register stays in the section of its register. Raises InvalidData, Blocked.
    """
    public = state_of(entry) == "published"
    require(PUBLISH if public else EDIT, entry)
    if IRegisterEntry.providedBy(entry) or state_of(entry) not in ("draft", "published"):
        raise Blocked([], reason="state_forbids")
    target = next((item for item in sections(entry) if item.getId() == section), None)
    if target is None:
        raise invalid("section", "not_in_list")
    require(EDIT, target)
    if public and not reason.strip():
        raise invalid("reason", "required")
    act = deed(entry)
    source = aq_parent(aq_inner(entry)).getId()
    moved = _move(entry, target)
    if public:
        note_public(moved, act, "moved", reason.strip())
    enter(act, "moved", moved, source=source, target=section)
    return moved


def _move(entry: Entry, target: Any) -> Entry:
    """What pasting a cut object does, without the right to delete, which nobody has over a public entry."""
    source, name = aq_parent(aq_inner(entry)), entry.getId()
    new = name if name not in target else _free(name, target)
    notify(ObjectWillBeMovedEvent(entry, source, name, target, new))
    source._delObject(name, suppress_events=True)
    bare = aq_base(entry)
    bare._setId(new)
    target._setObject(new, bare, set_owner=0, suppress_events=True)
    moved: Entry = target._getOb(new)
    notify(ObjectMovedEvent(moved, source, name, target, new))
    notifyContainerModified(source)
    notifyContainerModified(target)
    moved._postCopy(target, op=1)
    return moved


def _free(name: str, target: Any) -> str:
    number = 2
    while f"{name}-{number}" in target:
        number += 1
    return f"{name}-{number}"
