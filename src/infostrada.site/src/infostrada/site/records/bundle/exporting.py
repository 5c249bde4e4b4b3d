"""Write the records of a unit as a bundle; memory stays flat however many there are."""

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import closing
from infostrada.core import accesslog
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.site.parties.operations import FIELDS as PARTY_FIELDS
from infostrada.site.records.archive.gone import GoneFile
from infostrada.site.records.bundle.archive import Writer
from infostrada.site.records.bundle.codec import encode
from infostrada.site.records.bundle.model import ClassLine
from infostrada.site.records.bundle.model import KINDS
from infostrada.site.records.bundle.model import VersionLine
from infostrada.site.records.bundle.registers import REGISTERS
from infostrada.site.records.find import record_at
from infostrada.site.records.folders.store import of_handover
from infostrada.site.records.signatures.content import letter_reports
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import find_unit
from plone.uuid.interfaces import IUUID
from tempfile import NamedTemporaryFile
from typing import Any
from typing import BinaryIO

import sqlite3


BATCH = 500
# Records of a kind in the order of their registers; with `cases` only those of the cases.
ORDERS = {
    "plans": "record.title, record.uid",
    "parties": "record.uid",
    "letters": "own.year, own.number NULLS LAST, own.uid",
    "cases": "own.year, own.org_symbol, own.class_symbol, own.number NULLS LAST, own.inside NULLS FIRST, own.uid",
    "documents": "own.case_uid, own.filed_at, own.uid",
    "outgoing": "own.year, own.number NULLS LAST, own.uid",
    "tasks": "own.given_at, own.uid",
    "handovers": "series.year, own.value, record.uid",
}
TABLES = {
    "plans": "",
    "parties": "",
    "letters": "JOIN site.letter_listing AS own USING (uid)",
    "cases": "JOIN site.case_listing AS own USING (uid)",
    "documents": "JOIN site.document_listing AS own USING (uid)",
    "outgoing": "JOIN site.outgoing_listing AS own USING (uid)",
    "tasks": "JOIN site.task_listing AS own USING (uid)",
    "handovers": """JOIN core.number AS own USING (uid)
        JOIN core.series AS series ON series.id = own.series AND series.kind = 'handover'""",
}
CHOSEN = {
    "letters": "own.case_uid = ANY(%(cases)s)",
    "cases": "own.uid = ANY(%(cases)s)",
    "documents": "own.case_uid = ANY(%(cases)s)",
    "outgoing": "own.case_uid = ANY(%(cases)s)",
    "tasks": """(own.about = ANY(%(cases)s) OR own.about IN (
        SELECT letter.uid FROM site.letter_listing AS letter WHERE letter.case_uid = ANY(%(cases)s)))""",
}


class _Files:
    """Where each file of the bundle is read from, on disk: one row for each digest."""

    def __init__(self) -> None:
        self.place = NamedTemporaryFile(prefix="bundle-", suffix=".db")  # noqa: SIM115 - closed by close
        self.rows = sqlite3.connect(self.place.name)
        self.rows.execute(
            "CREATE TABLE file (n INTEGER PRIMARY KEY, digest TEXT UNIQUE, owner TEXT, uid TEXT)"
        )
        self.rows.execute("CREATE TABLE party (uid TEXT PRIMARY KEY) WITHOUT ROWID")

    def note(self, owner: str, files: Iterable[Any]) -> None:
        """Files of a record whose bytes are there."""
        found = [(file.sha256, owner, file.uid) for file in files if not isinstance(file, GoneFile)]
        self.rows.executemany("INSERT OR IGNORE INTO file (digest, owner, uid) VALUES (?, ?, ?)", found)

    def parties(self, uids: Iterable[str]) -> None:
        """Parties the records name."""
        self.rows.executemany("INSERT OR IGNORE INTO party VALUES (?)", [(uid,) for uid in uids if uid])

    def close(self) -> None:
        self.rows.close()
        self.place.close()


def export(
    unit: Any,
    out: BinaryIO,
    cases: Sequence[str] | None = None,
    progress: Callable[[str, int], None] | None = None,
) -> dict[str, Any]:
    """Write all records of the unit, or only those of the cases (UIDs), to a file; its manifest.

    Whole PESEL numbers and non-public records go out: whoever calls this has settled the right to it.
    The export is noted in the journal and in the access log.
    """
    writer = Writer(out)
    writer.schemas()
    with closing(_Files()) as files:
        for kind in KINDS:
            writer.lines(kind, _told(_lines(kind, unit.unit_id, cases, files), kind, progress))
        _write_files(writer, files)
    manifest = writer.end(
        unit=unit.unit_id,
        office=unit.title,
        exported_on=polish_today().isoformat(),
        part=cases is not None,
    )
    counts = {name: member["lines"] for name, member in manifest["members"].items()}
    journal.append(
        "records.bundle.exported",
        unit=unit.unit_id,
        data={"content": manifest["content"], "files": manifest["files"], **counts},
    )
    accesslog.note(
        "records.export", uid=None, unit=unit.unit_id, outcome="granted", reason=manifest["content"]
    )
    return manifest


def _told(
    lines: Iterable[dict[str, Any]], kind: str, progress: Callable[[str, int], None] | None
) -> Iterator[dict[str, Any]]:
    for number, line in enumerate(lines, start=1):
        yield line
        if progress is not None and number % BATCH == 0:
            progress(kind, number)


def _lines(kind: str, unit: str, cases: Sequence[str] | None, files: _Files) -> Iterator[dict[str, Any]]:
    if kind == "metryka":
        for case in _records("cases", unit, cases):
            for place, step in enumerate(case.metryka, start=1):
                yield {"case": IUUID(case), "place": place, **encode(step)}
        return
    if kind == "handovers" and cases is not None:
        return
    if kind in REGISTERS:
        # Registers are the office's: they go with all of its records, not with some cases.
        yield from (encode(row) for row in REGISTERS[kind].held(find_unit(unit)) if cases is None)
        return
    if kind == "parties" and cases is not None:
        yield from _named_parties(unit, cases, files)
        return
    for record in _records(kind, unit, cases):
        files.note(IUUID(record), files_of(kind, record))
        yield line_of(kind, record)


def _named_parties(unit: str, cases: Sequence[str], files: _Files) -> Iterator[dict[str, Any]]:
    for case in _records("cases", unit, cases):
        files.parties(each.uid for each in case.parties)
    for letter in _records("letters", unit, cases):
        files.parties(each.party for each in letter.senders)
    for letter in _records("outgoing", unit, cases):
        files.parties([letter.addressee.party])
    for (uid,) in files.rows.execute("SELECT uid FROM party ORDER BY uid").fetchall():
        party = record_at(uid)
        if party is not None and party.portal_type == "parties_party":
            yield line_of("parties", party)


def _records(kind: str, unit: str, cases: Sequence[str] | None) -> Iterator[Any]:
    """Records in order; those left behind are let go, so that memory stays flat."""
    pending.flush()
    chosen = f"AND {CHOSEN[kind]}" if cases is not None and kind in CHOSEN else ""
    found = rows(
        f"SELECT record.uid FROM core.record AS record {TABLES[kind]}"  # noqa: S608 - our own clauses
        f" WHERE record.type = %(type)s AND record.unit = %(unit)s {chosen} ORDER BY {ORDERS[kind]}",
        {"type": KINDS[kind].portal_type, "unit": unit, "cases": list(cases or ())},
    )
    for number, row in enumerate(found, start=1):
        record = record_at(row["uid"])
        if record is None:
            continue
        yield record
        if number % BATCH == 0:
            record._p_jar.cacheGC()


def line_of(kind: str, record: Any) -> dict[str, Any]:
    """The line of a record."""
    if kind == "parties":
        return {"uid": IUUID(record), **{name: getattr(record, name) or "" for name in PARTY_FIELDS}}
    more = {"plans": _plan, "documents": _document, "letters": _letter, "handovers": _handover}.get(
        kind, lambda _one: {}
    )(record)
    common = {"uid": IUUID(record), "title": record.title or "", "state": state_of(record)}
    own = {
        name: encode(getattr(record, name, None))
        for name in KINDS[kind].shape
        if name not in common and name not in more
    }
    return {**common, **own, **more}


def _plan(plan: Any) -> dict[str, Any]:
    modes = plan.exceptions()
    classes = [
        ClassLine(
            one.symbol, one.title, one.category_lead, one.category_other, one.note, modes.get(one.symbol, "")
        )
        for one in plan.classes()
    ]
    return {"classes": encode(classes)}


def _document(document: Any) -> dict[str, Any]:
    versions = [
        VersionLine(each.number, each.file, each.author, each.made_at, each.comment)
        for each in document.versions
    ]
    return {"case": IUUID(document.aq_inner.aq_parent), "versions": encode(versions)}


def _letter(letter: Any) -> dict[str, Any]:
    return {"signature_reports": encode(sorted(letter_reports(letter).items()))}


def _handover(handover: Any) -> dict[str, Any]:
    held = {folder.uid: (folder.class_symbol, folder.first_year) for folder in of_handover(IUUID(handover))}
    return {"folders": encode([held[uid] for uid in handover.folders if uid in held])}


def files_of(kind: str, record: Any) -> Iterator[Any]:
    """Every file a record keeps."""
    if kind == "documents":
        yield from (version.file for version in record.versions)
        yield from (item.file for item in record.signed_files)
    if kind == "letters":
        yield from record.files
    if kind in ("documents", "letters"):
        yield from (each.file for each in record.renewals)
    if kind in ("letters", "outgoing"):
        yield from (each.file for each in record.evidences if each.file is not None)


def _write_files(writer: Writer, files: _Files) -> None:
    reading = files.rows.execute("SELECT digest, owner, uid FROM file ORDER BY n")
    for number, (digest, owner, uid) in enumerate(reading, start=1):
        record = record_at(owner)
        kind = next(kind.name for kind in KINDS.values() if kind.portal_type == record.portal_type)
        file = next(file for file in files_of(kind, record) if file.uid == uid)
        with closing(file.open()) as opened:
            writer.file(digest, opened)
        if number % BATCH == 0:
            record._p_jar.cacheGC()
