"""The public change log of a bulletin: rows only ever added, one for each public act."""

from collections.abc import Mapping
from datetime import datetime
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.site.bip.content import Change
from plone.uuid.interfaces import IUUID
from psycopg.rows import namedtuple_row
from sqlalchemy import text
from typing import Any
from typing import NamedTuple


PAGE = 50


class LogRow(NamedTuple):
    """A row as a page or a feed shows it."""

    number: int
    uid: str
    at: datetime
    action: str
    title: str
    path: str
    who: str
    reason: str


def write(entry: Any, unit: str, change: Change) -> None:
    """Add a row in the transaction of the act."""
    values: Mapping[str, Any] = {
        "unit": unit,
        "uid": IUUID(entry),
        "at": change.at,
        "action": change.action,
        "title": entry.title,
        "path": "/".join(entry.getPhysicalPath()),
        "who": change.actor.name,
        "reason": change.reason,
    }
    columns = ", ".join(values)
    session().execute(
        text(f"INSERT INTO site.bip_change ({columns}) VALUES (:{', :'.join(values)})"),  # noqa: S608 - our names
        dict(values),
    )


def page(unit: str, before: int | None = None, size: int = PAGE) -> list[LogRow]:
    """The newest rows of a unit's log, or those before a row's number; at most `size` of 200."""
    query = (
        "SELECT number, uid, at, action, title, path, who, reason FROM site.bip_change"
        " WHERE unit = %(unit)s AND (%(before)s::bigint IS NULL OR number < %(before)s)"
        " ORDER BY number DESC LIMIT %(size)s"
    )
    values = {"unit": unit, "before": before, "size": min(size, 200)}
    with reader() as connection, connection.cursor(row_factory=namedtuple_row) as cursor:
        return [LogRow(*row) for row in cursor.execute(query, values)]
