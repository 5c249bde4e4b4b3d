"""Migrations of several distributions: once, together, whoever starts first."""

from click.testing import CliRunner
from concurrent.futures import ThreadPoolExecutor
from infostrada.core.cli.migrate import migrate as command
from infostrada.core.sql import migrate
from infostrada.core.sql import migration
from infostrada.core.sql import pending
from psycopg.conninfo import make_conninfo

import json
import os
import psycopg
import pytest
import subprocess
import sys


BASE = "core_20261122001"


@pytest.fixture
def empty(database):
    """A second, empty database on the same server."""
    name = f"infostrada_empty_{os.getpid()}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield make_conninfo(database, dbname=name)
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def add_postgis(conninfo):
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")


def schemas(conninfo):
    with psycopg.connect(conninfo) as connection:
        return {row[0] for row in connection.execute("SELECT nspname FROM pg_namespace")}


def test_pending_lists_and_changes_nothing(empty):
    revisions = pending(empty)
    assert revisions[0].id == BASE
    assert str(revisions[0]).startswith(f"{BASE}: Base of")
    assert "core" not in schemas(empty)


def test_a_second_run_finds_nothing(empty):
    add_postgis(empty)
    expected = pending(empty)
    assert migrate(empty) == expected
    assert pending(empty) == []
    assert migrate(empty) == []
    with psycopg.connect(empty, autocommit=True) as connection:
        # As a database stands that came this far before the order of these two was stated.
        connection.execute("INSERT INTO core.alembic_version VALUES ('site_20261127021')")
    assert pending(empty) == []
    assert migrate(empty) == []
    with psycopg.connect(empty, autocommit=True) as connection:
        connection.execute("DROP SCHEMA site CASCADE")
    again = [revision for revision in expected if revision.id.startswith("site")]
    assert set(migrate(empty)) == set(again)


def test_processes_starting_at_once_share_the_work(empty):
    add_postgis(empty)
    code = "import sys; from infostrada.core.sql import migrate; print(len(migrate(sys.argv[1])))"

    def start(_):
        return subprocess.run([sys.executable, "-c", code, empty], capture_output=True, text=True, check=True)

    expected = len(pending(empty))
    with ThreadPoolExecutor(3) as pool:
        counts = sorted(int(done.stdout) for done in pool.map(start, range(3)))
    assert counts == [0, 0, expected]


BROKEN = '''
"""A migration with a mistake in its second statement."""
from alembic import op
revision = "other_20260101001"
down_revision = None
branch_labels = ("other",)
def upgrade():
    op.execute("CREATE TABLE other.half (id int)")
    op.execute("CREATE TABLE other.half (id int)")
'''


def test_a_broken_migration_leaves_nothing_behind(empty, tmp_path, monkeypatch):
    add_postgis(empty)
    (tmp_path / "versions").mkdir()
    (tmp_path / "versions" / "v20260101001_broken.py").write_text(BROKEN)
    folders = migration._folders() | {"other": tmp_path / "versions"}
    monkeypatch.setattr(migration, "_folders", lambda: folders)
    before = schemas(empty)
    with pytest.raises(Exception, match="half"):
        migrate(empty)
    assert schemas(empty) == before
    assert len(pending(empty)) > 1


def test_every_revision_is_named_after_its_file():
    scripts = migration._scripts()
    for script in scripts.walk_revisions():
        number = script.module.__file__.rsplit("/", 1)[-1].removeprefix("v").split("_")[0]
        label = script.revision.split("_")[0]
        assert script.revision == f"{label}_{number}"
        assert label in migration._folders()


def test_command_tells_and_does(empty, monkeypatch):
    add_postgis(empty)
    monkeypatch.setenv("INFOSTRADA_DSN", empty)
    dry = CliRunner().invoke(command, ["--dry-run", "--json"])
    assert json.loads(dry.output)["revisions"][0]["id"] == BASE
    assert "core" not in schemas(empty)
    assert f"done  {BASE}" in CliRunner().invoke(command).output
    assert CliRunner().invoke(command).output == "The database is up to date.\n"


def test_command_says_that_the_database_is_away(monkeypatch):
    monkeypatch.setenv("INFOSTRADA_DSN", "host=127.0.0.1 port=1 password=secret dbname=x")
    answer = CliRunner().invoke(command)
    assert answer.exit_code == 1
    assert "does not answer" in answer.output
    assert "secret" not in answer.output
