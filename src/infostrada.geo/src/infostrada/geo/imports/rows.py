"""Rows of imports: the run, its file in pieces, its findings."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.journal.rows import current_actor
from infostrada.core.sql import session
from infostrada.geo.features.store import LOAD_TIMEOUT
from pathlib import Path
from sqlalchemy import text
from typing import Any
from typing import BinaryIO
from uuid import UUID
from uuid import uuid4

import hashlib
import json


PIECE = 2**20

RESERVE = text("""
    INSERT INTO geo.import_run (id, unit, owner, file_name, size, sha256)
    VALUES (:id, :unit, :owner, :name, 0, '')
""")
MEASURED = text("UPDATE geo.import_run SET size = :size, sha256 = :digest WHERE id = :id")
ADD_PIECE = text("INSERT INTO geo.import_chunk (run, number, data) VALUES (:run, :number, :data)")
PIECES = text("SELECT data FROM geo.import_chunk WHERE run = :run AND number = :number")
FIELDS = "id, job, unit, owner, file_name, size, sha256, options, found, state, summary, created, ended"
ONE = text(f"SELECT {FIELDS} FROM geo.import_run WHERE id = :id")  # noqa: S608 - our own column names
MANY = text(f"""
    SELECT {FIELDS} FROM geo.import_run
     WHERE (CAST(:unit AS text) IS NULL OR unit = :unit) AND state <> 'uploaded'
     ORDER BY created DESC, id LIMIT :size
""")  # noqa: S608 - our own column names

# The newest uploads nobody ordered an import of are forgotten after a day.
FORGET = text("""
    DELETE FROM geo.import_run WHERE state = 'uploaded' AND created < now() - interval '1 day'
""")
# A job that failed or was cancelled leaves its file behind.
LOST = text("""
    UPDATE geo.import_run AS r SET state = 'failed', ended = j.ended
      FROM core.job AS j
     WHERE j.id = r.job AND r.state = 'queued' AND j.state IN ('failed', 'cancelled') RETURNING r.id
""")
EMPTY = (
    # A million prepared rows are not gone within the time a page has.
    text(f"SET LOCAL statement_timeout = '{LOAD_TIMEOUT}'"),
    text("DELETE FROM geo.import_chunk WHERE run = :run"),
    text("DELETE FROM geo.import_feature WHERE run = :run"),
    text("DELETE FROM geo.import_reference WHERE run = :run"),
)

FINDINGS = """
    SELECT number, level, layer, class AS class_name, line, fid, business_id, reason, detail, easting, northing
      FROM geo.import_finding
     WHERE run = :run AND number > :after AND (CAST(:level AS text) IS NULL OR level = :level)
     ORDER BY number LIMIT :size
"""


@dataclass(frozen=True)
class Run:
    """One import as it stood when it was read."""

    id: UUID
    job: UUID | None
    unit: str
    owner: str
    file_name: str
    size: int
    sha256: str
    options: dict[str, Any]
    found: dict[str, Any]
    state: str
    summary: dict[str, Any]
    created: datetime
    ended: datetime | None

    def as_data(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "id": str(self.id),
            "job": self.job and str(self.job),
            "unit": self.unit,
            "file": self.file_name,
            "size": self.size,
            "sha256": self.sha256,
            "options": self.options,
            "found": self.found,
            "state": self.state,
            "summary": self.summary,
            "created": self.created.isoformat(),
            "ended": self.ended and self.ended.isoformat(),
        }


def store_file(file: BinaryIO, name: str, unit: str | None) -> UUID:
    """Keep a file for the worker, a megabyte at a time; returns the run's id."""
    run, digest, size = uuid4(), hashlib.sha256(), 0
    tidy()
    values = {"id": run, "unit": unit or "", "owner": current_actor(), "name": Path(name).name[:200]}
    session().execute(RESERVE, values)
    for number, piece in enumerate(iter(lambda: file.read(PIECE), b"")):
        session().execute(ADD_PIECE, {"run": run, "number": number, "data": piece})
        digest.update(piece)
        size += len(piece)
    session().execute(MEASURED, {"id": run, "size": size, "digest": digest.hexdigest()})
    return run


def write_file(run: UUID, path: Path) -> None:
    """Put a kept file into a local one, a megabyte at a time."""
    with path.open("wb") as made:
        for piece in _pieces(run):
            made.write(piece)


def tidy() -> None:
    """Forget uploads nobody ordered, and the files of jobs that failed."""
    session().execute(FORGET)
    for (run,) in session().execute(LOST).all():
        empty(run)


def _pieces(run: UUID) -> Iterator[bytes]:
    number = 0
    while (row := session().execute(PIECES, {"run": run, "number": number}).first()) is not None:
        yield bytes(row[0])
        number += 1


def get(run: UUID) -> Run | None:
    """The run, or None."""
    row = session().execute(ONE, {"id": run}).mappings().first()
    return Run(**row) if row is not None else None


def newest(unit: str | None, size: int = 50) -> list[Run]:
    """The newest imports that were ordered, of one unit or of all."""
    return [Run(**row) for row in session().execute(MANY, {"unit": unit, "size": size}).mappings()]


def change(run: UUID, **values: Any) -> None:
    """Set columns of a run."""
    sets = ", ".join(
        f"{name} = CAST(:{name} AS jsonb)" if isinstance(value, dict) else f"{name} = :{name}"
        for name, value in values.items()
    )
    given = {
        name: json.dumps(value, default=str) if isinstance(value, dict) else value
        for name, value in values.items()
    }
    session().execute(text(f"UPDATE geo.import_run SET {sets} WHERE id = :id"), {**given, "id": run})  # noqa: S608 - our own columns


def empty(run: UUID) -> None:
    """Forget the file and the prepared features; the report stays."""
    for statement in EMPTY:
        session().execute(statement, {"run": run})


def findings(run: UUID, level: str | None = None, after: int = 0, size: int = 200) -> list[dict[str, Any]]:
    """A page of the report, in the order of finding."""
    values = {"run": run, "level": level, "after": after, "size": size}
    return [dict(row) for row in session().execute(text(FINDINGS), values).mappings()]
