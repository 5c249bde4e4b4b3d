"""Write and read rows of the access log."""

from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from infostrada.core.aside import aside
from infostrada.core.journal.rows import current_actor
from infostrada.core.sql.writing import writer
from psycopg import Connection
from psycopg.rows import class_row
from typing import Any
from zope.globalrequest import getRequest

import psycopg


GRANTED = "granted"
REFUSED = "refused"
OUTCOMES = (GRANTED, REFUSED)

PAGE = 50
TOLD = "infostrada.accesslog.told"

INSERT = """
    INSERT INTO core.access_log (actor, action, uid, unit, outcome, reason)
    VALUES (%s, %s, %s, %s, %s, %s)
"""

SELECT = """
    SELECT id, moment, actor, action, uid, unit, outcome, reason FROM core.access_log
    WHERE (%(uid)s = '' OR uid = %(uid)s) AND (%(person)s = '' OR actor = %(person)s)
        AND (%(units)s::text[] IS NULL OR unit = ANY(%(units)s::text[]))
        AND (%(before)s::bigint IS NULL OR id < %(before)s)
    ORDER BY id DESC LIMIT %(size)s
"""


@dataclass(frozen=True)
class Access:
    """One row of the log."""

    id: int
    moment: datetime
    actor: str
    action: str
    uid: str
    unit: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Query:
    """Which rows: about one object, by one person, of some units (None: all), older than a row."""

    uid: str = ""
    person: str = ""
    units: tuple[str, ...] | None = None
    before: int | None = None
    size: int = PAGE


def note(action: str, *, uid: str | None, unit: str | None, outcome: str, reason: str = "") -> None:
    """Write one row at once; it stays whatever becomes of the transaction.

    `action` is a machine word (``view``, ``print``, ``search``), `outcome` ``granted`` or ``refused``, `reason`
    what the person gave as grounds or the machine word of the refusal.
    """
    hold(current_actor(), action, uid=uid, unit=unit, outcome=outcome, reason=reason)
    if uid:
        told(getRequest()).add(uid)


def told(request: Any) -> set[str]:
    """The objects `note` has written of in this request."""
    environ: dict[str, Any] = getattr(request, "environ", None) or {}
    found: set[str] = environ.setdefault(TOLD, set())
    return found


def hold(actor: str, action: str, *, uid: str | None, unit: str | None, outcome: str, reason: str) -> None:
    """`note` for a person who is not the current user, such as one who was just refused."""
    if outcome not in OUTCOMES:
        raise ValueError(f"outcome is {outcome!r}, not one of {', '.join(OUTCOMES)}")
    row = [actor, action, uid or "", unit or "", outcome, reason]
    try:
        with writer() as connection:
            connection.execute(INSERT, row)
    except psycopg.OperationalError:
        # One that was kept while the server began anew; a row written twice does no harm, a row missing does.
        with aside() as connection:
            connection.execute(INSERT, row)


def page(connection: Connection, query: Query) -> list[Access]:
    """Rows about one object, one person or both, newest first."""
    with connection.cursor(row_factory=class_row(Access)) as cursor:
        return cursor.execute(SELECT, asdict(query) | {"units": query.units and list(query.units)}).fetchall()
