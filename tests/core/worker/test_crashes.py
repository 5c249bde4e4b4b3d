"""kill -9 of a real worker process at named points, twenty times and more."""

from collections import Counter
from infostrada.core.jobs import enqueue
from infostrada.core.outbox import put
from tests.core.worker.child import NEVER
from tests.core.worker.child import work

import os
import psycopg
import pytest
import signal
import time
import transaction


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
def child(nursery, tmp_path):
    """Starts worker processes; none outlives the test."""
    started = []
    # The nursery has the environment of its own beginning.
    places = {name: value for name, value in os.environ.items() if name.startswith("INFOSTRADA_")}

    def start(point, seed):
        environ = {**places, "DELIVERIES": str(tmp_path / "deliveries")}
        started.append(nursery.Process(target=work, args=(point, seed, environ)))
        started[-1].start()
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.join()


def death_of(process):
    """How a process ended; None when it lives on after a minute."""
    process.join(60)
    return process.exitcode


def until(condition, seconds=60.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "the worker did not finish in time"
        time.sleep(0.05)


def finish(process, condition):
    """A worker that nobody kills brings the rest home."""
    until(condition)
    process.terminate()
    assert death_of(process) == 0


def test_outbox_at_least_once_and_effects_exactly_once(connection, child, tmp_path):
    deliveries = tmp_path / "deliveries"
    deliveries.touch()
    struck = 0
    for round_ in range(4):
        for number in range(MESSAGES):
            put("effect", {"number": number}, key=f"{round_}-{number}")
        transaction.commit()
        for seed, point in enumerate(OUTBOX_POINTS + OUTBOX_POINTS[:1]):
            struck += death_of(child(point, round_ * 10 + seed)) == -signal.SIGKILL
            # The killed worker's message waits for its lease: let the time pass.
            connection.execute("UPDATE core.outbox SET due = now() WHERE state = 'waiting'")
    assert struck == 20
    waiting = "SELECT count(*) FROM core.outbox WHERE state <> 'delivered'"
    finish(child(NEVER, 0), lambda: connection.execute(waiting).fetchone() == (0,))
    keys = {f"{round_}-{number}" for round_ in range(4) for number in range(MESSAGES)}
    delivered = Counter(deliveries.read_text().split())
    assert set(delivered) == keys
    assert max(delivered.values()) > 1
    effects = connection.execute("SELECT key FROM effect").fetchall()
    assert sorted(key for (key,) in effects) == sorted(keys)


def test_job_killed_twenty_times_ends_as_if_nothing_happened(connection, child):
    job = enqueue("summing", {"total": TOTAL}, unit=None)
    transaction.commit()
    for seed in range(20):
        assert death_of(child(JOB_POINTS[seed % len(JOB_POINTS)], seed)) == -signal.SIGKILL
        # Twenty kills in a row are the test's, not the job's fault.
        connection.execute("UPDATE core.job SET starts = 0 WHERE id = %s", [job])
    done = "SELECT state FROM core.job"
    finish(child(NEVER, 0), lambda: connection.execute(done).fetchone() == ("done",))
    numbers = [n for (n,) in connection.execute("SELECT number FROM summand ORDER BY number")]
    # Nothing twice, nothing missing.
    assert numbers == list(range(1, TOTAL + 1))
