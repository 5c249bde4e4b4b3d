"""What has had its time goes at night, and nothing else does."""

from infostrada.core.maintenance import retention
from infostrada.core.maintenance.retention import forget
from infostrada.core.maintenance.retention import forget_sets
from plone import api
from threading import Thread
from zope.schema.interfaces import ValidationError

import psycopg
import pytest


OUTBOX = """
    INSERT INTO core.outbox (topic, key, payload, state, ended)
    SELECT 'test', state || days, '{}', state, CASE WHEN state <> 'waiting' THEN now() - make_interval(days => days) END
    FROM unnest(ARRAY['waiting', 'delivered', 'dead']) AS state, unnest(ARRAY[1, 89, 91, 900]) AS days
"""
JOBS = """
    INSERT INTO core.job (id, name, params, unit, owner, state, created, ended)
    SELECT gen_random_uuid(), state || days, '{}', '', '', state, now() - make_interval(days => days),
        CASE WHEN state NOT IN ('queued', 'running') THEN now() - make_interval(days => days) END
    FROM unnest(ARRAY['queued', 'running', 'done', 'failed', 'cancelled']) AS state,
        unnest(ARRAY[364, 366]) AS days
"""
SETS = """
    INSERT INTO core.access_set (id, own, allowed)
    SELECT md5(name)::uuid, md5(name)::uuid, ARRAY['user:' || name] FROM unnest(ARRAY['named', 'unnamed']) AS name;
    INSERT INTO core.access_member (principal, access)
    SELECT member, id FROM core.access_set, unnest(allowed) AS member WHERE allowed[1] LIKE 'user:%named'
"""
RECORD = """
    INSERT INTO core.record (uid, type, access, title, path, modified, revision)
    VALUES (md5('x'), 'test', md5('named')::uuid, 'x', '/x', now(), 1)
"""


@pytest.fixture
def connection(portal, database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def names(connection, statement):
    return {name for (name,) in connection.execute(statement)}


def test_delivered_messages_go_after_their_days_and_dead_ones_never(connection):
    connection.execute(OUTBOX)
    assert forget()["outbox"] == 2
    kept = {f"{state}{days}" for state in ("waiting", "dead") for days in (1, 89, 91, 900)}
    assert names(connection, "SELECT key FROM core.outbox") == kept | {"delivered1", "delivered89"}
    api.portal.set_registry_record("infostrada.maintenance.outbox_days", 7)
    assert forget()["outbox"] == 1
    assert names(connection, "SELECT key FROM core.outbox") == kept | {"delivered1"}


def test_ended_jobs_go_after_a_year_and_open_ones_never(connection):
    connection.execute(JOBS)
    assert forget()["jobs"] == 3
    left = names(connection, "SELECT name FROM core.job")
    assert left == {
        "queued364", "queued366", "running364", "running366", "done364", "failed364", "cancelled364",
    }  # fmt: skip


def test_access_log_and_visits_go_by_their_own_days(connection):
    connection.execute(
        "INSERT INTO core.access_log (moment, actor, action, uid, unit, outcome, reason)"
        " SELECT now() - make_interval(days => days), 'jan', 'view', days::text, '', 'granted', ''"
        " FROM unnest(ARRAY[730, 732]) AS days"
    )
    connection.execute(
        "INSERT INTO core.visit (uid, day, visits)"
        " SELECT 'u', current_date - days, 1 FROM unnest(ARRAY[1826, 1828]) AS days"
    )
    gone = forget()
    assert (gone["access_log"], gone["visits"]) == (1, 1)
    assert names(connection, "SELECT uid FROM core.access_log") == {"730"}


@pytest.mark.parametrize(
    ("setting", "few"), [("outbox_days", 6), ("job_days", 29), ("access_log_days", 730), ("visit_days", 365)]
)
def test_no_setting_goes_below_its_least(portal, setting, few):
    with pytest.raises(ValidationError):
        api.portal.set_registry_record(f"infostrada.maintenance.{setting}", few)


def test_more_than_a_batch_goes_in_batches(connection, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    connection.execute(
        "INSERT INTO core.outbox (topic, key, payload, state, ended)"
        " SELECT 'test', i::text, '{}', 'delivered', now() - interval '91 days' FROM generate_series(1, 5) AS i"
    )
    assert forget()["outbox"] == 5


def test_access_sets_nobody_names_go(connection):
    connection.execute(SETS)
    connection.execute(RECORD)
    forget_sets()
    assert names(connection, "SELECT principal FROM core.access_member WHERE principal LIKE '%named'") == {
        "user:named"
    }


def test_a_set_found_by_a_writer_stays_until_its_row_is_there(connection, database):
    """The writer found its set and did not write it again; the deletion waits for the writer's row."""
    connection.execute(SETS)
    with psycopg.connect(database) as writer:
        writer.execute(
            "INSERT INTO core.access_set (id, own, allowed) SELECT id, own, allowed FROM core.access_set"
            " WHERE allowed[1] = 'user:named' ON CONFLICT DO NOTHING"
        )
        deleting = Thread(target=lambda: _quietly(forget_sets))
        deleting.start()
        _until_waiting(connection)
        writer.execute(RECORD)
    deleting.join()
    assert "user:named" in names(connection, "SELECT principal FROM core.access_member")


def _quietly(act):
    try:
        act()
    except psycopg.errors.LockNotAvailable:
        """On a slow machine its two seconds are over: nothing was deleted, which is well too."""


def _until_waiting(connection):
    waiting = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'LOCK TABLE core.access_set%' AND wait_event_type = 'Lock'"
    for _ in range(200):
        if connection.execute(waiting).fetchone() == (1,):
            return
        connection.execute("SELECT pg_sleep(0.01)")
