"""What is looked at, and when it is no longer well."""

from collections.abc import Callable
from dataclasses import dataclass
from infostrada.core.config import settings
from infostrada.core.errors import Unavailable
from infostrada.core.health.interfaces import IHealthCheck
from infostrada.core.maintenance.night import MOST_HOURS
from infostrada.core.maintenance.night import SILENCE
from infostrada.core.sql import pending
from infostrada.core.sql import reader
from psycopg import Connection
from typing import Any
from zope.component import getUtilitiesFor


OK = "ok"
DEGRADED = "degraded"
DOWN = "down"

# Seconds after which something that happens every few seconds has plainly stopped.
WORKER_SILENT = 30
SEAL_LATE = 60
DELIVERY_LATE = 600
READING_LATE = 900


@dataclass(frozen=True)
class Finding:
    """One check: its state, a number that explains it and the number's bound."""

    name: str
    state: str
    figure: int
    bound: int


def examine() -> list[Finding]:
    """Run all checks; without a database there is only one finding."""
    try:
        with reader() as connection:
            own = [Finding("database", OK, 0, 0), *(check(connection) for check in CHECKS)]
            return [*own, *(_of_addon(name, check, connection) for name, check in addons())]
    except Unavailable:
        return [Finding("database", DOWN, 1, 0)]


def overall(findings: list[Finding]) -> str:
    """The worst state of all."""
    states = {finding.state for finding in findings}
    return next((state for state in (DOWN, DEGRADED) if state in states), OK)


def addons() -> list[tuple[str, Any]]:
    """Checks of add-ons by name."""
    return sorted(getUtilitiesFor(IHealthCheck), key=lambda pair: pair[0])


def _of_addon(name: str, check: Any, connection: Connection) -> Finding:
    figure = check.figure(connection)
    return Finding(name, OK if figure <= check.bound else DEGRADED, figure, check.bound)


def _migrations(connection: Connection) -> Finding:
    # What is up to date stays so until this process is replaced by a newer one.
    if not _Schema.current:
        missing = len(pending(settings().conninfo))
        _Schema.current = missing == 0
        return Finding("migrations", DOWN if missing else OK, missing, 0)
    return Finding("migrations", OK, 0, 0)


class _Schema:
    current = False


def _figure(name: str, statement: str, bound: int) -> Callable[[Connection], Finding]:
    def check(connection: Connection) -> Finding:
        row = connection.execute(statement).fetchone()
        figure = int(row[0]) if row else 0
        return Finding(name, OK if figure <= bound else DEGRADED, figure, bound)

    return check


CHECKS: tuple[Callable[[Connection], Finding], ...] = (
    _migrations,
    # Seconds since the last sign of life of any worker; a day when there was none.
    _figure(
        "worker",
        "SELECT coalesce(extract(epoch FROM now() - max(beat)), 86400) FROM core.worker",
        WORKER_SILENT,
    ),
    # Age in seconds of the oldest journal row without a seal.
    _figure(
        "journal",
        "SELECT coalesce(extract(epoch FROM now() - min(queued)), 0) FROM core.journal_unsealed",
        SEAL_LATE,
    ),
    # Seconds the oldest message is past the time it should have been tried.
    _figure(
        "outbox",
        "SELECT coalesce(extract(epoch FROM now() - min(due)), 0) FROM core.outbox"
        " WHERE state = 'waiting' AND due < now()",
        DELIVERY_LATE,
    ),
    _figure("dead_letters", "SELECT count(*) FROM core.outbox WHERE state = 'dead'", 0),
    # Jobs that failed in the last day.
    _figure(
        "jobs",
        "SELECT count(*) FROM core.job WHERE state = 'failed' AND ended > now() - interval '1 day'",
        0,
    ),
    # Seconds the oldest attached file is past the time it should have been read.
    _figure(
        "texts",
        "SELECT coalesce(extract(epoch FROM now() - min(due)), 0) FROM core.fulltext_due"
        " WHERE NOT given_up AND due < now()",
        READING_LATE,
    ),
    # Objects with a file that ended its reader every time, in the last day.
    _figure(
        "unread",
        "SELECT count(*) FROM core.fulltext_due WHERE given_up AND due > now() - interval '1 day'",
        0,
    ),
    # Files that are scans without text: a figure to know, no fault of the installation.
    _figure("scans", "SELECT coalesce(sum(scans), 0) FROM core.fulltext", 1_000_000_000),
    _figure("forget", SILENCE.format("forget"), MOST_HOURS),
    _figure("pack", SILENCE.format("pack"), MOST_HOURS),
)
