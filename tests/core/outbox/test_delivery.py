"""Delivery with handlers that refuse, delay, repeat and lose."""

from datetime import timedelta
from infostrada.core.outbox import delivery
from infostrada.core.outbox import put
from infostrada.core.outbox import schedule
from infostrada.core.outbox.interfaces import IOutboxHandler
from infostrada.core.sql import session
from sqlalchemy import text
from zope.component import getGlobalSiteManager

import psycopg
import pytest
import threading
import time
import transaction


@pytest.fixture
def handler():
    """Registers a function as the handler of topic ``test``."""
    registry = getGlobalSiteManager()
    registered = []

    def register(function):
        class Handler:
            deliver = staticmethod(function)

        registered.append(Handler())
        registry.registerUtility(registered[-1], IOutboxHandler, name="test")

    yield register
    for one in registered:
        registry.unregisterUtility(one, IOutboxHandler, name="test")


def send(key="one"):
    put("test", {"to": "office"}, key=key)
    transaction.commit()


def row(connection, key="one"):
    return connection.execute(
        "SELECT state, attempts, error FROM core.outbox WHERE key = %s", [key]
    ).fetchone()


def hurry(connection):
    connection.execute("UPDATE core.outbox SET due = now() WHERE state = 'waiting'")


def test_nothing_leaves_before_the_commit(connection, handler):
    got = []
    handler(got.append)
    put("test", {}, key="one")
    assert not threaded(delivery.deliver_next)
    transaction.abort()
    assert not delivery.deliver_next()
    assert got == []


def threaded(function):
    """Call it as another process would: outside of this thread's transaction."""
    answers = []
    thread = threading.Thread(target=lambda: answers.append(function()))
    thread.start()
    thread.join()
    return answers[0]


def test_a_message_arrives_with_key_and_payload(connection, handler):
    got = []
    handler(got.append)
    send()
    assert delivery.deliver_next()
    assert not delivery.deliver_next()
    assert [(m.topic, m.key, m.payload, m.attempt) for m in got] == [("test", "one", {"to": "office"}, 1)]
    assert row(connection) == ("delivered", 1, "")


def test_the_same_key_is_one_message(connection, handler):
    got = []
    handler(got.append)
    send()
    send()
    while delivery.deliver_next():
        pass
    send()
    assert not delivery.deliver_next()
    assert len(got) == 1


def test_a_refusal_waits_by_the_schedule_and_comes_again(connection, handler):
    attempts = []

    def refuse_twice(message):
        attempts.append(message.attempt)
        if message.attempt < 3:
            raise ConnectionError("partner is away")

    handler(refuse_twice)
    send()
    assert delivery.deliver_next()
    state, tries, error = row(connection)
    assert (state, tries, error) == ("waiting", 1, "ConnectionError: partner is away")
    pause = connection.execute("SELECT due - now() FROM core.outbox").fetchone()[0]
    assert timedelta(seconds=2) < pause < timedelta(seconds=5)
    assert not delivery.deliver_next()
    for _ in range(2):
        hurry(connection)
        assert delivery.deliver_next()
    assert attempts == [1, 2, 3]
    assert row(connection) == ("delivered", 3, "")


def test_what_a_refusing_handler_wrote_is_undone(connection, handler):
    def write_then_refuse(message):
        session().execute(text("UPDATE core.outbox SET payload = '{}'"))
        raise ConnectionError("partner is away")

    handler(write_then_refuse)
    send()
    delivery.deliver_next()
    payload = connection.execute("SELECT payload FROM core.outbox").fetchone()[0]
    assert payload == {"to": "office"}


def test_a_message_refused_for_ever_ends_as_a_dead_letter(connection, handler):
    def refuse(message):
        raise ConnectionError("never")

    handler(refuse)
    send()
    for _ in range(schedule.ATTEMPTS):
        hurry(connection)
        assert delivery.deliver_next()
    hurry(connection)
    assert not delivery.deliver_next()
    assert row(connection) == ("dead", schedule.ATTEMPTS, "ConnectionError: never")


def test_a_topic_without_handler_is_kept_and_tried_later(connection):
    send()
    assert delivery.deliver_next()
    state, tries, error = row(connection)
    assert (state, tries) == ("waiting", 1)
    assert error.startswith("ComponentLookupError")


def test_a_slow_handler_past_its_lease_is_not_doubled(connection, handler):
    """The lease ends while the first attempt still works; a second worker leaves the row alone."""
    got = []
    inside, go_on = threading.Event(), threading.Event()

    def delay(message):
        got.append(message.attempt)
        inside.set()
        go_on.wait(10)

    handler(delay)
    send()
    lease = timedelta(milliseconds=100)
    slow = threading.Thread(target=delivery.deliver_next, args=(lease,))
    slow.start()
    inside.wait(10)
    time.sleep(0.2)
    assert not threaded(delivery.deliver_next)
    go_on.set()
    slow.join()
    assert got == [1]
    assert row(connection) == ("delivered", 1, "")


def test_a_claim_that_passes_by_does_not_hide_a_message(connection, handler, database, monkeypatch):
    """Another worker's claim locks the row for a moment before it sees that the message is taken."""
    got, claim = [], delivery._claim
    handler(lambda message: got.append(message.attempt))
    send()
    other = psycopg.connect(database)

    def claimed_and_passed_by(lease):
        message = claim(lease)
        other.execute("SELECT id FROM core.outbox FOR UPDATE")
        threading.Timer(0.3, other.rollback).start()
        return message

    monkeypatch.setattr(delivery, "_claim", claimed_and_passed_by)
    assert delivery.deliver_next()
    other.close()
    assert got == [1]
    assert row(connection) == ("delivered", 1, "")


def test_a_lost_answer_repeats_the_message_with_its_key(connection, handler):
    """The partner got the message, the answer was lost: the key lets the partner notice."""
    partner = {}

    def lose_first_answer(message):
        partner.setdefault(message.key, []).append(message.attempt)
        if message.attempt == 1:
            raise TimeoutError("no answer")

    handler(lose_first_answer)
    send("k1")
    send("k2")
    for _ in range(3):
        while delivery.deliver_next():
            pass
        hurry(connection)
    assert partner == {"k1": [1, 2], "k2": [1, 2]}


def test_several_workers_share_the_backlog(connection, handler):
    """Four workers have a message each at the same moment; every message comes once, at the first attempt."""
    got = []
    all_busy, mine = threading.Barrier(4, timeout=20), threading.local()

    def deliver(message):
        got.append(message.key)
        if not hasattr(mine, "first"):
            mine.first = message.key
            all_busy.wait()

    handler(deliver)
    for number in range(30):
        put("test", {}, key=str(number))
    transaction.commit()

    def work():
        while delivery.deliver_next():
            pass

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(got, key=int) == [str(number) for number in range(30)]
    rows = connection.execute("SELECT state, attempts, error FROM core.outbox").fetchall()
    assert set(rows) == {("delivered", 1, "")}


@pytest.mark.parametrize(("topic", "key"), [("", "k"), ("test", "")])
def test_topic_and_key_are_needed(database, topic, key):
    with pytest.raises(ValueError):
        put(topic, {}, key=key)
