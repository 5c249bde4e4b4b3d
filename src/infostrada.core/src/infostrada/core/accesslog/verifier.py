"""Check the access log against its seals in the journal."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.seals import HOUR
from infostrada.core.accesslog.seals import hour_of
from infostrada.core.accesslog.seals import named
from infostrada.core.accesslog.seals import Seal
from infostrada.core.accesslog.seals import seal_of
from infostrada.core.aside import one
from infostrada.core.journal.verifier import check_unit
from psycopg import Connection
from psycopg.rows import class_row


SEALS = """
    SELECT data ->> 'hour', CAST(data ->> 'rows' AS integer), data ->> 'root' FROM core.journal
    WHERE action = 'accesslog.sealed' ORDER BY data ->> 'hour'
"""
KEPT_FROM = "SELECT date_trunc('hour', now() - make_interval(days => %s), 'UTC')"
ROWS = """
    SELECT id, moment, actor, action, uid, unit, outcome, reason FROM core.access_log
    WHERE moment >= %s AND moment < %s ORDER BY id
"""
HOURS = """
    SELECT date_trunc('hour', moment, 'UTC'), count(*) FROM core.access_log
    WHERE moment >= %s AND moment < %s GROUP BY 1 ORDER BY 1
"""
UNSEALED = "SELECT count(*) FROM core.access_log WHERE moment >= %s"


@dataclass(frozen=True)
class Wrong:
    """An hour that is not as it was sealed: changed when the numbers agree; `sealed` is 0 for rows put in later."""

    hour: str
    sealed: int
    found: int


@dataclass
class Findings:
    """What the check found; `past` counts hours whose rows have had their time, `unsealed` rows of the last hours."""

    rows: int = 0
    hours: int = 0
    past: int = 0
    unsealed: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    journal: bool = True

    @property
    def sound(self) -> bool:
        """No sign of tampering with rows, nor with the journal that holds the seals."""
        return self.journal and not self.wrong


def verify(connection: Connection, days: int) -> Findings:
    """Compare every sealed hour of the last `days` in one snapshot of the database."""
    found = Findings()
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found.journal = check_unit(connection, "").sound
        seals = {
            hour_of(name): Seal(hour_of(name), rows, top) for name, rows, top in connection.execute(SEALS)
        }
        kept_from: datetime = one(connection.execute(KEPT_FROM, [days]))[0]
        end = max(seals) + HOUR if seals else kept_from
        for seal in seals.values():
            if seal.hour < kept_from:
                found.past += 1
            else:
                _compare(connection, seal, found)
        for hour, rows in connection.execute(HOURS, [kept_from, end]):
            if hour not in seals:
                found.wrong.append(Wrong(named(hour), 0, rows))
        found.unsealed = one(connection.execute(UNSEALED, [end]))[0]
    return found


def _compare(connection: Connection, seal: Seal, found: Findings) -> None:
    with connection.cursor(row_factory=class_row(Access)) as cursor:
        rows = cursor.execute(ROWS, [seal.hour, seal.hour + HOUR]).fetchall()
    found.hours += 1
    found.rows += len(rows)
    if seal_of(seal.hour, rows) != seal:
        found.wrong.append(Wrong(named(seal.hour), seal.rows, len(rows)))
