"""The public change log of a bulletin: rows only ever added, one for each public act, each with the digest of the last."""

from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from datetime import UTC
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.site.bip.chain.rules import digest
from infostrada.site.bip.chain.rules import FIRST
from infostrada.site.bip.chain.rules import moment
from infostrada.site.bip.content import Change
from plone.uuid.interfaces import IUUID
from psycopg.rows import namedtuple_row
from sqlalchemy import text
from typing import Any
from typing import NamedTuple

import json


PAGE = 50
BATCH = 1000
COLUMNS = "number, uid, at, action, title, path, who, reason, place, unit, before, digest"
UNDONE = "undone"
NOT_DONE = "Zapis przerwany: czynność z poprzedniego wiersza tego wpisu nie doszła do skutku."
NEWEST = (
    "SELECT DISTINCT ON (uid) uid, unit, action, title, path FROM site.bip_change"
    " WHERE uid = ANY(:uids) ORDER BY uid, place DESC"
)
_gathered: ContextVar[list[dict[str, Any]] | None] = ContextVar("bip_log_gathered", default=None)
LAST = "SELECT place, digest FROM site.bip_change WHERE unit = :unit ORDER BY place DESC LIMIT 1"


class LogRow(NamedTuple):
    """A row as a page or a feed shows it; `place` counts the unit's rows from 1."""

    number: int
    uid: str
    at: datetime
    action: str
    title: str
    path: str
    who: str
    reason: str
    place: int
    unit: str
    before: str
    digest: str

    def published(self) -> dict[str, Any]:
        """The row as it is handed out to be verified."""
        row = self._asdict()
        del row["number"]
        return {**row, "at": moment(self.at)}


def write(entry: Any, unit: str, change: Change) -> None:
    """Add a row in the transaction of the act; acts of one unit wait for each other here."""
    told = {
        "unit": unit,
        "uid": IUUID(entry),
        "at": moment(change.at),
        "action": change.action,
        "title": entry.title,
        "path": "/".join(entry.getPhysicalPath()),
        "who": change.actor.name,
        "reason": change.reason,
    }
    waiting = _gathered.get()
    if waiting is not None:
        waiting.append(told)
    else:
        _add(unit, [told])


@contextmanager
def gathering() -> Iterator[None]:
    """Rows written inside go to the log together, in their order, when the block ends; none if it fails."""
    if _gathered.get() is not None:
        yield
        return
    rows: list[dict[str, Any]] = []
    token = _gathered.set(rows)
    try:
        yield
    finally:
        _gathered.reset(token)
    for unit in dict.fromkeys(row["unit"] for row in rows):
        _add(unit, [row for row in rows if row["unit"] == unit])


def undo(uid: str, action: str) -> None:
    """Answer the last row of an entry whose act was lost with its commit: it did not happen."""
    found = session().execute(text(NEWEST), {"uids": [uid]}).mappings().first()
    if found is not None and found["action"] == action:
        _add(found["unit"], [_undone(dict(found))])


def _undone(row: Mapping[str, Any]) -> dict[str, Any]:
    told = {name: row[name] for name in ("unit", "uid", "title", "path")}
    return {
        **told,
        "at": moment(datetime.now(UTC)),
        "action": UNDONE,
        "who": "Infostrada",
        "reason": NOT_DONE,
    }


def _add(unit: str, told: list[dict[str, Any]]) -> None:
    """Chain rows to the unit's log. An act repeated after its first commit was lost answers the lost row first."""
    session().execute(
        text("SELECT pg_advisory_xact_lock(hashtext('bip_change'), hashtext(:unit))"), {"unit": unit}
    )
    begun = [row["uid"] for row in told if row["action"] == "published"]
    lost = session().execute(text(NEWEST), {"uids": begun}).mappings().all() if begun else ()
    rows = [*(_undone(dict(row)) for row in lost if row["action"] == "published"), *told]
    last = session().execute(text(LAST), {"unit": unit}).first()
    place, before = (last.place, last.digest) if last else (0, FIRST)
    for row in rows:
        place += 1
        row |= {"place": place, "before": before}
        before = row["digest"] = digest(before, row)
    columns = ", ".join(rows[0])
    session().execute(
        text(
            f"INSERT INTO site.bip_change ({columns}) SELECT {columns}"  # noqa: S608 - our names
            " FROM jsonb_populate_recordset(NULL::site.bip_change, CAST(:rows AS jsonb)) ORDER BY place"
        ),
        {"rows": json.dumps(rows)},
    )


def page(unit: str, before: int | None = None, size: int = PAGE) -> list[LogRow]:
    """The newest rows of a unit's log, or those before a row's number; at most `size` of 200."""
    query = (
        f"SELECT {COLUMNS} FROM site.bip_change"  # noqa: S608 - our names
        " WHERE unit = %(unit)s AND (%(before)s::bigint IS NULL OR number < %(before)s)"
        " ORDER BY number DESC LIMIT %(size)s"
    )
    values = {"unit": unit, "before": before, "size": min(size, 200)}
    return _rows(query, values)


def chain(unit: str, after: int = 0, size: int = BATCH) -> list[LogRow]:
    """Rows of a unit's log in their order, from the place after `after`; at most `size` of 1,000."""
    query = (
        f"SELECT {COLUMNS} FROM site.bip_change"  # noqa: S608 - our names
        " WHERE unit = %(unit)s AND place > %(after)s ORDER BY place LIMIT %(size)s"
    )
    return _rows(query, {"unit": unit, "after": after, "size": min(size, BATCH)})


def rows_of(unit: str, uid: str) -> list[LogRow]:
    """An entry's rows, the oldest first."""
    query = f"SELECT {COLUMNS} FROM site.bip_change WHERE unit = %(unit)s AND uid = %(uid)s ORDER BY place"  # noqa: S608 - our names
    return _rows(query, {"unit": unit, "uid": uid})


def whole(unit: str) -> Iterator[dict[str, Any]]:
    """All rows of a unit's log as they are handed out, read batch by batch."""
    after = 0
    while rows := chain(unit, after):
        yield from (row.published() for row in rows)
        after = rows[-1].place


def units() -> list[str]:
    """Units whose bulletins have a log."""
    with reader() as connection:
        found = connection.execute("SELECT DISTINCT unit FROM site.bip_change ORDER BY unit")
        return [unit for (unit,) in found]


def _rows(query: str, values: Mapping[str, Any]) -> list[LogRow]:
    with reader() as connection, connection.cursor(row_factory=namedtuple_row) as cursor:
        return [LogRow(*row) for row in cursor.execute(query, values)]
