"""Entries of an archive that took each other's place, linked once both stand in the bulletin."""

from collections.abc import Iterable
from infostrada.site.bip.interfaces import IEntry
from infostrada.site.bip.migration.table import Item
from infostrada.site.bip.migration.taking import uid_of
from infostrada.site.bip.succession.operations import leads_to
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from typing import Any


def link(unit: str, found: Iterable[Item]) -> int:
    """Let superseded entries name their public successors and these name them; returns how many were linked.

    An entry whose successor is not there yet, is a draft or would lead back to it stays superseded without one: the
    same import started again, once the successor is public, links them.
    """
    return sum(
        _linked(record_at(uid_of(unit, item.id)), record_at(uid_of(unit, item.superseded_by)))
        for item in found
        if item.state == "superseded" and item.superseded_by
    )


def _linked(entry: Any, successor: Any) -> bool:
    if not (IEntry.providedBy(entry) and IEntry.providedBy(successor)) or entry.superseded_by:
        return False
    if state_of(entry) != "superseded" or not is_public(successor) or leads_to(successor, entry.UID()):
        return False
    entry.superseded_by = successor.UID()
    successor.supersedes = (*successor.supersedes, entry.UID())
    entry.reindexObject()
    successor.reindexObject()
    return True
