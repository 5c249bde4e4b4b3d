"""Everything against a bundle before a record of it is made, line by line (the dry run)."""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.core.numbers.adopting import ABSENT
from infostrada.core.numbers.adopting import LARGEST_GAP
from infostrada.core.record.sql import rows
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.judging import Judge
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.registers import Held
from infostrada.site.records.bundle.registers import label_of
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.bundle.signing import SERIES
from infostrada.site.records.bundle.signing import series_of
from infostrada.site.records.bundle.target import Target
from infostrada.site.records.find import record_at
from typing import Any
from typing import NamedTuple

import sqlite3
import tempfile


BATCH = 500
NEW, HERE, REFUSED, WARNING = "new", "here", "refused", "warning"
# Members that must name a record which stands before theirs: of these kinds.
OWNERS = {
    "documents": ("case", ("cases",)),
    "tasks": ("about", ("letters", "cases", "documents", "outgoing")),
}
LASTS = """
    SELECT kind, year, key, last FROM core.series WHERE unit = %(unit)s AND kind = ANY(%(kinds)s)
"""
TAKEN = """
    SELECT series.kind, series.year, series.key, number.value, number.uid,
        number.uid = '' AND number.entry ->> 'remark' = %(absent)s AS absent
    FROM core.number AS number
    JOIN core.series AS series ON series.id = number.series
    WHERE series.unit = %(unit)s AND series.kind = ANY(%(kinds)s) AND number.value = ANY(%(values)s)
"""
PLACES = "SELECT uid, unit, type FROM core.record WHERE uid = ANY(%(uids)s)"


class Line(NamedTuple):
    """What becomes of a line: `action` is new, here (made before), refused or warning."""

    member: str
    line: int
    uid: str
    action: str
    reason: str = ""
    detail: str = ""


def check(bundle: Bundle, target: Target) -> Iterator[Line]:
    """What an import would do with each line, in the order of the archive; changes nothing."""
    with tempfile.NamedTemporaryFile(prefix="bundle-", suffix=".db") as place:
        seen = sqlite3.connect(place.name)
        try:
            yield from _Check(bundle, target, seen).run()
        finally:
            seen.close()


def refused_lines(bundle: Bundle, target: Target) -> frozenset[tuple[str, int]]:
    """The lines an import leaves out, by kind and number."""
    return frozenset((line.member, line.line) for line in check(bundle, target) if line.action == REFUSED)


class _Check:
    def __init__(self, bundle: Bundle, target: Target, seen: sqlite3.Connection) -> None:
        self.bundle = bundle
        self.target = target
        self.seen = seen
        seen.execute("CREATE TABLE record (uid TEXT PRIMARY KEY, kind TEXT) WITHOUT ROWID")
        seen.execute(
            "CREATE TABLE number (series TEXT, value INT, PRIMARY KEY (series, value)) WITHOUT ROWID"
        )
        seen.execute("CREATE TABLE step (record TEXT PRIMARY KEY, place INT) WITHOUT ROWID")
        self.judge = Judge(bundle, target, seen)
        self.registers: dict[str, Held] = {}
        self.reached: dict[tuple[Any, ...], int] = {}
        given = {"unit": target.unit.unit_id, "kinds": [*SERIES.values(), "case"]}
        self.lasts = {(row["kind"], row["year"], row["key"]): row["last"] for row in rows(LASTS, given)}

    def run(self) -> Iterator[Line]:
        """Kinds in order, then what belongs to none."""
        for kind in KINDS:
            batch: list[tuple[int, dict[str, Any]]] = []
            for number, data, fault in self.bundle.lines(kind):
                shown, reason, detail = ({}, fault, "") if fault else self.judge.read(kind, data)
                if reason:
                    # Lines before it come first, so that what they hold is known when this one is told.
                    yield from self._batch(kind, batch)
                    batch = []
                    yield Line(kind, number, _uid_in(data), REFUSED, reason, detail)
                    continue
                batch.append((number, shown))
                if len(batch) == BATCH:
                    yield from self._batch(kind, batch)
                    batch = []
            yield from self._batch(kind, batch)
        for kind in self.bundle.kinds():
            if kind not in KINDS:
                yield Line(kind, 0, "", REFUSED, "kind_unknown")
        for digest in self.judge.unnamed():
            yield Line("files", 0, digest, WARNING, "file_unnamed")

    def _batch(self, kind: str, batch: list[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
        if not batch:
            return
        if kind == "metryka":
            yield from self._steps(batch)
            return
        if kind in REGISTERS:
            yield from self._rows(kind, batch)
            return
        uids = {self.target.uid(shown["uid"]): shown["uid"] for _number, shown in batch}
        places = {row["uid"]: row for row in rows(PLACES, {"uids": list(uids)})}
        taken = self._taken(kind, batch)
        for number, shown in batch:
            uid = self.target.uid(shown["uid"])
            line = self._judged(kind, number, shown, places.get(uid), taken)
            if line.action in (NEW, HERE):
                # What is refused owns nothing: whatever belongs to it is refused with it.
                self.seen.execute("INSERT INTO record VALUES (?, ?)", (uid, kind))
            yield line
            if kind == "cases" and line.action == NEW:
                for reason, detail in self.target.remarks(shown):
                    yield Line(kind, number, shown["uid"], WARNING, reason, detail)

    def _judged(
        self, kind: str, number: int, shown: dict[str, Any], place: Any, taken: dict[tuple[Any, ...], Any]
    ) -> Line:
        uid = shown["uid"]
        if self._kind_of(self.target.uid(uid)):
            return Line(kind, number, uid, REFUSED, "uid_doubled")
        if place is not None:
            mine = (self.target.unit.unit_id, KINDS[kind].portal_type)
            if (place["unit"], place["type"]) != mine:
                return Line(kind, number, uid, REFUSED, "uid_taken", str(place["unit"] or ""))
            if record_at(place["uid"]) is not None:
                return Line(kind, number, uid, HERE)
        if kind in OWNERS:
            member, kinds = OWNERS[kind]
            if self._kind_of(shown[member]) not in kinds:
                return Line(kind, number, uid, REFUSED, "record_absent", f"{member}: {shown[member]}")
        if kind == "plans" and not self.target.takes_plans:
            return Line(kind, number, uid, WARNING, "plan_left_out")
        if kind == "handovers" and self.target.numbers != "history":
            return Line(kind, number, uid, WARNING, "register_left_out")
        series = series_of(kind, shown) if self.target.numbers == "history" else None
        if series is not None:
            word = "/".join(map(str, series[:3]))
            held, absent = taken.get(series, (None, False))
            if not absent and held is not None and held != self.target.uid(uid):
                return Line(kind, number, uid, REFUSED, "number_held", f"{word}: {series[3]}")
            if held is None and (reason := self._out_of_turn(series)):
                return Line(kind, number, uid, REFUSED, reason, f"{word}: {series[3]}")
            try:
                self.seen.execute("INSERT INTO number VALUES (?, ?)", (word, series[3]))
            except sqlite3.IntegrityError:
                return Line(kind, number, uid, REFUSED, "number_doubled", f"{word}: {series[3]}")
        return Line(kind, number, uid, NEW)

    def _out_of_turn(self, series: tuple[str, int, str, int]) -> str:
        """Why a number cannot be entered after those of the lines before: registers only grow."""
        key, value = series[:3], series[3]
        last = self.lasts.get(key, 0)
        before = self.reached.get(key, last)
        if value <= last:
            return "number_past"
        if value < before:
            return "number_order"
        if value - before > LARGEST_GAP:
            return "number_gap"
        self.reached[key] = value
        return ""

    def _taken(
        self, kind: str, batch: list[tuple[int, dict[str, Any]]]
    ) -> dict[tuple[Any, ...], tuple[str, bool]]:
        """Whose the numbers of the lines are here, and whether their rows only say that a record did not come."""
        if self.target.numbers != "history":
            return {}
        wanted = [found for _number, shown in batch if (found := series_of(kind, shown)) is not None]
        if not wanted:
            return {}
        given = {
            "unit": self.target.unit.unit_id,
            "kinds": sorted({each[0] for each in wanted}),
            "values": sorted({each[3] for each in wanted}),
            "absent": ABSENT,
        }
        return {
            (row["kind"], row["year"], row["key"], row["value"]): (row["uid"], bool(row["absent"]))
            for row in rows(TAKEN, given)
        }

    def _rows(self, kind: str, batch: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
        """Rows of a register of the office: new ones, those here already, those that cannot be."""
        if kind not in self.registers:
            self.registers[kind] = Held(kind, self.target.unit)
        held = self.registers[kind]
        register = held.register
        for number, shown in batch:
            row = register.row(**shown)
            label = label_of(kind, row)
            if self.target.numbers != "history":
                yield Line(kind, number, label, WARNING, "register_left_out")
                continue
            same = held.same(row)
            faults = register.faults(row, held.beside(row)) if same is None else []
            if faults:
                yield Line(kind, number, label, REFUSED, faults[0][1], faults[0][0])
            elif same is not None and same != register.kept(row):
                yield Line(kind, number, label, WARNING, "register_differs")
            elif same is not None:
                yield Line(kind, number, label, HERE)
            else:
                held.add(row)
                yield Line(kind, number, label, NEW)
                if register.kept(row) != row:
                    yield Line(kind, number, label, WARNING, "person_other")

    def _steps(self, batch: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
        for number, shown in batch:
            case, place = shown["case"], shown["place"]
            before = self.seen.execute("SELECT place FROM step WHERE record = ?", (case,)).fetchone()
            if self._kind_of(case) != "cases":
                yield Line("metryka", number, case, REFUSED, "record_absent", "case")
            elif place != (before[0] if before else 0) + 1:
                yield Line("metryka", number, case, REFUSED, "step_order", str(place))
            else:
                self.seen.execute("INSERT OR REPLACE INTO step VALUES (?, ?)", (case, place))
                yield Line("metryka", number, shown["case"], NEW)

    def _kind_of(self, uid: str) -> str:
        """Kind of the record with this identifier (as it is here) that stood on a line before; empty for none."""
        found = self.seen.execute("SELECT kind FROM record WHERE uid = ?", (uid,)).fetchone()
        return found[0] if found is not None else ""


def _uid_in(data: Any) -> str:
    found = data.get("uid") if isinstance(data, dict) else ""
    return found[:80] if isinstance(found, str) else ""
