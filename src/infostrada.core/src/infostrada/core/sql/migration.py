"""Migrations of all installed distributions, run together in one transaction.

A distribution names a package with a `versions` folder in the entry point group
`infostrada.migrations`; the entry point's name is its branch label and its schema. Revisions of
one branch may stand side by side when rooms do not depend on each other: the base is then their
common `down_revision`. Of two that touch the same table the later one says so in `depends_on`. A
schema that somebody dropped is made again from its first revision.

Alembic is loaded by whoever migrates: twelve megabytes that a process serving pages does without.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from sqlalchemy import Connection
from sqlalchemy import create_engine
from sqlalchemy import NullPool
from sqlalchemy import text
from typing import Any
from typing import TYPE_CHECKING

import psycopg


if TYPE_CHECKING:
    from alembic.runtime.migration import MigrationContext
    from alembic.script import Script
    from alembic.script import ScriptDirectory


GROUP = "infostrada.migrations"
VERSION_TABLE: dict[str, Any] = {"version_table": "alembic_version", "version_table_schema": "core"}

# Any number no other program takes on this database; every process must use the same one.
_LOCK = 4_907_220_261


@dataclass(frozen=True)
class Revision:
    """A migration still to be run: its id and the first line of its docstring."""

    id: str
    title: str

    def __str__(self) -> str:
        return f"{self.id}: {self.title}"


def pending(conninfo: str) -> list[Revision]:
    """The revisions `migrate` would run, in order; changes nothing."""
    with _connection(conninfo) as connection:
        return _pending(_scripts(), connection)


def migrate(conninfo: str) -> list[Revision]:
    """Bring a database up to date and return what was done.

    Several processes may call it at once: the first works, the others wait and find nothing left
    to do. All revisions stand or fall together.
    """
    scripts = _scripts()
    with _connection(conninfo) as connection, connection.begin():
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _note(_standing(scripts, connection), connection)
        for schema in sorted(_folders()):
            connection.exec_driver_sql(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
        missing = _pending(scripts, connection)
        if missing:
            _upgrade(scripts, connection)
        return missing


def _pending(scripts: ScriptDirectory, connection: Connection) -> list[Revision]:
    done = _standing(scripts, connection)
    missing = scripts.iterate_revisions("heads", tuple(done) or "base", implicit_base=True)
    return [Revision(script.revision, script.doc) for script in reversed(list(missing))]


def _standing(scripts: ScriptDirectory, connection: Connection) -> set[str]:
    """The revisions a database has come to and no other one there rests on; of schemas that are not there, none."""
    there = {row[0] for row in connection.execute(text("SELECT nspname FROM pg_namespace"))}
    gone = {folder for schema, folder in _folders().items() if schema not in there}
    reached = [each for each in _reached(scripts, _done(connection)) if Path(each.path).parent not in gone]
    return {each.revision for each in reached} - {under for each in reached for under in rests_on(each)}


def _reached(scripts: ScriptDirectory, heads: set[str]) -> list[Script]:
    """These revisions and everything below them."""
    found: dict[str, Script] = {}
    waiting = list(heads)
    while waiting:
        revision = waiting.pop()
        if revision not in found:
            found[revision] = scripts.get_revision(revision)
            waiting += rests_on(found[revision])
    return list(found.values())


def rests_on(script: Script) -> tuple[str, ...]:
    """What has to be done before a revision: those it follows in its branch, and those it depends on."""
    from alembic.util import to_tuple

    return (*to_tuple(script.down_revision, ()), *to_tuple(script.dependencies, ()))


def _done(connection: Connection) -> set[str]:
    from alembic.runtime.migration import MigrationContext

    return set(MigrationContext.configure(connection, opts=VERSION_TABLE).get_current_heads())


def _note(standing: set[str], connection: Connection) -> None:
    """Let the table say just these, which is all that Alembic goes by."""
    done = _done(connection)
    for revision in done - standing:
        connection.execute(
            text("DELETE FROM core.alembic_version WHERE version_num = :gone"), {"gone": revision}
        )
    for revision in standing - done:
        connection.execute(text("INSERT INTO core.alembic_version VALUES (:kept)"), {"kept": revision})


def _upgrade(scripts: ScriptDirectory, connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    def steps(current: Any, context: MigrationContext) -> list[Any]:
        return scripts._upgrade_revs("heads", current)

    with EnvironmentContext(Config(), scripts, fn=steps, destination_rev="heads") as environment:
        environment.configure(connection=connection, **VERSION_TABLE)
        with environment.begin_transaction():
            environment.run_migrations()


def _scripts() -> ScriptDirectory:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    folders = _folders()
    config = Config()
    config.set_main_option("script_location", str(folders["core"].parent))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(map(str, folders.values())))
    return ScriptDirectory.from_config(config)


def _folders() -> dict[str, Path]:
    found = {}
    for entry in entry_points(group=GROUP):
        package = import_module(entry.value)
        found[entry.name] = Path(next(iter(package.__path__))) / "versions"
    return found


@contextmanager
def _connection(conninfo: str) -> Iterator[Connection]:
    engine = create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(conninfo), poolclass=NullPool
    )
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
