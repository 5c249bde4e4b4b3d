"""Superseding, archiving and restoring a public entry; form, service and chore call the same."""

from infostrada.site.bip.content import Entry
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import note_public
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.timing.moments import gone
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone.uuid.interfaces import IUUID


def supersede_entry(entry: Entry, successor: Entry, reason: str) -> None:
    """Say that another public entry of the bulletin takes this one's place; both can be read, and both say it.

    Raises InvalidData for a successor that is no public entry of the unit, or leads back to this one.
    """
    act = _begin(entry, reason)
    if state_of(entry) != "published":
        raise Blocked([], reason="already_superseded")
    if not IEntry.providedBy(successor) or unit_of(successor).unit_id != act.unit or gone(successor):
        raise invalid("successor", "entry_unknown")
    if not is_public(successor):
        raise invalid("successor", "entry_unknown")
    if leads_to(successor, IUUID(entry)):
        raise invalid("successor", "supersedes_itself")
    move(entry, "supersede")
    entry.superseded_by = IUUID(successor)
    if IUUID(entry) not in successor.supersedes:
        successor.supersedes = (*successor.supersedes, IUUID(entry))
        successor.reindexObject()
    note_public(entry, act, "superseded", reason.strip())
    enter(act, "superseded", entry, successor=IUUID(successor))


def archive_entry(entry: Entry, reason: str) -> None:
    """Move a public entry to the bulletin's archive: everybody may read it there, lists of the present leave it out."""
    put_in_archive(entry, _begin(entry, reason), reason.strip())


def put_in_archive(entry: Entry, act: Deed, reason: str) -> None:
    """The same for callers that asked for the right, and for terms that end by themselves."""
    move(entry, "archive")
    note_public(entry, act, "archived", reason)
    enter(act, "archived", entry)


def restore_entry(entry: Entry, reason: str) -> None:
    """Bring a superseded or archived entry back among the present ones; its successor no longer names it."""
    act = _begin(entry, reason)
    move(entry, "restore")
    successor = successor_of(entry)
    if successor is not None:
        uid = IUUID(entry)
        successor.supersedes = tuple(held for held in successor.supersedes if held != uid)
        successor.reindexObject()
    entry.superseded_by = None
    note_public(entry, act, "restored", reason.strip())
    enter(act, "restored", entry)


def successor_of(entry: Entry) -> Entry | None:
    """The entry that took this one's place."""
    found = record_at(entry.superseded_by)
    return found if IEntry.providedBy(found) else None


def predecessors_of(entry: Entry) -> list[Entry]:
    """The entries this one took the place of."""
    return [found for found in map(record_at, entry.supersedes) if IEntry.providedBy(found)]


def _begin(entry: Entry, reason: str) -> Deed:
    require(PUBLISH, entry)
    if not is_public(entry):
        raise Blocked([], reason="entry_not_public")
    if entry.proposal is not None:
        raise Blocked([], reason="change_waits")
    if not reason.strip():
        raise invalid("reason", "required")
    return deed(entry)


def leads_to(entry: Entry, uid: str) -> bool:
    """Is the entry with this UID the same, or one that came after it?"""
    seen: set[str] = set()
    at: Entry | None = entry
    while at is not None and IUUID(at) not in seen:
        if IUUID(at) == uid:
            return True
        seen.add(IUUID(at))
        at = successor_of(at)
    return False
