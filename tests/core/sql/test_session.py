"""The joined session: one fate with the Zope transaction, limits always set."""

from infostrada.core.errors import ContentionError
from infostrada.core.errors import Unavailable
from infostrada.core.sql import engine
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.core.sql.guard import LateStatementError
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from transaction.interfaces import TransientError

import psycopg
import pytest
import threading
import transaction


@pytest.fixture
def table(database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("CREATE TABLE core.probe (id int PRIMARY KEY, word text)")
        connection.execute("INSERT INTO core.probe VALUES (1, 'one'), (2, 'two')")
    yield "core.probe"
    transaction.abort()
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP TABLE core.probe")


def words(database):
    with psycopg.connect(database) as connection:
        return dict(connection.execute("SELECT id, word FROM core.probe ORDER BY id").fetchall())


def write(number, word):
    session().execute(text("UPDATE core.probe SET word = :word WHERE id = :id"), {"word": word, "id": number})


def test_commits_and_rolls_back_with_the_transaction(database, table):
    write(1, "kept")
    assert words(database)[1] == "one"
    transaction.commit()
    write(2, "dropped")
    transaction.abort()
    assert words(database) == {1: "kept", 2: "two"}


def test_savepoints(database, table):
    write(1, "first")
    before = transaction.savepoint()
    write(1, "second")
    inner = transaction.savepoint()
    write(2, "third")
    inner.rollback()
    assert session().scalar(text("SELECT word FROM core.probe WHERE id = 2")) == "two"
    before.rollback()
    write(2, "fourth")
    transaction.commit()
    assert words(database) == {1: "first", 2: "fourth"}


def test_a_savepoint_older_than_the_session_undoes_all_of_it(database, table):
    before = transaction.savepoint()
    write(1, "undone")
    before.rollback()
    write(2, "kept")
    assert limits() == ("4s", "10s")
    transaction.commit()
    assert words(database) == {1: "one", 2: "kept"}


def limits():
    joined = session()
    return (
        joined.scalar(text("SELECT current_setting('lock_timeout')")),
        joined.scalar(text("SELECT current_setting('statement_timeout')")),
    )


def test_limits_hold_in_every_transaction_and_end_with_it(table):
    for _ in range(2):
        assert limits() == ("4s", "10s")
        transaction.commit()
    with engine.engine().connect() as connection:
        assert connection.scalar(text("SELECT current_setting('lock_timeout')")) == "0"


class LateWriter:
    """A data manager that writes rows when it may no longer do so."""

    transaction_manager = transaction.manager

    def sortKey(self):
        return "a"

    def commit(self, txn):
        write(1, "late")

    def tpc_begin(self, txn): ...

    def tpc_vote(self, txn): ...

    def tpc_finish(self, txn): ...

    def tpc_abort(self, txn): ...

    def abort(self, txn): ...


@pytest.mark.parametrize("joined", [True, False])
def test_a_statement_after_tpc_begin_is_refused(database, table, joined):
    if joined:
        write(2, "early")
    transaction.get().join(LateWriter())
    with pytest.raises(LateStatementError):
        transaction.commit()
    transaction.abort()
    assert words(database) == {1: "one", 2: "two"}


def test_before_commit_hooks_may_still_write(database, table):
    transaction.get().addBeforeCommitHook(write, (1, "hooked"))
    transaction.commit()
    assert words(database)[1] == "hooked"


def test_lock_timeout_is_transient(database, table, monkeypatch):
    from infostrada.core.sql import joined as module

    monkeypatch.setattr(module, "LOCK_TIMEOUT", 100)
    with psycopg.connect(database) as other:
        other.execute("UPDATE core.probe SET word = 'held' WHERE id = 1")
        with pytest.raises(TransientError) as caught:
            write(1, "waiting")
    assert isinstance(caught.value, ContentionError)
    assert caught.value.status == 503


def test_statement_timeout_is_503(table, monkeypatch):
    from infostrada.core.sql import joined as module

    monkeypatch.setattr(module, "STATEMENT_TIMEOUT", 100)
    with pytest.raises(Unavailable) as caught:
        session().execute(text("SELECT pg_sleep(5)"))
    assert caught.value.reason == "statement_timeout"
    assert not isinstance(caught.value, TransientError)


def test_a_faulty_statement_stays_what_it_is(table):
    with pytest.raises(IntegrityError):
        session().execute(text("INSERT INTO core.probe VALUES (1, 'again')"))


def test_a_constraint_broken_at_commit_aborts_both(database, table):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("ALTER TABLE core.probe ADD UNIQUE (word) DEFERRABLE INITIALLY DEFERRED")
    write(1, "two")
    with pytest.raises(IntegrityError):
        transaction.commit()
    transaction.abort()
    assert words(database) == {1: "one", 2: "two"}


def test_opposite_lock_order_is_retried_and_both_succeed(database, table):
    """Two transactions that lock each other out: what is given up is repeated, and both are done."""
    first_locks = threading.Barrier(2, timeout=20)
    attempts, refused = [], []

    def work(order, word):
        for attempt in transaction.manager.attempts(5):
            with attempt:
                attempts.append(word)
                write(order[0], word)
                if attempts.count(word) == 1:
                    first_locks.wait()
                try:
                    write(order[1], word)
                except ContentionError:
                    refused.append(word)
                    raise

    threads = [
        threading.Thread(target=work, args=((1, 2), "up")),
        threading.Thread(target=work, args=((2, 1), "down")),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    # On a busy machine the repetition itself may be refused, by the other's lock or its snapshot.
    assert refused and sorted(attempts) == sorted(["up", "down", *refused])
    assert not any(thread.is_alive() for thread in threads)
    # Both rows tell of one writer: no transaction was done by half.
    assert words(database) in ({1: "up", 2: "up"}, {1: "down", 2: "down"})


def test_an_empty_pool_answers_503(table):
    assert engine.POOL_TIMEOUT < 2
    pool = engine.engine().pool
    held = [pool.connect() for _ in range(engine.POOL_SIZE + engine.POOL_OVERFLOW)]
    with pytest.raises(Unavailable) as caught:
        session()
    assert caught.value.reason == "pool_exhausted"
    for connection in held:
        connection.close()
    write(1, "again")


def test_a_killed_connection_is_503_and_the_next_works(database, table):
    pid = session().scalar(text("SELECT pg_backend_pid()"))
    with psycopg.connect(database, autocommit=True) as admin:
        admin.execute("SELECT pg_terminate_backend(%s)", [pid])
    with pytest.raises(Unavailable):
        write(1, "lost")
    transaction.abort()
    write(1, "found")
    transaction.commit()
    assert words(database)[1] == "found"


def test_a_pooled_connection_killed_while_idle_goes_unnoticed(database, table):
    pid = session().scalar(text("SELECT pg_backend_pid()"))
    with reader() as connection:
        reading = connection.info.backend_pid
    transaction.commit()
    with psycopg.connect(database, autocommit=True) as admin:
        # With a limit it waits until they are gone.
        admin.execute("SELECT pg_terminate_backend(%s, 9000), pg_terminate_backend(%s, 9000)", [pid, reading])
    write(1, "found")
    with reader() as connection:
        assert connection.info.backend_pid != reading


def test_the_reader_sees_committed_rows_and_cannot_write(database, table):
    write(1, "unseen")
    with reader() as connection:
        row = connection.execute("SELECT word FROM core.probe WHERE id = %s", [1]).fetchone()
        assert row == ("one",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("DELETE FROM core.probe")


def test_a_slow_read_is_503(table):
    with pytest.raises(Unavailable) as caught, reader() as connection:
        connection.execute("SET statement_timeout = 100")
        connection.execute("SELECT pg_sleep(5)")
    assert caught.value.reason == "statement_timeout"
    with reader() as connection:
        assert connection.execute("SHOW statement_timeout").fetchone() == ("5s",)
        connection.cursor().execute(" set work_mem = '77MB'")
        pid = connection.info.backend_pid
    # The pool gives its connections out in turn.
    for _ in range(engine.POOL_SIZE + engine.POOL_OVERFLOW):
        with reader() as connection:
            assert connection.execute("SHOW work_mem").fetchone() != ("77MB",)
            if connection.info.backend_pid == pid:
                return
    raise AssertionError("the connection did not come again")


def test_limits_in_the_connection_string_win(monkeypatch):
    made = engine._hardened("host=db options='-c work_mem=8MB' connect_timeout=9")
    assert "connect_timeout=9" in made
    assert "work_mem=8MB" in made
    assert "idle_in_transaction_session_timeout=300000" in made
