"""kill -9 of a real worker process at named points, twenty times and more."""

from collections import Counter
from infostrada.core.jobs import enqueue
from infostrada.core.outbox import put
from pathlib import Path

import os
import psycopg
import pytest
import signal
import subprocess
import sys
import time
import transaction


CHILD = Path(__file__).parent / "child.py"
MESSAGES = 12
TOTAL = 1000

OUTBOX_POINTS = ["after claim", "before effect", "after effect", "after commit"]
JOB_POINTS = ["after start", "within batch", "after save", "after batch", "after commit"]

pytestmark = pytest.mark.crash


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE effect (key text PRIMARY KEY)")
        connection.execute("CREATE TABLE summand (number integer)")
        yield connection
        connection.execute("DROP TABLE effect, summand")


@pytest.fixture
def child():
    """Starts worker processes; none outlives the test."""
    started = []

    def start(point, seed, environ):
        words = [sys.executable, str(CHILD), point, str(seed)]
        started.append(subprocess.Popen(words, env=environ))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait()


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the worker did not finish in time"
        time.sleep(0.05)


def finish(process, condition):
    """A worker that nobody kills brings the rest home."""
    until(condition)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0


def test_outbox_at_least_once_and_effects_exactly_once(connection, child, tmp_path):
    deliveries = tmp_path / "deliveries"
    deliveries.touch()
    environ = os.environ | {"DELIVERIES": str(deliveries)}
    struck = 0
    for round_ in range(4):
        for number in range(MESSAGES):
            put("effect", {"number": number}, key=f"{round_}-{number}")
        transaction.commit()
        for seed, point in enumerate(OUTBOX_POINTS + OUTBOX_POINTS[:1]):
            process = child(point, round_ * 10 + seed, environ)
            struck += process.wait(60) == -signal.SIGKILL
            # The killed worker's message waits for its lease: let the time pass.
            connection.execute("UPDATE core.outbox SET due = now() WHERE state = 'waiting'")
    assert struck == 20
    waiting = "SELECT count(*) FROM core.outbox WHERE state <> 'delivered'"
    finish(child("never", 0, environ), lambda: connection.execute(waiting).fetchone() == (0,))
    keys = {f"{round_}-{number}" for round_ in range(4) for number in range(MESSAGES)}
    delivered = Counter(deliveries.read_text().split())
    assert set(delivered) == keys
    assert max(delivered.values()) > 1
    effects = connection.execute("SELECT key FROM effect").fetchall()
    assert sorted(key for (key,) in effects) == sorted(keys)


def test_job_killed_twenty_times_ends_as_if_nothing_happened(connection, child, tmp_path):
    environ = os.environ | {"DELIVERIES": str(tmp_path / "none")}
    job = enqueue("summing", {"total": TOTAL}, unit=None)
    transaction.commit()
    for seed in range(20):
        process = child(JOB_POINTS[seed % len(JOB_POINTS)], seed, environ)
        assert process.wait(60) == -signal.SIGKILL
        # Twenty kills in a row are the test's, not the job's fault.
        connection.execute("UPDATE core.job SET starts = 0 WHERE id = %s", [job])
    done = "SELECT state FROM core.job"
    finish(child("never", 0, environ), lambda: connection.execute(done).fetchone() == ("done",))
    numbers = [n for (n,) in connection.execute("SELECT number FROM summand ORDER BY number")]
    # Nothing twice, nothing missing.
    assert numbers == list(range(1, TOTAL + 1))
