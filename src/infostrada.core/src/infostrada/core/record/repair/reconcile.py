"""The reconciler: looks both ways, repairs, and remembers until when it has looked."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from infostrada.core.record.repair import walk
from infostrada.core.record.repair.compare import agreeing
from infostrada.core.record.repair.compare import sound_sets
from infostrada.core.record.row import Row
from infostrada.core.record.row import row_of
from infostrada.core.record.sql import write
from infostrada.core.record.writing import remove
from infostrada.core.record.writing import write_rows
from plone.uuid.interfaces import IUUID
from typing import Any

import transaction


# Rows are visible a moment before their objects are: younger ones belong to somebody at work.
GRACE = 10.0


@dataclass
class Report:
    """What was looked at and found so far."""

    checked: int = 0
    missing: int = 0
    differing: int = 0
    orphans: int = 0

    @property
    def faults(self) -> int:
        return self.missing + self.differing + self.orphans


def reconcile(
    portal: Any, *, repair: bool = True, grace: float = GRACE, size: int = walk.BATCH
) -> Iterator[Report]:
    """Compare every object with its rows and every row with its object; yields after each batch.

    Commits after each batch. Rows written less than `grace` seconds ago are left alone.
    """
    run = _Run(portal, repair, grace)
    began = run.now()
    seen: set[str] = set()
    for batch in walk.batches(walk.objects(portal), portal._p_jar, size):
        seen.update(run.compare(batch))
        yield run.report
    for uids in _rows_not_in(seen, size):
        run.orphans(uids)
        yield run.report
    if repair:
        _set_watermark(began, grace)
        transaction.commit()


def reconcile_since(
    portal: Any, *, repair: bool = True, grace: float = GRACE, size: int = walk.BATCH
) -> Iterator[Report]:
    """The same for what was written since the last look: quick enough for every start.

    Looks at objects that still are where rows say they have left, and at the objects of rows
    written since.
    """
    run = _Run(portal, repair, grace)
    began = run.now()
    left = write(f"SELECT DISTINCT path FROM core.record_left WHERE written >= {_SINCE} ORDER BY path")
    still = (walk.at(run.root, row["path"]) for row in left)
    stayed = (obj for place in still if place is not None for obj in walk.objects(place))
    for batch in walk.batches(stayed, portal._p_jar, size):
        run.compare(batch)
        yield run.report
    for uids in _rows_since(size):
        run.look_at(uids)
        yield run.report
    if repair:
        _set_watermark(began, grace)
        transaction.commit()


class _Run:
    """One run of the reconciler."""

    def __init__(self, portal: Any, repair: bool, grace: float) -> None:
        self.portal = portal
        self.root = portal.getPhysicalRoot()
        self.repair = repair
        self.grace = grace
        self.report = Report()

    def now(self) -> Any:
        return write("SELECT now() AS now")[0]["now"]

    def compare(self, batch: list[Any]) -> set[str]:
        """Objects against rows; returns the UIDs looked at."""
        made = [row_of(obj) for obj in batch]
        right = agreeing(made)
        wrong = [row.path for row in made if row.uid not in right]
        self.report.checked += len(made)
        if wrong:
            self._settle(wrong)
        self._end()
        return {row.uid for row in made}

    def orphans(self, uids: list[str]) -> None:
        """Rows no object was met for: look again, then remove."""
        gone = [row["uid"] for row in self._old_enough(uids) if self._object(row) is None]
        self.report.orphans += len(gone)
        if self.repair:
            remove(gone)
        self._end()

    def look_at(self, uids: list[str]) -> None:
        """Rows against objects."""
        found = [(row, self._object(row)) for row in self._old_enough(uids)]
        gone = [row["uid"] for row, obj in found if obj is None]
        self.report.orphans += len(gone)
        if self.repair:
            remove(gone)
        self.compare([obj for _row, obj in found if obj is not None])

    def _settle(self, paths: list[str]) -> None:
        """Make the rows again from a fresh view of the objects, holding the rows meanwhile."""
        transaction.abort()
        transaction.begin()
        present = (walk.at(self.root, path) for path in paths)
        made = [row_of(obj) for obj in present if obj is not None]
        busy, known = self._hold([row.uid for row in made])
        right = agreeing(made)
        wrong = [row for row in made if row.uid not in right and row.uid not in busy]
        self.report.missing += sum(1 for row in wrong if row.uid not in known)
        self.report.differing += sum(1 for row in wrong if row.uid in known)
        if self.repair and wrong:
            _forget_sets(wrong)
            write_rows(wrong)

    def _hold(self, uids: list[str]) -> tuple[set[str], set[str]]:
        """Lock the rows; returns those written too recently, and all there are."""
        found = write(
            "SELECT uid, written > clock_timestamp() - make_interval(secs => %(grace)s) AS young"
            " FROM core.record WHERE uid = ANY(%(uids)s) ORDER BY uid FOR UPDATE",
            {"uids": uids, "grace": self.grace},
        )
        return {row["uid"] for row in found if row["young"]}, {row["uid"] for row in found}

    def _old_enough(self, uids: list[str]) -> list[dict[str, Any]]:
        return write(
            "SELECT uid, path FROM core.record WHERE uid = ANY(%(uids)s)"
            " AND written <= clock_timestamp() - make_interval(secs => %(grace)s)",
            {"uids": uids, "grace": self.grace},
        )

    def _object(self, row: dict[str, Any]) -> Any:
        obj = walk.at(self.root, row["path"])
        return obj if obj is not None and IUUID(obj, None) == row["uid"] else None

    def _end(self) -> None:
        if self.repair:
            transaction.commit()
        else:
            transaction.abort()


_SINCE = "coalesce((SELECT compared FROM core.record_watermark), '-infinity')"


def _rows_not_in(seen: set[str], size: int) -> Iterator[list[str]]:
    for uids in _keyset("true", size):
        others = [uid for uid in uids if uid not in seen]
        if others:
            yield others


def _rows_since(size: int) -> Iterator[list[str]]:
    yield from _keyset(f"written >= {_SINCE}", size)


def _keyset(condition: str, size: int) -> Iterator[list[str]]:
    last = ""
    while True:
        found = write(
            f"SELECT uid FROM core.record WHERE uid > %(last)s AND {condition}"
            f" ORDER BY uid LIMIT {int(size)}",
            {"last": last},
        )
        if not found:
            return
        last = found[-1]["uid"]
        yield [row["uid"] for row in found]


def _forget_sets(wrong: Iterable[Row]) -> None:
    """Drop damaged access sets, so that writing the rows makes them anew."""
    made = list(wrong)
    damaged = {row.access.id for row in made} - sound_sets(made)
    write("DELETE FROM core.access_set WHERE id = ANY(%(ids)s::uuid[])", {"ids": sorted(damaged)})


def _set_watermark(began: Any, grace: float) -> None:
    """Everything before this moment has been looked at; what was left before it is forgotten."""
    write(
        "INSERT INTO core.record_watermark (compared)"
        " VALUES (%(began)s::timestamptz - make_interval(secs => %(grace)s))"
        " ON CONFLICT (one) DO UPDATE SET compared = excluded.compared",
        {"began": began, "grace": grace},
    )
    write("DELETE FROM core.record_left WHERE written < (SELECT compared FROM core.record_watermark)")
