"""The public change log of a bulletin: rows only ever added, one for each public act, each with the digest of the last."""

from collections.abc import Iterator
from collections.abc import Mapping
from datetime import datetime
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


PAGE = 50
BATCH = 1000
COLUMNS = "number, uid, at, action, title, path, who, reason, place, unit, before, digest"
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
    session().execute(
        text("SELECT pg_advisory_xact_lock(hashtext('bip_change'), hashtext(:unit))"), {"unit": unit}
    )
    last = session().execute(text(LAST), {"unit": unit}).first()
    values: dict[str, Any] = {
        "unit": unit,
        "uid": IUUID(entry),
        "at": moment(change.at),
        "action": change.action,
        "title": entry.title,
        "path": "/".join(entry.getPhysicalPath()),
        "who": change.actor.name,
        "reason": change.reason,
        "place": last.place + 1 if last else 1,
        "before": last.digest if last else FIRST,
    }
    values["digest"] = digest(values["before"], values)
    columns = ", ".join(values)
    session().execute(
        text(f"INSERT INTO site.bip_change ({columns}) VALUES (:{', :'.join(values)})"),  # noqa: S608 - our names
        values,
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
