"""Writes rows: objects, their listing tables, and whole subtrees by one UPDATE."""

from Acquisition import aq_base
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
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
from itertools import chain
from typing import Any
from typing import NamedTuple
from ZODB.utils import z64

import json


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


def write_rows(rows: Iterable[Row], new: Collection[str] = ()) -> None:
    """Insert or replace rows together with their access sets and listing rows.

    `new` are UIDs known to have no row yet, for which nothing can be left in a listing table.
    """
    batch = sorted(rows, key=lambda row: row.uid)
    if not batch:
        return
    entries = {"core.record": [row.columns() for row in batch]}
    absent = {}
    for table in listing_tables():
        entries[table] = [row.listing(table) for row in batch if table in row.listings]
        absent[table] = [row.uid for row in batch if table not in row.listings and row.uid not in new]
    _together(chain(_sets({row.access for row in batch}), _upserts(entries), _deletions(absent)))


def write_access_sets(sets: set[AccessSet]) -> None:
    """Store sets nobody has stored before."""
    _together(_sets(sets))


def remove(uids: list[str]) -> None:
    """Delete rows here and in every listing table."""
    _together(_deletions(dict.fromkeys((*listing_tables(), "core.record"), sorted(uids))))


class _Part(NamedTuple):
    """A statement that writes, the rows it writes (`{given}` in it), and the name others know its rows by."""

    statement: str
    given: Any = None
    name: str = ""


def _together(parts: Iterable[_Part]) -> None:
    """Execute several writes as one statement: a number of a register stays locked while each goes there and back.

    References between the tables are checked when all of it is done.
    """
    written, given = [], {}
    for n, part in enumerate(parts):
        name = f"part{n}"
        written.append(f"{part.name or name} AS ({part.statement.replace('{given}', f'%({name})s')})")
        given[name] = part.given
    if written:
        write(f"WITH {', '.join(written)} SELECT 1", given)


def _sets(sets: set[AccessSet]) -> Iterator[_Part]:
    """Store sets nobody has stored before; in key order, so that writers cannot lock crosswise."""
    entries = [
        {"id": each.id, "own": each.own, "allowed": each.allowed}
        for each in sorted(sets, key=lambda each: each.id)
    ]
    if not entries:
        return
    added = (
        "INSERT INTO core.access_set (id, own, allowed) SELECT id, own, allowed"
        " FROM jsonb_populate_recordset(NULL::core.access_set, {given}::jsonb)"
        " ON CONFLICT (id) DO NOTHING RETURNING id, allowed"
    )
    yield _Part(added, json.dumps(entries), "added")
    yield _Part(
        "INSERT INTO core.access_member (principal, access)"
        " SELECT principal, id FROM added, unnest(allowed) AS principal"
    )


def _deletions(uids: Mapping[str, list[str]]) -> Iterator[_Part]:
    for table, each in uids.items():
        if each:
            yield _Part(f"DELETE FROM {table} WHERE uid = ANY({{given}})", each)


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


def _upserts(entries: Mapping[str, list[dict[str, Any]]]) -> Iterator[_Part]:
    for table, each in entries.items():
        if each:
            yield _Part(_upsert(table, list(each[0])), json.dumps(each, default=str))


def _upsert(table: str, names: list[str]) -> str:
    columns = ", ".join(f'"{name}"' for name in names)
    updates = ", ".join(f'"{name}" = excluded."{name}"' for name in names if name != "uid")
    if table == "core.record":
        updates += ", written = now()"
    action = f"DO UPDATE SET {updates}" if updates else "DO NOTHING"
    if is_sparing(table):
        sides = (table.rpartition(".")[2], "excluded")
        kept, made = (", ".join(f'{side}."{name}"' for name in names) for side in sides)
        action += f" WHERE ({kept}) IS DISTINCT FROM ({made})"
    return (
        f"INSERT INTO {table} ({columns}) SELECT {columns}"
        f" FROM jsonb_populate_recordset(NULL::{table}, {{given}}::jsonb)"
        f" ON CONFLICT (uid) {action}"
    )
