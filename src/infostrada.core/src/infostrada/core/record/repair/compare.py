"""Which rows say exactly what their objects say; the comparison is the database's own."""

from infostrada.core.record.row import RETOLD
from infostrada.core.record.row import Row
from infostrada.core.record.sql import write
from infostrada.core.record.tables import listing_tables
from typing import Any

import json


def agreeing(made: list[Row]) -> set[str]:
    """UIDs whose row, access set and listing rows are all as they should be."""
    uids = {row.uid for row in made} & _equal("core.record", [row.columns() for row in made])
    sound = sound_sets(made)
    uids &= {row.uid for row in made if row.access.id in sound}
    for table in listing_tables():
        entries = [row.listing(table) for row in made if table in row.listings]
        with_entry = {entry["uid"] for entry in entries}
        without = [row.uid for row in made if table not in row.listings]
        uids -= with_entry - _equal(table, entries)
        uids -= _present(table, without)
    return uids


def _equal(table: str, entries: list[dict[str, Any]]) -> set[str]:
    if not entries:
        return set()
    same = " AND ".join(_same(table, name) for name in entries[0] if name != "uid")
    found = write(
        f"SELECT stored.uid FROM {table} AS stored"
        f" JOIN jsonb_populate_recordset(NULL::{table}, %(entries)s::jsonb) AS made"
        f" ON made.uid = stored.uid AND {same or 'true'}",
        {"entries": json.dumps(entries, default=str)},
    )
    return {row["uid"] for row in found}


def _same(table: str, name: str) -> str:
    equal = f'stored."{name}" IS NOT DISTINCT FROM made."{name}"'
    # The digest only spares writing: a row that was told otherwise is right when its columns are.
    return (
        f"({equal} OR stored.revision = {RETOLD})" if (table, name) == ("core.record", "revision") else equal
    )


def _present(table: str, uids: list[str]) -> set[str]:
    found = write(f"SELECT uid FROM {table} WHERE uid = ANY(%(uids)s)", {"uids": uids})
    return {row["uid"] for row in found}


def sound_sets(made: list[Row]) -> set[str]:
    """Access sets that hold the right principals, in both of their tables."""
    sets = {row.access for row in made}
    entries = [{"id": each.id, "own": each.own, "allowed": each.allowed} for each in sets]
    found = write(
        """
        SELECT stored.id::text AS id FROM core.access_set AS stored
        JOIN jsonb_populate_recordset(NULL::core.access_set, %(sets)s::jsonb) AS made
            ON made.id = stored.id AND made.own = stored.own AND made.allowed = stored.allowed
        WHERE stored.allowed = (
            SELECT coalesce(array_agg(principal::text ORDER BY principal), '{}')
            FROM core.access_member WHERE access = stored.id)
        """,
        {"sets": json.dumps(entries)},
    )
    return {row["id"] for row in found}
