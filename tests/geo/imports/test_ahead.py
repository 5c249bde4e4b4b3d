"""Things made ahead: in their order, with their faults, and no thread that outlives its user."""

from infostrada.geo.imports.ahead import ahead
from threading import enumerate as threads
from threading import Event

import pytest


def running():
    return [thread for thread in threads() if thread.name == "infostrada-ahead"]


def test_all_come_in_their_order():
    assert list(ahead(iter(range(1000)))) == list(range(1000))
    assert list(ahead([])) == []
    assert running() == []


def test_the_next_is_made_while_one_is_used():
    """The second thing is made although nobody has asked for it."""
    second = Event()

    def things():
        yield 1
        second.set()
        yield 2

    row = ahead(things())
    assert next(row) == 1
    assert second.wait(30)
    assert list(row) == [2]


def test_a_fault_comes_after_what_was_made_before_it():
    def things():
        yield 1
        raise ValueError("line 7")

    row = ahead(things())
    assert next(row) == 1
    with pytest.raises(ValueError, match="line 7"):
        next(row)
    assert running() == []


def test_who_leaves_takes_the_thread_along():
    made = []

    def things():
        for number in range(1_000_000):
            made.append(number)
            yield number

    row = ahead(things())
    assert next(row) == 0
    row.close()
    assert running() == []
    assert len(made) <= 4
