"""Everything against a bundle before a record of it is made, line by line (the dry run)."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from infostrada.core.numbers.adopting import LARGEST_GAP
from infostrada.core.record.sql import rows
from infostrada.site.records.bundle.archive import Bundle
from infostrada.site.records.bundle.codec import BadValueError
from infostrada.site.records.bundle.codec import Decoder
from infostrada.site.records.bundle.codec import File
from infostrada.site.records.bundle.codec import UID
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.registers import label_of
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.find import record_at
from infostrada.site.records.plan.operations import plans
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from typing import Any
from typing import NamedTuple

import hashlib
import re
import sqlite3
import tempfile


BATCH = 500
# Identifiers as this platform gives them: they are names in addresses too, so no others are kept.
OURS = re.compile(r"[0-9a-f]{32}")
UIDS = ("keep", "map")
NUMBERS = ("history", "foreign")
NEW, HERE, REFUSED, WARNING = "new", "here", "refused", "warning"
# Members that must name a record of the bundle itself.
OWNERS = {"documents": ("case", "cases"), "metryka": ("case", "cases")}
LASTS = """
    SELECT kind, year, key, last FROM core.series WHERE unit = %(unit)s AND kind = ANY(%(kinds)s)
"""
TAKEN = """
    SELECT series.kind, series.year, series.key, number.value, number.uid FROM core.number AS number
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


@dataclass
class Target:
    """Where a bundle goes, and by which rules.

    `uids`: `keep` the identifiers (one taken elsewhere is refused) or `map` all to new ones, which
    follow from the unit and the old ones. `numbers`: `history` enters numbers and signs in the unit's own
    registers as they are; `foreign` leaves them to the office they come from: cases get new signs and letters none.
    """

    unit: Any
    uids: str = "keep"
    numbers: str = "history"
    orgs: dict[str, Any] = field(default_factory=dict)
    takes_plans: bool = False

    def __post_init__(self) -> None:
        if self.uids not in UIDS or self.numbers not in NUMBERS:
            raise ValueError("unknown rule")
        self.takes_plans = self.numbers == "history" and not plans(self.unit)
        self.orgs = {org.symbol: org for org in orgs_of(structure_of(self.unit)) if org.symbol}

    def uid(self, old: str) -> str:
        """The identifier a record gets here; the same one whenever it is asked for."""
        if self.uids == "keep":
            return old
        return hashlib.sha256(f"{self.unit.unit_id}:{old}".encode()).hexdigest()[:32]


def series_of(kind: str, shown: dict[str, Any]) -> tuple[str, int, str, int] | None:
    """Kind, year and key of the series a record's number is of, and the number."""
    if kind in ("letters", "outgoing"):
        word = "rpw" if kind == "letters" else "rpwych"
        return (word, shown["year"], "", shown["number"]) if shown["number"] and shown["year"] else None
    sign = shown.get("sign") if kind == "cases" else None
    if sign is None:
        return None
    key = f"{sign.unit}.{sign.symbol}"
    if sign.inside is None:
        return ("case", sign.year, key, sign.number)
    return ("case", sign.year, f"{key}.{sign.number}", sign.inside)


def check(bundle: Bundle, target: Target) -> Iterator[Line]:
    """What an import would do with each line, in the order of the archive; changes nothing."""
    with tempfile.NamedTemporaryFile(prefix="bundle-", suffix=".db") as place:
        seen = sqlite3.connect(place.name)
        try:
            yield from _Check(bundle, target, seen).run()
        finally:
            seen.close()


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
        self.files: list[File] = []
        self.rows: dict[str, list[Any]] = {}
        self.reached: dict[tuple[Any, ...], int] = {}
        given = {"unit": target.unit.unit_id, "kinds": ["rpw", "rpwych", "case"]}
        self.lasts = {(row["kind"], row["year"], row["key"]): row["last"] for row in rows(LASTS, given)}
        self.decoder = Decoder(target.uid, self._file)

    def run(self) -> Iterator[Line]:
        """Kinds in order, then the bytes of the files."""
        for kind in KINDS:
            batch: list[tuple[int, dict[str, Any]]] = []
            for number, data, fault in self.bundle.lines(kind):
                found = Line(kind, number, "", REFUSED, fault) if fault else None
                shown: dict[str, Any] = {}
                if found is None:
                    found, shown = self._decoded(kind, number, data)
                if found is not None:
                    yield found
                    continue
                batch.append((number, shown))
                if len(batch) == BATCH:
                    yield from self._batch(kind, batch)
                    batch = []
            yield from self._batch(kind, batch)
        for digest in self.bundle.digests():
            if not self.bundle.right(digest):
                yield Line("files", 0, digest, REFUSED, "digest_wrong")

    def _file(self, file: File) -> File:
        self.files.append(file)
        return file

    def _decoded(self, kind: str, number: int, data: Any) -> tuple[Line | None, dict[str, Any]]:
        self.files = []
        try:
            shown = self.decoder.members(KINDS[kind].shape, data)
        except BadValueError as error:
            return Line(kind, number, _uid_in(data), REFUSED, error.reason, error.path), {}
        reason, detail = self._fault(kind, shown)
        if reason:
            return Line(kind, number, _uid_in(data), REFUSED, reason, detail), {}
        return None, shown

    def _fault(self, kind: str, shown: dict[str, Any]) -> tuple[str, str]:
        for file in self.files:
            if not file.gone and not self.bundle.has(file.sha256):
                return "file_absent", file.sha256
            if not file.gone and self.bundle.size(file.sha256) != file.size:
                return "file_wrong", file.sha256
        if kind == "metryka" or kind in REGISTERS:
            return "", ""
        if not re.fullmatch(UID, shown["uid"]):
            return "uid_wrong", shown["uid"][:80]
        if self.target.uids == "keep" and not OURS.fullmatch(shown["uid"]):
            return "uid_only_mapped", shown["uid"][:80]
        if (
            kind == "cases"
            and self.target.numbers == "foreign"
            and shown["org_symbol"] not in self.target.orgs
        ):
            return "org_unknown", shown["org_symbol"]
        return "", ""

    def _batch(self, kind: str, batch: list[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
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
            yield self._judged(kind, number, shown, places.get(self.target.uid(shown["uid"])), taken)
            if kind == "cases" and shown["org_symbol"] not in self.target.orgs:
                yield Line(kind, number, shown["uid"], WARNING, "org_unknown", shown["org_symbol"])

    def _judged(
        self, kind: str, number: int, shown: dict[str, Any], place: Any, taken: dict[tuple[Any, ...], str]
    ) -> Line:
        uid = shown["uid"]
        try:
            self.seen.execute("INSERT INTO record VALUES (?, ?)", (self.target.uid(uid), kind))
        except sqlite3.IntegrityError:
            return Line(kind, number, uid, REFUSED, "uid_doubled")
        owner = OWNERS.get(kind)
        if owner is not None and not self._is(shown[owner[0]], owner[1]):
            return Line(kind, number, uid, REFUSED, "record_absent", f"{owner[0]}: {shown[owner[0]]}")
        if place is not None:
            mine = (self.target.unit.unit_id, KINDS[kind].portal_type)
            if (place["unit"], place["type"]) != mine:
                return Line(kind, number, uid, REFUSED, "uid_taken", str(place["unit"] or ""))
            if record_at(place["uid"]) is not None:
                return Line(kind, number, uid, HERE)
        if kind == "plans" and not self.target.takes_plans:
            return Line(kind, number, uid, WARNING, "plan_left_out")
        series = series_of(kind, shown) if self.target.numbers == "history" else None
        if series is not None:
            word = "/".join(map(str, series[:3]))
            held = taken.get(series)
            if held is not None and held != self.target.uid(uid):
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
        self.reached[key] = value
        return "number_gap" if value - before > LARGEST_GAP else ""

    def _taken(self, kind: str, batch: list[tuple[int, dict[str, Any]]]) -> dict[tuple[Any, ...], str]:
        if self.target.numbers != "history":
            return {}
        wanted = [found for _number, shown in batch if (found := series_of(kind, shown)) is not None]
        if not wanted:
            return {}
        given = {
            "unit": self.target.unit.unit_id,
            "kinds": sorted({each[0] for each in wanted}),
            "values": sorted({each[3] for each in wanted}),
        }
        return {
            (row["kind"], row["year"], row["key"], row["value"]): row["uid"] for row in rows(TAKEN, given)
        }

    def _rows(self, kind: str, batch: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
        """Rows of a register of the office: new ones, those here already, those that cannot be."""
        register = REGISTERS[kind]
        held = self.rows.setdefault(kind, list(register.held(self.target.unit)))
        for number, shown in batch:
            row = register.row(**shown)
            label = label_of(kind, row)
            if self.target.numbers != "history":
                yield Line(kind, number, label, WARNING, "register_left_out")
                continue
            same = next((each for each in held if register.key(each) == register.key(row)), None)
            faults = register.faults(row, held) if same is None else []
            if faults:
                yield Line(kind, number, label, REFUSED, faults[0][1], faults[0][0])
            elif same is not None and same != register.kept(row):
                yield Line(kind, number, label, WARNING, "register_differs")
            elif same is not None:
                yield Line(kind, number, label, HERE)
            else:
                held.append(row)
                yield Line(kind, number, label, NEW)
                if register.kept(row) != row:
                    yield Line(kind, number, label, WARNING, "person_other")

    def _steps(self, batch: Iterable[tuple[int, dict[str, Any]]]) -> Iterator[Line]:
        for number, shown in batch:
            case, place = shown["case"], shown["place"]
            before = self.seen.execute("SELECT place FROM step WHERE record = ?", (case,)).fetchone()
            if not self._is(case, "cases"):
                yield Line("metryka", number, case, REFUSED, "record_absent", "case")
            elif place != (before[0] if before else 0) + 1:
                yield Line("metryka", number, case, REFUSED, "step_order", str(place))
            else:
                self.seen.execute("INSERT OR REPLACE INTO step VALUES (?, ?)", (case, place))
                yield Line("metryka", number, shown["case"], NEW)

    def _is(self, uid: str, kind: str) -> bool:
        """Was a record of the kind with this identifier (as it is here) a line before?"""
        found = self.seen.execute("SELECT kind FROM record WHERE uid = ?", (uid,)).fetchone()
        return found is not None and found[0] == kind


def _uid_in(data: Any) -> str:
    found = data.get("uid") if isinstance(data, dict) else ""
    return found[:80] if isinstance(found, str) else ""
