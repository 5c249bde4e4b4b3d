"""One consistent dump of the one database, and its way back.

Objects, blobs and rows share a database, so a single ``pg_dump`` snapshot holds a state that existed at one
moment. Keys that must not lie beside the data they protect are not in it.
"""

from collections.abc import Sequence
from datetime import datetime
from infostrada.core.cluster import Cluster
from infostrada.core.cluster.programs import client
from infostrada.core.config import Settings
from infostrada.core.server import database
from infostrada.core.server import process
from pathlib import Path

import psycopg
import shutil
import subprocess


class BackupError(Exception):
    """A dump that cannot be written or read back; the text says what and why."""


def dump(settings: Settings, target: Path | None) -> Path:
    """Write a dump while the site runs; returns its path. A failed one leaves no file behind."""
    path = target or settings.var / "backup" / f"infostrada-{datetime.now():%Y%m%d-%H%M%S}.dump"
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.touch(mode=0o600)
    except OSError as error:
        raise BackupError(f"{path}: {error.strerror}") from error
    try:
        _run("pg_dump", "--format=custom", "--compress=6", f"--dbname={settings.conninfo}", f"--file={part}")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return path


def restore(settings: Settings, source: Path, *, dry_run: bool = False) -> None:
    """Bring a dump back into an empty installation, all of it or nothing; raises `BackupError`.

    A dry run asks the same questions and leaves everything as it was.
    """
    _run("pg_restore", "--list", str(source), why=f"{source} is not a dump of Infostrada")
    if running := [n for n in process.names(settings.var) if process.running(n, settings.var)]:
        raise BackupError(f"The installation runs ({', '.join(running)}): infostrada stop first")
    cluster = Cluster(settings.var) if settings.private else None
    if dry_run and cluster is not None and not cluster.exists():
        return
    ended = cluster is not None and not cluster.running()
    try:
        _reach(settings, cluster)
    finally:
        if dry_run and ended and cluster is not None:
            cluster.stop()
    if not dry_run:
        _bring_back(settings, source)


def _reach(settings: Settings, cluster: Cluster | None) -> None:
    if cluster is not None:
        cluster.start()
    else:
        database.reach(settings.conninfo)
    if _holds_objects(settings.conninfo):
        raise BackupError("The database holds a site already: infostrada reset deletes it")


def _bring_back(settings: Settings, source: Path) -> None:
    _run(
        "pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--clean", "--if-exists",
        f"--dbname={settings.conninfo}", str(source),
    )  # fmt: skip
    # Blobs cached from another life of this folder would answer for objects of this one.
    shutil.rmtree(settings.var / "blobs", ignore_errors=True)


def _holds_objects(conninfo: str) -> bool:
    with psycopg.connect(conninfo, connect_timeout=5) as connection:
        row = connection.execute("SELECT to_regclass('public.object_state')").fetchone()
        return row is not None and row[0] is not None


def _run(program: str, *words: str, why: str = "") -> None:
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own programs, no shell
        [client(program), *words], capture_output=True, text=True, check=False, cwd="/"
    )
    if done.returncode:
        raise BackupError(why or f"{program}: {_last(done.stderr.splitlines())}")


def _last(lines: Sequence[str]) -> str:
    return next((line for line in reversed(lines) if line.strip()), "no word of why")
