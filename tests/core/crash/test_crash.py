"""Processes killed at named points; afterwards both stores are compared.

What must hold after any crash and one sweep: every record has exactly one number, every number
from 1 to the last has a register row, and a number without a record says so.
"""

from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.errors import ContentionError
from infostrada.core.sql import reader
from tests.core.crash import writer
from tests.core.crash.writer import RPW

import os
import psycopg
import pytest
import random
import signal
import time
import transaction


pytestmark = [pytest.mark.crash, pytest.mark.slow]

NOW = timedelta(0)

# Does the number, does the record survive a shot at this point?
SURVIVORS = {
    "mid_write": (False, False),
    "before_any_vote": (False, False),
    "before_sql_vote": (False, False),
    "between_the_commits": (True, False),
    "before_zodb_finish": (True, False),
    "after_both_commits": (True, True),
}
# Twenty at each point: INFOSTRADA_KILLS=20.
ROUNDS = int(os.environ.get("INFOSTRADA_KILLS", "3"))


def run(nursery, target, *arguments):
    """Run a function in a process of its own; returns its exit code."""
    process = nursery.Process(target=target, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode


def notes():
    """The journal's rows about cancelled numbers."""
    with reader() as connection:
        return connection.execute(
            "SELECT data FROM core.journal WHERE action = 'core.number.cancel' ORDER BY id"
        ).fetchall()


def rows():
    return {row.uid: row for row in numbers.register(RPW)}


def records(shelf):
    transaction.abort()
    found = {uid: record.get("number") for uid, record in shelf.all().items()}
    transaction.abort()
    return found


def check(shelf):
    """Compare both stores after a sweep."""
    transaction.abort()
    numbers.sweep(NOW)
    transaction.commit()
    register = numbers.register(RPW, size=1000)
    assert numbers.gaps(RPW) == []
    assert [row.value for row in register] == list(range(1, len(register) + 1))
    held = {row.uid: row.value for row in register if row.state == "confirmed"}
    assert held == records(shelf)
    for row in register:
        assert (row.state == "cancelled") == (row.remark == "anulowany: awaria")
    return register


@pytest.mark.parametrize("point", writer.POINTS)
def test_killed_at_a_named_point(stores, shelf, nursery, point):
    """Six points, three shots at each (or as many as asked for); after one the client comes back, after one nobody."""
    number, record = SURVIVORS[point]
    cancelled = 0
    for i in range(ROUNDS):
        uid, key = f"shot-{i}", f"key-{i}"
        assert run(nursery, writer.write_and_die, stores, point, uid, key) == -signal.SIGKILL
        assert (uid in rows(), uid in records(shelf)) == (number, record)
        if i == ROUNDS - 1:
            cancelled = int(number and not record)
            continue
        before = len(rows())
        again = writer.register(shelf, f"again-{i}", key)
        transaction.commit()
        assert again.replayed is record
        assert again.uid == (uid if record else f"again-{i}")
        assert len(rows()) == before + (not number)
    check(shelf)
    assert len(notes()) == cancelled


SLOW_COMMIT = """
    CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_sleep(1.5); RETURN NULL; END $$;
    CREATE CONSTRAINT TRIGGER linger AFTER INSERT ON object_state DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW WHEN (NEW.state_size > 0) EXECUTE FUNCTION linger();
"""
LINGERS = (
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND datname = current_database()"
)


def test_killed_while_the_server_still_commits_the_objects(stores, shelf, nursery):
    """The process is dead, its commit is not: the number must not go to a second record."""
    with psycopg.connect(stores, autocommit=True) as connection:
        connection.execute(SLOW_COMMIT)
        process = nursery.Process(target=writer.write_on, args=(stores, "dying", 1))
        process.start()
        end = time.monotonic() + 60
        while connection.execute(LINGERS).fetchone() == (0,):
            assert time.monotonic() < end
            time.sleep(0.01)
        process.kill()
        process.join(60)
        assert (len(rows()), records(shelf)) == (1, {})
        with pytest.raises(ContentionError):
            writer.register(shelf, "second", "key-dying-0")
        transaction.abort()
        again = writer.register(shelf, "second", "key-dying-0")
    assert (again.value, again.uid, again.replayed) == (1, "dying-0", True)
    check(shelf)


def test_killed_at_any_moment(stores, shelf, nursery):
    """Ten more shots, at random moments of a process that registers without pause."""
    chance = random.Random(57)
    for i in range(10):
        started = nursery.Event()
        process = nursery.Process(target=writer.write_on, args=(stores, f"p{i}", 10_000, started))
        process.start()
        assert started.wait(60)
        time.sleep(chance.uniform(0, 0.15))
        process.kill()
        process.join(60)
        assert process.exitcode == -signal.SIGKILL
    register = check(shelf)
    assert len(register) > 20
    assert sum(row.state == "cancelled" for row in register) == len(notes()) <= 10


def test_sixteen_writers_on_one_series(stores, shelf, nursery):
    processes = [nursery.Process(target=writer.write_on, args=(stores, f"w{i}", 20)) for i in range(16)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(120)
    assert [process.exitcode for process in processes] == [0] * 16
    register = check(shelf)
    assert len(register) == 320
    assert len({row.uid for row in register}) == 320
    assert notes() == []
