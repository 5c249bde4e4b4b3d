"""Hours of the access log are sealed in the journal; what is done to their rows afterwards shows."""

from click.testing import CliRunner
from contextlib import nullcontext
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from infostrada.core.accesslog.cli import access_log
from infostrada.core.accesslog.rows import Access
from infostrada.core.accesslog.sealer import seal_next
from infostrada.core.accesslog.sealer import SealAccess
from infostrada.core.accesslog.seals import seal_of
from infostrada.core.accesslog.verifier import verify
from infostrada.core.accesslog.verifier import Wrong
from infostrada.core.maintenance.retention import forget_kind

import hashlib
import json
import psycopg
import pytest
import transaction


INSERT = """
    INSERT INTO core.access_log (moment, actor, action, uid, unit, outcome, reason)
    VALUES (%s, 'jan', 'view', %s, 'gmina-lipnowo', 'granted', 'Zażółć „gęślą”')
"""
DAYS = 731
MORNING = datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) - timedelta(days=90)
LATER = MORNING.replace(hour=23, minute=59, second=59, microsecond=999999) + timedelta(days=2)
FIRST, SECOND = MORNING.strftime("%Y-%m-%dT08Z"), LATER.strftime("%Y-%m-%dT23Z")


@pytest.fixture
def connection(database, monkeypatch):
    # Days are a record of the site's registry.
    monkeypatch.setattr("infostrada.core.accesslog.cli.open_site", nullcontext)
    for module in ("infostrada.core.accesslog.cli", "infostrada.core.maintenance.retention"):
        monkeypatch.setattr(f"{module}.days_of", lambda _kept: DAYS)
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection
    transaction.abort()


@pytest.fixture
def log(connection):
    """Two rows of one sealed hour, one of another; the connection may get past the triggers."""
    for moment, uid in ((MORNING, "a"), (MORNING.replace(minute=59), "b"), (LATER, "c")):
        connection.execute(INSERT, [moment, uid])
    SealAccess().run()
    connection.execute("SET session_replication_role = replica")
    return connection


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def test_the_root_is_that_of_rfc_6962():
    """Two leaves: SHA-256(1 || leaf || leaf), a leaf SHA-256(0 || JSON with sorted keys and no spaces)."""
    hour = datetime(2026, 3, 2, 8, tzinfo=UTC)
    rows = [Access(n, hour, "jan", "view", "u", "", "granted", "Łąka") for n in (7, 9)]
    texts = [
        f'{{"action":"view","actor":"jan","id":{n},"moment":"2026-03-02T08:00:00.000000+00:00",'
        '"outcome":"granted","reason":"Łąka","uid":"u","unit":""}'
        for n in (7, 9)
    ]
    leaves = [sha(b"\0", text.encode()) for text in texts]
    assert seal_of(hour, rows).as_data() == {
        "hour": "2026-03-02T08Z", "rows": 2, "root": sha(b"\1", *leaves).hex(),
    }  # fmt: skip


def test_hours_that_are_over_are_sealed_once(log):
    log.execute(INSERT, [datetime.now(UTC), "now"])
    SealAccess().run()
    seals = log.execute(
        "SELECT actor, unit, data ->> 'hour', data ->> 'rows' FROM core.journal"
        " WHERE action = 'accesslog.sealed' ORDER BY id"
    ).fetchall()
    assert seals == [("system", "", FIRST, "2"), ("system", "", SECOND, "1")]
    found = verify(log, DAYS)
    assert (found.sound, found.rows, found.hours, found.unsealed) == (True, 3, 2, 1)


@pytest.mark.parametrize(
    ("deed", "wrong"),
    [
        ("UPDATE core.access_log SET reason = '' WHERE uid = 'a'", Wrong(FIRST, 2, 2)),
        ("UPDATE core.access_log SET moment = moment + interval '1 s' WHERE uid = 'c'", None),
        ("DELETE FROM core.access_log WHERE uid = 'c'", Wrong(SECOND, 1, 0)),
        ("DELETE FROM core.access_log WHERE uid = 'b'", Wrong(FIRST, 2, 1)),
    ],
)
def test_what_was_done_to_sealed_rows_shows(log, deed, wrong):
    log.execute(deed)
    found = verify(log, DAYS)
    assert not found.sound
    # A row moved into the next hour is missing in its own; the next seal tells of the other.
    assert found.wrong == [wrong or Wrong(SECOND, 1, 0)]
    done = CliRunner().invoke(access_log, ["verify"])
    assert (done.exit_code, done.output.startswith("TAMPERED WITH")) == (1, True)


def test_rows_put_in_afterwards_show(log):
    log.execute(INSERT, [MORNING.replace(hour=12), "forged"])
    log.execute(INSERT, [MORNING - timedelta(days=1), "forged"])
    log.execute(INSERT, [MORNING.replace(minute=1), "forged"])
    assert {(each.hour, each.sealed, each.found) for each in verify(log, DAYS).wrong} == {
        ((MORNING - timedelta(days=1)).strftime("%Y-%m-%dT08Z"), 0, 1),
        (MORNING.strftime("%Y-%m-%dT12Z"), 0, 1),
        (FIRST, 2, 3),
    }  # fmt: skip


def test_a_seal_taken_out_of_the_journal_shows(log):
    log.execute("DELETE FROM core.journal WHERE action = 'accesslog.sealed' AND data ->> 'rows' = '1'")
    found = verify(log, DAYS)
    # Nothing is left to compare the hour with, but the journal misses its row.
    assert (found.sound, found.journal, found.unsealed) == (False, False, 1)


def test_seals_outlive_rows_past_their_time(connection):
    connection.execute(INSERT, [MORNING - timedelta(days=DAYS), "old"])
    connection.execute(INSERT, [MORNING, "young"])
    SealAccess().run()
    assert forget_kind("access_log") == 1
    done = CliRunner().invoke(access_log, ["verify", "--json"])
    answer = json.loads(done.output)
    assert (done.exit_code, answer["sound"], answer["past"], answer["hours"]) == (0, True, 1, 1)


@pytest.mark.parametrize(
    "deed",
    ["UPDATE core.access_log SET reason = ''", "DELETE FROM core.access_log", "TRUNCATE core.access_log"],
)
def test_young_rows_are_not_altered_or_deleted(connection, deed):
    connection.execute(INSERT, [datetime.now(UTC), "young"])
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(deed)


def test_another_worker_at_it_is_left_alone(connection, database):
    connection.execute(INSERT, [MORNING, "a"])
    with psycopg.connect(database) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtextextended('infostrada.accesslog.sealer', 0))")
        assert not seal_next()
        transaction.abort()
    assert seal_next()
