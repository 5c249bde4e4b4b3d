"""Rows of the table of jobs."""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.journal.rows import current_actor
from infostrada.core.sql import session
from psycopg import Connection
from psycopg.rows import class_row
from sqlalchemy import text
from uuid import UUID
from uuid import uuid4

import json


OPEN_STATES = ("queued", "running")
PAGE = 50

INSERT = text("""
    INSERT INTO core.job (id, name, params, unit, owner)
    VALUES (:id, :name, CAST(:params AS jsonb), :unit, :owner)
""")

FIELDS = """id, name, params, unit, owner, state, created, started, ended, done, total, message,
    checkpoint, starts, cancel, error"""

ONE = f"SELECT {FIELDS} FROM core.job WHERE id = %s"  # noqa: S608 - our own column names

MANY = f"""
    SELECT {FIELDS} FROM core.job
    WHERE (%(owner)s::text IS NULL OR owner = %(owner)s)
        AND (%(units)s::text[] IS NULL OR unit = ANY(%(units)s))
    ORDER BY created DESC, id LIMIT %(size)s
"""  # noqa: S608 - our own column names

CANCEL = text("""
    UPDATE core.job SET cancel = true,
        state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END,
        ended = CASE WHEN state = 'queued' THEN now() END
    WHERE id = :id AND state IN ('queued', 'running') RETURNING id
""")


@dataclass(frozen=True)
class Job:
    """One job as it stood when it was read."""

    id: UUID
    name: str
    params: dict
    unit: str
    owner: str
    state: str
    created: datetime
    started: datetime | None
    ended: datetime | None
    done: int
    total: int | None
    message: str
    checkpoint: dict | None
    starts: int
    cancel: bool
    error: str

    @property
    def open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int | None:
        """Whole per cent done; None while the total is not known."""
        if self.state == "done":
            return 100
        return min(100, 100 * self.done // self.total) if self.total else None

    def as_dict(self) -> dict[str, object]:
        """What programs get to see: not the parameters, which may name persons."""
        return {
            "id": str(self.id),
            "name": self.name,
            "unit": self.unit,
            "state": self.state,
            "done": self.done,
            "total": self.total,
            "percent": self.percent,
            "message": self.message,
            "error": self.error,
            "cancel": self.cancel,
            "created": self.created.isoformat(),
            "started": self.started and self.started.isoformat(),
            "ended": self.ended and self.ended.isoformat(),
        }


def enqueue(name: str, params: Mapping, *, unit: str | None) -> str:
    """Order a job in the joined transaction; the worker starts it after the commit, as the current user."""
    job = uuid4()
    session().execute(
        INSERT,
        {
            "id": job,
            "name": name,
            "params": json.dumps(dict(params)),
            "unit": unit or "",
            "owner": current_actor(),
        },
    )
    return str(job)


def cancel(job: UUID) -> bool:
    """Ask for the job's end after its present batch; returns False when it has ended already."""
    return session().execute(CANCEL, {"id": job}).first() is not None


def get(connection: Connection, job: UUID) -> Job | None:
    """The job, or None."""
    with connection.cursor(row_factory=class_row(Job)) as cursor:
        return cursor.execute(ONE, [job]).fetchone()


def page(
    connection: Connection,
    *,
    owner: str | None = None,
    units: Iterable[str] | None = None,
    size: int = PAGE,
) -> list[Job]:
    """Newest jobs of one person, of some units, or all."""
    values = {"owner": owner, "units": None if units is None else list(units), "size": size}
    with connection.cursor(row_factory=class_row(Job)) as cursor:
        return cursor.execute(MANY, values).fetchall()
