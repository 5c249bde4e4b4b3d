"""Carries a container's move or change of access to every row below it by one UPDATE each.

No object below is woken, but for one representative of each access set found there: rows that
shared a set share the next one, because a set stands for the whole lineage of an object.
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.record.access import access_of
from infostrada.core.record.access import AccessSet
from infostrada.core.record.access import NOBODY
from infostrada.core.record.row import Row
from infostrada.core.record.sql import under
from infostrada.core.record.sql import write
from infostrada.core.record.tables import listing_tables
from infostrada.core.record.tables import type_of
from infostrada.core.record.work import Stored
from infostrada.core.record.writing import write_access_sets
from plone import api
from typing import Any

import json


# A row can be ahead of its object for a moment; some other row of the set then stands for it.
_CANDIDATES = 5


@dataclass(frozen=True)
class Change:
    """A container whose place or access differs from what the index holds."""

    old: Stored
    new: Row

    @property
    def moves(self) -> bool:
        return self.old.path != self.new.path

    @property
    def opens(self) -> bool:
        return self.old.access != self.new.access.id


def changes(made: Iterable[Row], before: Mapping[str, Stored]) -> list[Change]:
    """The topmost containers whose rows below have to follow."""
    found: list[Change] = []
    for row in sorted(made, key=lambda row: row.path):
        old = before.get(row.uid)
        if old is None or not row.facts.folderish:
            continue
        change = Change(old, row)
        if (change.moves or change.opens) and not _follows(change, found):
            found.append(change)
    return found


def apply(found: list[Change], made: set[str]) -> None:
    """Move and reopen the rows below each container; `made` are written on their own anyway.

    Access is carried from the deepest container upwards: rows that shared a set with others above
    them must have left it before the others are treated as one.
    """
    _move([change for change in found if change.moves])
    for level in _levels(found):
        _reopen(level, made)


def _follows(change: Change, above: Iterable[Change]) -> bool:
    """Is the change explained by that of a container above it?"""
    return change.old.own == change.new.access.own and any(
        change.new.path == other.new.path + change.old.path[len(other.old.path) :]
        and change.old.path.startswith(other.old.path + "/")
        for other in above
    )


def _move(moves: list[Change]) -> None:
    """Containers that change places with each other meet on the way: park their rows first."""
    if len(moves) > 1:
        for change in moves:
            _shift(change, change.old.path, f"~{change.new.uid}")
    for change in moves:
        _shift(change, f"~{change.new.uid}" if len(moves) > 1 else change.old.path, change.new.path)


def _shift(change: Change, source: str, target: str) -> None:
    _carry(
        "",
        f"""
        UPDATE core.record AS record SET
            path = %(target)s || substr(path, length(%(source)s) + 1),
            unit = CASE WHEN unit IS NOT DISTINCT FROM %(old_unit)s
                   THEN %(new_unit)s ELSE unit END,
            grant_scope = CASE WHEN grant_scope IS NOT DISTINCT FROM %(old_scope)s
                          THEN %(new_scope)s ELSE grant_scope END,
            written = now()
        WHERE {under("path", "source")}
        """,
        {
            "source": source,
            "target": target,
            "old_unit": change.old.unit,
            "new_unit": change.new.unit,
            "old_scope": change.old.grant_scope,
            "new_scope": change.new.grant_scope,
        },
    )


def _carry(found: str, update: str, parameters: Mapping[str, Any]) -> None:
    """Change rows by an UPDATE of `core.record AS record`, and their place in the listing tables that tell it.

    `found` are queries it uses, each ended by a comma.
    """
    listed = [
        f"""
        listed{n} AS (
            UPDATE {table} AS own SET unit = moved.unit, access = moved.access, grant_scope = moved.grant_scope
            FROM moved WHERE own.uid = moved.uid AND moved.type = '{type_of(table)}'
            AND (own.unit, own.access, own.grant_scope)
                IS DISTINCT FROM (moved.unit, moved.access, moved.grant_scope))
        """
        for n, table in enumerate(filter(type_of, listing_tables()))
    ]
    moved = f"moved AS ({update} RETURNING record.uid, type, unit, access, grant_scope)"
    write(f"WITH {found} {', '.join([moved, *listed])} SELECT 1", parameters)


def _levels(found: list[Change]) -> list[list[Change]]:
    """The changes by depth, deepest first: none of a level lies below another of it. `found` is in order of paths."""
    levels: list[list[Change]] = []
    above: list[str] = []
    for change in found:
        while above and not change.new.path.startswith(above[-1] + "/"):
            above.pop()
        if len(levels) == len(above):
            levels.append([])
        levels[len(above)].append(change)
        above.append(change.new.path)
    return levels[::-1]


def _reopen(level: list[Change], made: set[str]) -> None:
    """The rows below all containers of a level together: one statement to see them, one to write them.

    Containers that were of one lineage and are of one lineage again carry rows of one set to one set, so a single
    object stands for them all.
    """
    found = write(
        f"""
        SELECT root.path AS root, below.access::text AS access, below.paths
        FROM unnest(%(roots)s::text[]) AS root(path) CROSS JOIN LATERAL (
            SELECT access, (array_agg(path ORDER BY path))[1:{_CANDIDATES}] AS paths FROM core.record
            WHERE record.path >= root.path || '/' AND record.path < root.path || '0' AND NOT uid = ANY(%(made)s)
            GROUP BY access) AS below
        """,
        {"roots": [change.new.path for change in level], "made": list(made)},
    )
    roots = {change.new.path: change for change in level}
    ways: dict[tuple[str, str, str], AccessSet] = {}
    pairs: list[tuple[str, str, AccessSet]] = []
    for row in found:
        change = roots[row["root"]]
        way = (change.old.access, change.new.access.id, row["access"])
        if way not in ways:
            ways[way] = _representative(row["paths"])
        if ways[way].id != row["access"]:
            pairs.append((row["root"], row["access"], ways[way]))
    if pairs:
        _replace(pairs)


def _representative(paths: list[str]) -> AccessSet:
    """The access of the first object found; nobody's when rows without objects are all there is."""
    root = api.portal.get().getPhysicalRoot()
    for path in paths:
        obj: Any = root.unrestrictedTraverse(path, None)
        if obj is not None and "/".join(obj.getPhysicalPath()) == path:
            return access_of(obj)
    return NOBODY


def _replace(pairs: Iterable[tuple[str, str, AccessSet]]) -> None:
    """Give the rows below each root another set in place of the one they have."""
    listed = list(pairs)
    write_access_sets({new for _root, _old, new in listed})
    _carry(
        """
        found AS (
            SELECT below.uid, pair.new
            FROM jsonb_to_recordset(%(pairs)s::jsonb) AS pair(root text, old uuid, new uuid) CROSS JOIN LATERAL (
                SELECT uid FROM core.record WHERE record.path >= pair.root || '/'
                    AND record.path < pair.root || '0' AND record.access = pair.old OFFSET 0) AS below),
        """,
        """
        UPDATE core.record AS record SET access = found.new, written = now()
        FROM found WHERE record.uid = found.uid
        """,
        {"pairs": json.dumps([{"root": root, "old": old, "new": new.id} for root, old, new in listed])},
    )
