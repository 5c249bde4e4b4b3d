"""Writes rows with their listing tables and access sets: several tables by one statement."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.core.record.access import AccessSet
from infostrada.core.record.row import Row
from infostrada.core.record.sql import write
from infostrada.core.record.tables import is_sparing
from infostrada.core.record.tables import listing_tables
from itertools import chain
from typing import Any
from typing import NamedTuple

import json


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
