"""One batch: read by a process of its own, each scan to its letter, what nobody's is to the rejected.

A batch stays where it lies until its transaction has been committed. A letter that holds a scan's very bytes already
is not given them again; a process killed anywhere leads to the same letters with the same scans when the batch is
read again, and to nothing lost. No file is held in memory as a whole, however large it is.
"""

from datetime import datetime
from infostrada.core.record import pending
from infostrada.core.record.sql import rows
from infostrada.core.sql import session
from infostrada.site.records.actor import Actor
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.rules import FILED
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.files import largest
from infostrada.site.records.files import RecordFile
from infostrada.site.records.files import safe_name
from infostrada.site.records.find import record_at
from infostrada.site.records.scanning.settings import folder_of
from infostrada.site.records.scanning.settings import REJECTED
from infostrada.site.records.scanning.settings import TAKEN
from infostrada.site.records.scanning.settings import Watch
from infostrada.site.records.workflow import state_of
from io import BufferedReader
from pathlib import Path
from plone.uuid.interfaces import IUUID
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import hashlib
import json
import os
import shutil
import stat
import subprocess
import sys
import time


PROGRAM = ("-m", "infostrada.site.records.scanning.child")
PATIENCE = 900
# Bytes of a batch of many scans; a larger one comes in where the registry lets single files be larger.
LARGEST = 500_000_000
# What a scanner that is not set to PDF writes: put among the rejected, so that somebody sees it.
PICTURES = (".tif", ".tiff", ".jpg", ".jpeg", ".png", ".bmp")
# A scanner may still be writing: a file is taken when it has not changed for this long.
SETTLED_SECONDS = 5
LETTER = """
    SELECT record.uid FROM site.letter_listing AS own JOIN core.record AS record USING (uid)
    WHERE record.unit = %(unit)s AND own.year = %(year)s AND own.number = %(number)s
"""
BATCH = text("""
    INSERT INTO site.scan_batch (unit, job, name, sha256, pages, scans, rejected, reason)
    VALUES (:unit, :job, :name, :sha256, :pages, :scans, :rejected, :reason)
    ON CONFLICT (unit, sha256, name) DO UPDATE SET job = excluded.job, pages = excluded.pages,
        scans = excluded.scans, rejected = excluded.rejected, reason = excluded.reason, read_at = now()
    RETURNING id
""")
SCAN = text("""
    INSERT INTO site.scan_part (batch, place, first_page, last_page, letter, label, reason)
    VALUES (:batch, :place, :first, :last, :letter, :label, :reason)
    ON CONFLICT (batch, place) DO UPDATE SET letter = excluded.letter, label = excluded.label,
        reason = excluded.reason
""")
BATCHES = text("""
    SELECT id, name, read_at, pages, scans, rejected, reason FROM site.scan_batch
    WHERE unit = :unit ORDER BY read_at DESC, id DESC LIMIT :limit
""")
SCANS = text("""
    SELECT part.batch, part.first_page, part.last_page, part.letter, part.label, part.reason
    FROM site.scan_part AS part JOIN site.scan_batch AS batch ON batch.id = part.batch
    WHERE batch.unit = :unit AND part.reason <> '' ORDER BY part.batch DESC, part.place LIMIT :limit
""")


class Batch(NamedTuple):
    """A batch that was read: how many scans went to letters, how many were rejected, why all of it."""

    id: int
    name: str
    read_at: datetime
    pages: int
    scans: int
    rejected: int
    reason: str


class Scan(NamedTuple):
    """A scan that went nowhere."""

    batch: int
    first_page: int
    last_page: int
    letter: str | None
    label: str
    reason: str


class Refused(NamedTuple):
    """A file for the rejected folder and its reason; without a file of its own it is the whole batch."""

    name: str
    file: Path | None
    reason: str


class TooLargeError(Exception):
    """A batch that is not even read."""


def waiting(watch: Watch) -> list[Path]:
    """Batches that lie ready, and pictures, the oldest first: plain files, no links, not being written any more."""
    folder = folder_of(watch)
    found = []
    for entry in os.scandir(folder) if folder.is_dir() else ():
        about = entry.stat(follow_symlinks=False)
        old = time.time() - about.st_mtime >= SETTLED_SECONDS
        if (
            stat.S_ISREG(about.st_mode)
            and old
            and entry.name.lower().endswith((".pdf", *PICTURES))
            and entry.name[0] != "."
        ):
            found.append((about.st_mtime, entry.name, Path(entry.path)))
    return [path for _at, _name, path in sorted(found)]


def opened(file: Path) -> BufferedReader | None:
    """The file, open, without following a link; None for one that is gone. Raises TooLargeError, nothing being read."""
    try:
        handle = os.fdopen(os.open(file, os.O_RDONLY | os.O_NOFOLLOW), "rb")
    except OSError:
        return None
    if os.fstat(handle.fileno()).st_size > max(LARGEST, largest()):
        handle.close()
        raise TooLargeError
    return handle


def take_batch(
    unit: Any, watch: Watch, name: str, batch: BufferedReader, place: Path, job: str
) -> list[Refused]:
    """Give the scans of a batch to their letters, in the joined transaction; answers what is to be rejected.

    Scans are files in `place`, which has to stay until what is rejected has been put away.
    """
    act = Deed(Actor("", "Skanowanie wsadowe", ""), unit.unit_id, now())
    # The digest keeps pages of two batches of one name apart.
    digest = hashlib.file_digest(batch, "sha256").hexdigest()
    stem = f"{safe_name(shown(name)).rpartition('.')[0]}-{digest[:8]}"
    refused: list[Refused] = []
    notes: list[dict[str, Any]] = []
    picture = shown(name).lower().endswith(PICTURES)
    told = {"fault": "scan_not_pdf"} if picture else _read(batch, watch.separator, place)
    for number, scan in enumerate(told.get("scans", ()), 1):
        file = place / scan["file"]
        letter, reason = _whose(unit, scan)
        if letter is not None and file.stat().st_size > largest():
            reason = "file_too_large"
        if not reason:
            _give(letter, file, act)
        else:
            first, last = scan["pages"]
            refused.append(Refused(f"{stem}-strony-{first}-{last}.pdf", file, reason))
        notes.append(_note(number, scan, letter, reason))
    fault = told.get("fault", "")
    if fault:
        refused = [Refused(f"{stem}{Path(shown(name)).suffix}", None, fault)]
    _report(unit, name, digest, job, told, notes, fault)
    return refused


def _read(batch: BufferedReader, separator: str, folder: Path) -> dict[str, Any]:
    batch.seek(0)
    try:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, *PROGRAM, separator, str(folder)],
            stdin=batch,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        told: dict[str, Any] = json.loads(done.stdout) if done.returncode == 0 else {"fault": "scan_broken"}
    except subprocess.TimeoutExpired:
        told = {"fault": "scan_endless"}
    except ValueError:
        told = {"fault": "scan_broken"}
    return told


def _whose(unit: Any, scan: dict[str, Any]) -> tuple[Any, str]:
    """The letter and an empty word, or why the scan goes nowhere."""
    if scan["reason"]:
        return None, scan["reason"]
    if scan["unit"] != unit.unit_id:
        return None, "scan_other_office"
    pending.flush()
    found = rows(LETTER, {"unit": unit.unit_id, "year": scan["year"], "number": scan["number"]})
    letter = record_at(found[0]["uid"]) if found else None
    if letter is None:
        return None, "scan_unknown_letter"
    if state_of(letter) not in OPEN | FILED:
        return letter, "scan_letter_ended"
    return letter, ""


def _give(letter: Letter, scan: Path, act: Deed) -> None:
    with scan.open("rb") as source:
        digest = hashlib.file_digest(source, "sha256").hexdigest()
        if any(file.sha256 == digest for file in letter.files):
            return
        source.seek(0)
        name = f"skan-{letter.number}-{letter.year}-{len(letter.files) + 1}.pdf"
        stored = RecordFile.streamed(source, name, "application/pdf")
    letter.files = (*letter.files, stored)
    letter.reindexObject()
    act.write("letter.file", letter, file=stored.uid, sha256=stored.sha256)


def _note(number: int, scan: dict[str, Any], letter: Any, reason: str) -> dict[str, Any]:
    label = f"RPW-{scan['number']}-{scan['year']}-{scan['unit']}" if scan["number"] else ""
    first, last = scan["pages"]
    uid = IUUID(letter) if letter is not None else None
    return {"place": number, "first": first, "last": last, "letter": uid, "label": label, "reason": reason}


def refuse_unread(unit: Any, watch: Watch, file: Path, job: str) -> None:
    """A batch that is too large: noted, and moved to the rejected as it is."""
    folder = folder_of(watch)
    _report(unit, file.name, f"size:{file.stat().st_size}", job, {}, [], "file_too_large")
    target = _free(folder / REJECTED / file.name)
    file.replace(target)
    _write(target.with_name(f"{target.name}.txt"), b"file_too_large\n")


def shown(name: str) -> str:
    """A file's name as text, whatever bytes it has on the disk."""
    return os.fsencode(name).decode("utf-8", "replace")


def _report(
    unit: Any, name: str, digest: str, job: str, told: dict[str, Any], notes: list[dict[str, Any]], fault: str
) -> None:
    refused = sum(bool(note["reason"]) for note in notes)
    row = {
        "unit": unit.unit_id,
        "job": job,
        "name": shown(name)[:300],
        "sha256": digest,
        "pages": told.get("pages", 0),
        "scans": len(notes) - refused,
        "rejected": refused,
        "reason": fault,
    }
    batch = session().execute(BATCH, row).scalar_one()
    for note in notes:
        session().execute(SCAN, {"batch": batch, **note})


def put_away(watch: Watch, file: Path, refused: list[Refused]) -> None:
    """After the commit: rejected pages with their reasons into their folder, the batch out of the way."""
    folder = folder_of(watch)
    for each in refused:
        target = folder / REJECTED / each.name
        if each.file is not None:
            part = target.with_name(f".{target.name}.part")
            shutil.copyfile(each.file, part)
            part.replace(target)
        elif file.exists():
            file.replace(target)
        _write(target.with_name(f"{each.name}.txt"), f"{each.reason}\n".encode())
    if all(each.file is not None for each in refused):
        file.replace(_free(folder / TAKEN / file.name))


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all."""
    part = target.with_name(f".{target.name}.part")
    part.write_bytes(data)
    part.replace(target)


def _free(target: Path) -> Path:
    """A name nothing has: a second batch of the same name gets a number."""
    number, found = 1, target
    while found.exists():
        number += 1
        found = target.with_name(f"{target.stem} ({number}){target.suffix}")
    return found


def batches(unit: Any, limit: int = 50) -> list[Batch]:
    """The newest batches of the office."""
    return [Batch(*row) for row in session().execute(BATCHES, {"unit": unit.unit_id, "limit": limit})]


def refused_scans(unit: Any, limit: int = 50) -> list[Scan]:
    """The newest scans that went nowhere."""
    return [Scan(*row) for row in session().execute(SCANS, {"unit": unit.unit_id, "limit": limit})]
