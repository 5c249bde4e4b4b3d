"""Numbers: none twice, none missing, and the right one after an accident."""

from click.testing import CliRunner
from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.errors import ContentionError
from infostrada.core.numbers import Series
from infostrada.core.numbers import taking
from infostrada.core.numbers.cli import numbers as command
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.core.sql.engine import LOCK_TIMEOUT
from sqlalchemy import text

import json
import psycopg
import pytest
import sys
import threading
import time
import traceback
import transaction


RPW = Series("gmina-lipnowo", "rpw", 2026)
CASES = Series("gmina-lipnowo", "case", 2026, "6140")
NOW = timedelta(0)


def create(shelf, uid, series=RPW, key=None):
    """Make a record with a number, without committing."""
    shelf.put(uid)
    return numbers.take(series, uid=uid, idempotency_key=key, entry={"title": uid})


def lose(shelf, uid, key=None):
    """What a crash between the two commits leaves: the number without its record."""
    number = numbers.take(RPW, uid=uid, idempotency_key=key, entry={"title": uid})
    transaction.commit()
    return number


def values(series=RPW):
    return [row.value for row in numbers.register(series)]


def test_numbers_follow_each_other_in_each_series(shelf):
    assert [create(shelf, f"a{i}").value for i in range(3)] == [1, 2, 3]
    assert create(shelf, "b", Series("gmina-lipnowo", "rpw", 2027)).value == 1
    assert create(shelf, "c", Series("powiat-brzeski", "rpw", 2026)).value == 1
    transaction.commit()
    assert create(shelf, "d").value == 4
    transaction.commit()
    assert values() == [1, 2, 3, 4]
    assert numbers.gaps(RPW) == []


def test_an_aborted_number_is_given_again(shelf):
    create(shelf, "a")
    transaction.commit()
    assert create(shelf, "b").value == 2
    transaction.abort()
    assert create(shelf, "c").value == 2


def test_a_number_taken_after_a_savepoint_goes_back_with_it(shelf):
    create(shelf, "a")
    point = transaction.savepoint(optimistic=True)
    assert create(shelf, "b").value == 2
    point.rollback()
    assert create(shelf, "c").value == 2
    transaction.commit()
    assert [row.uid for row in numbers.register(RPW)] == ["a", "c"]


def test_a_record_has_one_number_in_a_series(shelf):
    first = create(shelf, "a")
    again = create(shelf, "a")
    assert (again.value, again.replayed) == (first.value, True)
    assert create(shelf, "a", CASES) == numbers.Number(1, False, "a")


def test_a_repeated_request_gets_its_record_back(shelf):
    assert numbers.find(RPW, "key-1") is None
    create(shelf, "a", key="key-1")
    transaction.commit()
    expected = numbers.Number(1, True, "a")
    assert numbers.find(RPW, "key-1") == expected
    assert create(shelf, "b", key="key-1") == expected
    transaction.abort()
    assert create(shelf, "c", key="key-2").value == 2


def test_a_repetition_after_a_crash_gets_the_same_number(shelf):
    lose(shelf, "lost", key="key-1")
    assert numbers.find(RPW, "key-1") is None
    assert create(shelf, "second", key="key-1") == numbers.Number(1, False, "second")
    transaction.commit()
    assert [(row.value, row.uid) for row in numbers.register(RPW)] == [(1, "second")]
    assert numbers.register(RPW)[0].entry == {"title": "second"}


def test_an_orphan_is_cancelled_and_stays_visible(shelf):
    create(shelf, "a")
    transaction.commit()
    lose(shelf, "lost", key="key-1")
    assert numbers.sweep() == numbers.Swept(0, 0)
    assert numbers.sweep(NOW) == numbers.Swept(confirmed=1, cancelled=1)
    transaction.commit()
    assert numbers.sweep(NOW) == numbers.Swept(0, 0)
    first, second = numbers.register(RPW)
    assert (first.state, first.remark) == ("confirmed", None)
    assert (second.state, second.remark) == ("cancelled", "anulowany: awaria")
    assert second.entry == {"title": "lost"}
    with reader() as connection:
        notes = connection.execute("SELECT action, unit, uid, data->'number' FROM core.journal")
        assert notes.fetchall() == [("core.number.cancel", "gmina-lipnowo", "lost", 2)]
    # Whoever comes back after that is a new entry.
    assert create(shelf, "late", key="key-1") == numbers.Number(3, False, "late")
    transaction.commit()
    assert numbers.gaps(RPW) == []


def test_the_sweep_leaves_a_number_taken_over_meanwhile(shelf, monkeypatch):
    lose(shelf, "lost", key="key-1")

    def repeat():
        create(shelf, "second", key="key-1")
        transaction.commit()

    looks = []

    def look(uid):
        looks.append(uid)
        if len(looks) == 1:
            # Between the sweep's look and its decision the client comes back.
            thread = threading.Thread(target=repeat)
            thread.start()
            thread.join(10)
        return False

    monkeypatch.setattr(shelf, "newest", look)
    assert numbers.sweep(NOW) == numbers.Swept(0, 0)
    transaction.commit()
    assert [(row.uid, row.state) for row in numbers.register(RPW)] == [("second", "taken")]


def between_the_commits(shelf, uid, key, reached, go_on):
    """Register a record in a thread that stops after the SQL commit, before ZODB's."""

    class Pause:
        transaction_manager = transaction.manager

        def sortKey(self):
            return "~~"

        def tpc_vote(self, txn):
            reached.set()
            go_on.wait(20)

        def tpc_begin(self, txn): ...
        def commit(self, txn): ...
        def tpc_finish(self, txn): ...
        def tpc_abort(self, txn): ...
        def abort(self, txn): ...

    def work():
        create(shelf, uid, key=key)
        transaction.get().join(Pause())
        transaction.commit()

    thread = threading.Thread(target=work)
    thread.start()
    assert reached.wait(10)
    return thread


def test_a_record_between_the_two_commits_is_waited_for(shelf):
    reached, go_on = threading.Event(), threading.Event()
    first = between_the_commits(shelf, "first", "key-1", reached, go_on)
    threading.Timer(0.3, go_on.set).start()
    # The row is there, the record not yet: this must not be taken for a crash.
    with pytest.raises(ContentionError):
        create(shelf, "second", key="key-1")
    transaction.abort()
    first.join(10)
    assert create(shelf, "second", key="key-1") == numbers.Number(1, True, "first")
    transaction.abort()
    assert numbers.find(RPW, "key-1") == numbers.Number(1, True, "first")


def test_a_record_stuck_between_the_commits_is_not_waited_for_long(shelf):
    reached, go_on = threading.Event(), threading.Event()
    first = between_the_commits(shelf, "first", "key-1", reached, go_on)
    with pytest.raises(ContentionError):
        numbers.find(RPW, "key-1")
    go_on.set()
    first.join(10)


def test_series_out_of_order_are_never_waited_for(shelf, database):
    create(shelf, "a", CASES)
    transaction.commit()
    create(shelf, "b", RPW)
    with psycopg.connect(database) as other:
        other.execute("SELECT 1 FROM core.series WHERE kind = 'case' FOR UPDATE")
        with pytest.raises(ContentionError):
            create(shelf, "b", CASES)
    transaction.abort()
    create(shelf, "c", RPW)
    create(shelf, "c", CASES)
    transaction.commit()
    assert values(CASES) == [1, 2]


def test_a_new_series_out_of_order_is_not_waited_for_either(shelf, database):
    """Nobody has committed it yet: there is no row to lock, only another transaction that makes the same one."""
    create(shelf, "a", RPW)
    with psycopg.connect(database) as other:
        other.execute(
            "INSERT INTO core.series (unit, kind, year, key) VALUES (%s, %s, %s, %s)",
            (CASES.unit, CASES.kind, CASES.year, CASES.key),
        )
        began = time.monotonic()
        with pytest.raises(ContentionError):
            create(shelf, "a", CASES)
        assert time.monotonic() - began < LOCK_TIMEOUT / 2_000
        transaction.abort()
        other.rollback()
    create(shelf, "b", RPW)
    create(shelf, "b", CASES)
    (patience,) = session().execute(text("SHOW lock_timeout")).one()
    assert patience == f"{LOCK_TIMEOUT // 1_000}s"
    transaction.commit()
    assert values(CASES) == values(RPW) == [1]


def test_opposite_orders_both_succeed(shelf):
    start = threading.Barrier(2, timeout=60)
    done = []

    def work(name, series):
        for i in range(5):
            start.wait()
            for attempt in transaction.manager.attempts(50):
                with attempt:
                    for each in series:
                        create(shelf, f"{name}{i}", each)
            done.append(name)

    threads = [
        threading.Thread(target=work, args=("up", (CASES, RPW))),
        threading.Thread(target=work, args=("down", (RPW, CASES))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    at_work = {
        thread.name: sys._current_frames().get(thread.ident) for thread in threads if thread.is_alive()
    }
    assert not at_work, "".join(line for frame in at_work.values() for line in traceback.format_stack(frame))
    assert len(done) == 10
    for series in (RPW, CASES):
        assert values(series) == list(range(1, 11))
        assert numbers.gaps(series) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM core.number",
        "UPDATE core.number SET value = 7",
        "UPDATE core.number SET state = 'taken' WHERE state = 'cancelled'",
    ],
)
def test_the_database_itself_protects_the_register(shelf, database, statement):
    lose(shelf, "lost")
    numbers.sweep(NOW)
    transaction.commit()
    with psycopg.connect(database) as other, pytest.raises(psycopg.errors.RaiseException):
        other.execute(statement)


def test_gaps_are_found(shelf, database):
    create(shelf, "a")
    transaction.commit()
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("UPDATE core.series SET last = 4")
    assert numbers.gaps(RPW) == [2, 3, 4]


def test_a_page_of_the_register_is_capped(shelf):
    for i in range(12):
        create(shelf, f"a{i}")
    transaction.commit()
    assert [row.value for row in numbers.register(RPW, after=4, size=3)] == [5, 6, 7]


def test_series_sort_in_lock_order():
    assert CASES < RPW
    assert taking._promise(CASES, "k") == "number gmina-lipnowo/case/2026/6140 k"


def test_command_proves_or_refutes_completeness(shelf, database):
    create(shelf, "a")
    transaction.commit()
    lines = CliRunner().invoke(command, ["check"])
    assert lines.output == "gmina-lipnowo/rpw/2026: 1-1 complete, 0 cancelled\n"
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("UPDATE core.series SET last = 3")
    answer = CliRunner().invoke(command, ["check", "--json"])
    assert answer.exit_code == 1
    assert json.loads(answer.output)[0]["missing"] == [2, 3]
