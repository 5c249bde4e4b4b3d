"""Writes rows: objects, their listing tables, and whole subtrees by one UPDATE."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from infostrada.core.record import subtree
from infostrada.core.record.access import AccessSet
from infostrada.core.record.pending import Stored
from infostrada.core.record.pending import Work
from infostrada.core.record.row import Row
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.tables import is_sparing
from infostrada.core.record.tables import listing_tables
from typing import Any

import json


_PLACE = ("path", "access", "own", "unit", "grant_scope")


def store(work: Work) -> dict[str, Stored]:
    """Write a transaction's work; returns where the removed rows stood.

    Rows below a container that moved or whose access changed follow it by one UPDATE; what the
    UPDATE has already brought right is not written again.
    """
    sets: dict[str, AccessSet] = {}
    made = [row_of(obj, sets) for _uid, obj in sorted(work.wanted.items())]
    known = _known([*(row.uid for row in made), *work.gone])
    before = {uid: place for uid, (place, _revision) in known.items()}
    remove([uid for uid in work.gone if uid in known])
    changes = subtree.changes(made, {**work.removed, **before})
    subtree.apply(changes, {row.uid for row in made})
    if changes:
        known = _known([row.uid for row in made])
    new = {row.uid for row in made} - set(known)
    write_rows((row for row in made if known.get(row.uid) != (_place(row), row.revision)), new)
    _leave([*work.gone.values(), *(change.old.path for change in changes if change.moves)])
    return {uid: before[uid] for uid in work.gone if uid in before}


def write_rows(rows: Iterable[Row], new: Collection[str] = ()) -> None:
    """Insert or replace rows together with their access sets and listing rows.

    `new` are UIDs known to have no row yet, for which nothing can be left in a listing table.
    """
    batch = sorted(rows, key=lambda row: row.uid)
    if not batch:
        return
    write_access_sets({row.access for row in batch})
    _upsert("core.record", [row.columns() for row in batch])
    for table in listing_tables():
        _upsert(table, [row.listing(table) for row in batch if table in row.listings])
    _delete(
        {
            table: [r.uid for r in batch if table not in r.listings and r.uid not in new]
            for table in listing_tables()
        }
    )


def write_access_sets(sets: set[AccessSet]) -> None:
    """Store sets nobody has stored before; in key order, so that writers cannot lock crosswise."""
    entries = [
        {"id": each.id, "own": each.own, "allowed": each.allowed}
        for each in sorted(sets, key=lambda each: each.id)
    ]
    write(
        """
        WITH added AS (
            INSERT INTO core.access_set (id, own, allowed)
            SELECT id, own, allowed
            FROM jsonb_populate_recordset(NULL::core.access_set, %(sets)s::jsonb)
            ON CONFLICT (id) DO NOTHING RETURNING id, allowed)
        INSERT INTO core.access_member (principal, access)
        SELECT principal, id FROM added, unnest(allowed) AS principal
        """,
        {"sets": json.dumps(entries)},
    )


def remove(uids: list[str]) -> None:
    """Delete rows here and in every listing table."""
    _delete(dict.fromkeys((*listing_tables(), "core.record"), sorted(uids)))


def _delete(uids: Mapping[str, list[str]]) -> None:
    """From several tables in one statement: most of them have nothing to delete."""
    wanted = {table: each for table, each in uids.items() if each}
    if not wanted:
        return
    parts = [
        f"deleted{n} AS (DELETE FROM {table} WHERE uid = ANY(%(uids{n})s))" for n, table in enumerate(wanted)
    ]
    write(
        f"WITH {', '.join(parts)} SELECT 1",
        {f"uids{n}": each for n, each in enumerate(wanted.values())},
    )


def _known(uids: list[str]) -> dict[str, tuple[Stored, int]]:
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


def _upsert(table: str, entries: list[dict[str, Any]]) -> None:
    if not entries:
        return
    names = list(entries[0])
    columns = ", ".join(f'"{name}"' for name in names)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "uid")
    if table == "core.record":
        updates += ", written = now()"
    action = f"DO UPDATE SET {updates}" if updates else "DO NOTHING"
    if is_sparing(table):
        sides = (table.rpartition(".")[2], "excluded")
        kept, made = (", ".join(f'{side}."{name}"' for name in names) for side in sides)
        action += f" WHERE ({kept}) IS DISTINCT FROM ({made})"
    write(
        f"INSERT INTO {table} ({columns}) SELECT {columns}"
        f" FROM jsonb_populate_recordset(NULL::{table}, %(entries)s::jsonb)"
        f" ON CONFLICT (uid) {action}",
        {"entries": json.dumps(entries, default=str)},
    )
