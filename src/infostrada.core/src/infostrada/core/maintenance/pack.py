"""Packing: what nothing leads to any more leaves the object database, and its files leave the cache.

A history-free RelStorage keeps one revision of each object. A deleted one stays in it until a pack with garbage
collection finds that nothing refers to it; its rows in the side index and the full text went when it was deleted.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import asdict
from dataclasses import dataclass
from infostrada.core.aside import aside
from pathlib import Path
from typing import Any

import re
import time


COUNT = "SELECT count(*) FROM object_state"
# Filled by the first half of a pack.
DOOMED = "SELECT count(*) FROM pack_object WHERE NOT keep"
STILL = "SELECT zoid FROM object_state WHERE zoid = ANY(%s)"
BLOB = re.compile(r"(\d+)\.[0-9a-f]{16}\.blob")
BATCH = 1000


@dataclass(frozen=True)
class Packed:
    """Objects that left the database, files that left the blob cache of this machine, and the time it took."""

    objects: int
    files: int
    seconds: float

    def as_json(self) -> dict[str, float]:
        return asdict(self)


def pack(db: Any, days: float = 0) -> Packed:
    """Pack the database of a ZODB `DB` as it was `days` ago; younger garbage waits for the next time.

    Other processes go on reading and writing. Only one pack runs at a time (RelStorage's own lock).
    """
    began, before = time.monotonic(), _count(COUNT)
    db.pack(days=days)
    files = forget_files(db.storage)
    return Packed(max(0, before - _count(COUNT)), files, round(time.monotonic() - began, 1))


def doomed(db: Any, days: float = 0) -> int:
    """How many objects `pack` would remove; changes nothing but RelStorage's notes."""
    db.storage.pack(time.time() - days * 86_400, db.references, prepack_only=True)
    return _count(DOOMED)


def forget_files(storage: Any) -> int:
    """Delete the cached files of blobs that are in the database no longer; returns how many."""
    helper = storage.blobhelper.fshelper
    found = list(_cached(Path(helper.base_dir), helper.layout.size))
    gone = {oid for oid, _path in found} - _still({oid for oid, _path in found})
    paths = [path for oid, path in found if oid in gone]
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _cached(folder: Path, size: int) -> Iterator[tuple[int, Path]]:
    """Object id and path of each file: RelStorage puts an id's remainder into the folder, its quotient into the name."""
    for path in folder.glob("*/*.blob"):
        match = BLOB.fullmatch(path.name)
        if match and path.parent.name.isdigit():
            yield int(match[1]) * size + int(path.parent.name), path


def _still(oids: Iterable[int]) -> set[int]:
    found: set[int] = set()
    wanted = sorted(oids)
    with aside() as connection:
        for start in range(0, len(wanted), BATCH):
            rows = connection.execute(STILL, [wanted[start : start + BATCH]]).fetchall()
            found.update(oid for (oid,) in rows)
    return found


def _count(statement: str) -> int:
    with aside() as connection:
        # The night has time; a visitor's limit does not count here.
        connection.execute("SET statement_timeout = 0")
        row = connection.execute(statement).fetchone()
        return int(row[0]) if row else 0
