"""Health over HTTP, with faults made in the database."""

from infostrada.core.health import checks
from infostrada.core.journal import append
from infostrada.core.outbox import put
from infostrada.core.sql import dispose
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD

import psycopg
import pytest
import requests
import transaction


OWNER = (SITE_OWNER_NAME, SITE_OWNER_PASSWORD)


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("INSERT INTO core.worker (name) VALUES ('test')")
        yield connection


def ask(portal, auth=None, **params):
    return requests.get(f"{portal.absolute_url()}/@@health", params=params, auth=auth, timeout=30)


def states(portal):
    return {one["name"]: one["state"] for one in ask(portal, OWNER).json()["checks"]}


def test_all_is_well(connection, functional_portal):
    answer = ask(functional_portal, OWNER)
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert answer.headers["Cache-Control"] == "no-store"
    assert set(states(functional_portal)) == {
        "database", "migrations", "worker", "journal", "outbox", "dead_letters", "jobs", "texts", "unread", "scans",
        "forget", "pack",
        "geo_mirror", "geo_mirror_age",
    }  # fmt: skip


def test_a_stranger_learns_one_word(connection, functional_portal):
    assert ask(functional_portal).json() == {"status": "ok"}
    page = requests.get(f"{functional_portal.absolute_url()}/@@status", timeout=30)
    assert "login" in page.url


@pytest.mark.parametrize(
    ("fault", "name"),
    [
        ("UPDATE core.worker SET beat = now() - interval '31 s'", "worker"),
        ("DELETE FROM core.worker", "worker"),
        ("UPDATE core.journal_unsealed SET queued = now() - interval '61 s'", "journal"),
        ("UPDATE core.outbox SET due = now() - interval '601 s'", "outbox"),
        ("UPDATE core.outbox SET state = 'dead'", "dead_letters"),
        (
            "INSERT INTO core.job (id, name, params, unit, owner, state, ended)"
            " VALUES (gen_random_uuid(), 'x', '{}', '', '', 'failed', now())",
            "jobs",
        ),
        (
            "INSERT INTO core.fulltext_due (uid, files, due) VALUES ('u', 'f', now() - interval '901 s')",
            "texts",
        ),
        ("INSERT INTO core.fulltext_due (uid, files, given_up) VALUES ('u', 'f', true)", "unread"),
        (
            "INSERT INTO core.chore (name, begun, last_well) VALUES ('pack', now(), now() - interval '51 h')",
            "pack",
        ),
        (
            "INSERT INTO core.chore (name, begun, last_well) VALUES ('forget', now(), now() - interval '51 h')",
            "forget",
        ),
    ],
)
def test_each_fault_shows_and_does_not_stop_the_service(connection, functional_portal, fault, name):
    append("deed", unit=None)
    put("topic", {}, key="one")
    transaction.commit()
    connection.execute(fault)
    assert {key for key, state in states(functional_portal).items() if state != "ok"} == {name}
    answer = ask(functional_portal)
    assert (answer.status_code, answer.json()) == (200, {"status": "degraded"})


def test_missing_migrations_are_503(connection, functional_portal, monkeypatch):
    monkeypatch.setattr(checks._Schema, "current", False)
    connection.execute("CREATE TABLE kept AS SELECT * FROM core.alembic_version")
    connection.execute("DELETE FROM core.alembic_version")
    try:
        assert ask(functional_portal).status_code == 503
        assert ask(functional_portal, probe="live").status_code == 200
    finally:
        connection.execute("INSERT INTO core.alembic_version SELECT * FROM kept")
        connection.execute("DROP TABLE kept")


def test_without_a_database_it_is_down(functional_portal, monkeypatch):
    monkeypatch.setenv("INFOSTRADA_DSN", "host=/nonexistent dbname=none")

    dispose()
    try:
        assert [(one.name, one.state) for one in checks.examine()] == [("database", "down")]
    finally:
        monkeypatch.undo()
        dispose()


def test_the_operator_sees_a_table(connection, functional_portal):
    page = requests.get(f"{functional_portal.absolute_url()}/@@status", auth=OWNER, timeout=30)
    assert page.status_code == 200
    tables = page.text.count('<th scope="row"><code>')
    assert page.text.count('<th scope="row">') - tables == 14 and tables == 25
    told = ask(functional_portal, OWNER).json()["sizes"]
    assert told["bytes"] > 1_000_000 and len(told["tables"]) == 25
    # Which tables are the largest depends on what was tested before.
    assert all(f"<code>{table['name']}</code>" in page.text for table in told["tables"][:5])
    days = {table["name"]: table["days"] for table in told["tables"]}
    assert days.get("core.outbox", 90) == 90 and not any(days[name] for name in days if "object" in name)
