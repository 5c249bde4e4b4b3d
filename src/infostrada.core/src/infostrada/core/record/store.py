"""Writes a transaction's work: rows of objects, and whole subtrees by one UPDATE."""

from Acquisition import aq_base
from infostrada.core.record import subtree
from infostrada.core.record.access import AccessSet
from infostrada.core.record.row import Row
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.work import Stored
from infostrada.core.record.work import Work
from infostrada.core.record.writing import remove
from infostrada.core.record.writing import write_rows
from typing import Any
from ZODB.utils import z64


_PLACE = ("path", "access", "own", "unit", "grant_scope")


def store(work: Work) -> dict[str, Stored]:
    """Write a transaction's work; returns where the removed rows stood.

    Rows below a container that moved or whose access changed follow it by one UPDATE; what the
    UPDATE has already brought right is not written again.
    """
    sets: dict[str, AccessSet] = {}
    made = [row_of(obj, sets) for _uid, obj in sorted(work.wanted.items())]
    fresh = {uid for uid, obj in work.wanted.items() if _is_fresh(obj) and not work.has_met(uid)}
    known = _known([uid for uid in (*work.wanted, *work.gone) if uid not in fresh])
    before = {uid: place for uid, (place, _revision) in known.items()}
    remove([uid for uid in work.gone if uid in known])
    changes = subtree.changes(made, {**work.removed, **before})
    subtree.apply(changes, {row.uid for row in made})
    if changes:
        known = _known([row.uid for row in made if row.uid not in fresh])
    new = {row.uid for row in made} - set(known)
    write_rows((row for row in made if known.get(row.uid) != (_place(row), row.revision)), new)
    _leave([*work.gone.values(), *(change.old.path for change in changes if change.moves)])
    return {uid: before[uid] for uid in work.gone if uid in before}


def _is_fresh(obj: Any) -> bool:
    """Was the object made in this transaction?"""
    return getattr(aq_base(obj), "_p_serial", None) == z64


def _known(uids: list[str]) -> dict[str, tuple[Stored, int]]:
    if not uids:
        return {}
    found = write(
        "SELECT uid, path, access::text, own::text, unit, grant_scope, revision"
        " FROM core.record JOIN core.access_set ON access_set.id = record.access"
        " WHERE uid = ANY(%(uids)s)",
        {"uids": uids},
    )
    return {row["uid"]: (Stored(**{name: row[name] for name in _PLACE}), row["revision"]) for row in found}


def _place(row: Row) -> Stored:
    return Stored(
        path=row.path,
        access=row.access.id,
        own=row.access.own,
        unit=row.unit,
        grant_scope=row.grant_scope,
    )


def _leave(paths: list[str]) -> None:
    """Note places that objects have left: after a crash the objects may still be there."""
    if paths:
        write(
            "INSERT INTO core.record_left (path) SELECT unnest(%(paths)s::text[])",
            {"paths": sorted(paths)},
        )
