"""What keeps an installation from running, found before it fails."""

from collections.abc import Callable
from dataclasses import dataclass
from infostrada.core.cluster import Cluster
from infostrada.core.cluster.programs import bindir
from infostrada.core.cluster.programs import ProgramsMissing
from infostrada.core.config import ConfigError
from infostrada.core.config import Settings
from infostrada.core.maintenance.night import MOST_HOURS
from infostrada.core.maintenance.night import SILENCE
from infostrada.core.reading.recognition import available
from infostrada.core.server import database
from infostrada.core.server import process

import os
import psycopg
import shutil
import sys


ENOUGH_BYTES = 2 * 1024**3
GIVEN_UP = """
    SELECT count(*) FILTER (WHERE NOT given_up), count(*) FILTER (WHERE given_up) FROM core.fulltext_due
"""
SCANS = "SELECT coalesce(sum(scans), 0) FROM core.fulltext"
NOT_KNOWN = "nothing to be known while there is no database, or no such work"


@dataclass(frozen=True)
class Finding:
    """Result of one look: whether all is well, and what was seen."""

    name: str
    well: bool
    seen: str


def examine(settings: Settings) -> list[Finding]:
    """Look at everything an installation needs; changes nothing."""
    looks: dict[str, Callable[[Settings], tuple[bool, str]]] = {
        "python": _python,
        "templates": _templates,
        "var": _var,
        "disk": _disk,
        "postgresql": _postgresql,
        "port": _port,
        "pack": _pack,
        "texts": _texts,
        "recognition": _recognition,
    }
    return [Finding(name, *look(settings)) for name, look in looks.items()]


def _python(_settings: Settings) -> tuple[bool, str]:
    return (3, 11) <= sys.version_info < (3, 14), f"{sys.version.split()[0]} (3.11 to 3.13 are supported)"


def _templates(settings: Settings) -> tuple[bool, str]:
    folder = settings.home / "instance" / "templates"
    return (folder / "zope.conf.in").is_file(), str(folder)


def _var(settings: Settings) -> tuple[bool, str]:
    folder = next(p for p in (settings.var, *settings.var.parents) if p.exists())
    return os.access(folder, os.W_OK), f"{folder} can{'' if os.access(folder, os.W_OK) else 'not'} be written"


def _disk(settings: Settings) -> tuple[bool, str]:
    folder = next(p for p in (settings.var, *settings.var.parents) if p.exists())
    free = shutil.disk_usage(folder).free
    return free >= ENOUGH_BYTES, f"{free / 1024**3:.1f} GiB free in {folder} (2 GiB are needed)"


def _postgresql(settings: Settings) -> tuple[bool, str]:
    try:
        if not settings.private:
            database.reach(settings.conninfo)
            return True, "the server named in INFOSTRADA_DSN answers and has PostGIS"
        cluster = Cluster(settings.var)
        return True, f"{bindir()}, private cluster {'runs' if cluster.running() else 'stands still'}"
    except (ConfigError, ProgramsMissing) as error:
        return False, str(error)


def _port(settings: Settings) -> tuple[bool, str]:
    if any(process.running(name, settings.var) for name in process.names(settings.var)):
        return True, f"{settings.port}, in use by this installation"
    taken = process.port_taken(settings.host, settings.port)
    return not taken, f"{settings.port} {'is taken: set INFOSTRADA_PORT' if taken else 'is free'}"


def _pack(settings: Settings) -> tuple[bool, str]:
    row = _asked(settings, "core.chore", SILENCE.format("pack"))
    if row is None:
        return True, NOT_KNOWN
    hours = int(row[0])
    return hours <= MOST_HOURS, f"the object database was packed {hours} h ago (at most {MOST_HOURS})"


def _texts(settings: Settings) -> tuple[bool, str]:
    row = _asked(settings, "core.fulltext_due", GIVEN_UP)
    if row is None:
        return True, NOT_KNOWN
    waiting, given_up = row
    return given_up == 0, f"{waiting} objects wait for their files to be read, {given_up} were given up"


def _recognition(settings: Settings) -> tuple[bool, str]:
    row = _asked(settings, "core.fulltext", SCANS)
    scans = int(row[0]) if row is not None else 0
    if available():
        return True, f"Tesseract with Polish is here; {scans} files are scans without text"
    seen = f"{scans} files are scans without text; Debian's tesseract-ocr-pol would read them"
    return scans == 0, seen


def _asked(settings: Settings, table: str, statement: str) -> tuple[int, ...] | None:
    """A row of the product's tables; None when the database is away, older, or has no answer."""
    try:
        with psycopg.connect(settings.conninfo, connect_timeout=5) as connection:
            known = connection.execute("SELECT to_regclass(%s)", [table]).fetchone()
            if known is None or known[0] is None:
                return None
            return connection.execute(statement).fetchone()
    except psycopg.Error:
        return None
