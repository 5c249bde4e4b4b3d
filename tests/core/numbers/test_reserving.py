"""Numbers set aside: in the register at once, for one holder, used once, never lost without a row that says so."""

from datetime import date
from datetime import timedelta
from infostrada.core import numbers
from infostrada.core.calendar import polish_today
from infostrada.core.numbers import Series

import pytest
import transaction


RPW = Series("gmina-lipnowo", "rpw", 2026)
EWA, JAN = numbers.Holder("ewa", "Ewa Zielińska"), numbers.Holder("jan", "Jan Dąbrowski")


def later():
    """A fortnight from now."""
    return polish_today() + timedelta(days=14)


def create(shelf, uid, value=None, holder=EWA, key=None):
    shelf.put(uid)
    held = None if value is None else numbers.Held(value, holder.id)
    return numbers.take(RPW, uid=uid, idempotency_key=key, entry={"title": uid}, held=held)


def rows():
    return [(row.value, row.state, row.uid, row.remark) for row in numbers.register(RPW)]


def test_a_run_in_the_register_at_once(shelf):
    create(shelf, "a")
    kept = numbers.reserve(RPW, 3, EWA, ends=later(), note="etykiety", key="k")
    again = numbers.reserve(RPW, 3, EWA, ends=later(), note="etykiety", key="k")
    assert (kept.first, kept.last) == (again.first, again.last) == (2, 4)
    assert create(shelf, "b").value == 5
    assert create(shelf, "c", 3).value == 3
    transaction.commit()
    assert numbers.gaps(RPW) == []
    assert rows() == [
        (1, "taken", "a", None),
        (2, "reserved", "reserved:2", None),
        (3, "taken", "c", None),
        (4, "reserved", "reserved:4", None),
        (5, "taken", "b", None),
    ]
    found = numbers.loose(RPW.unit, RPW.year)
    assert [(row.value, row.holder, row.note, row.ends) for row in found] == [
        (2, "ewa", "etykiety", later()),
        (4, "ewa", "etykiety", later()),
    ]
    assert [row.value for row in numbers.loose(RPW.unit, RPW.year, after=("rpw", "", 2))] == [4]
    # The same key goes on answering with the same run, whatever became of its numbers.
    assert numbers.reserve(RPW, 3, EWA, ends=later(), key="k").first == 2


@pytest.mark.parametrize(("value", "holder"), [(2, JAN), (1, EWA), (9, EWA)])
def test_not_reserved_for_whoever_asks(shelf, value, holder):
    create(shelf, "a")
    numbers.reserve(RPW, 1, EWA, ends=later())
    with pytest.raises(numbers.NumberNotReserved) as caught:
        create(shelf, "b", value, holder)
    assert (caught.value.status, caught.value.reason) == (409, "number_not_reserved")


def test_used_once_and_repeated_by_its_key(shelf):
    numbers.reserve(RPW, 1, EWA, ends=later())
    assert create(shelf, "a", 1, key="list-1") == numbers.Number(1, False, "a")
    transaction.commit()
    assert create(shelf, "b", 1, key="list-1") == numbers.Number(1, True, "a")
    with pytest.raises(numbers.NumberNotReserved):
        create(shelf, "c", 1)


def test_a_crash_leaves_the_reserved_number_to_the_repetition(shelf):
    numbers.reserve(RPW, 1, EWA, ends=later())
    transaction.commit()
    held = numbers.Held(1, "ewa")
    numbers.take(RPW, uid="lost", idempotency_key="k", entry={}, held=held)
    transaction.commit()
    assert create(shelf, "second", 1, key="k") == numbers.Number(1, False, "second")
    transaction.commit()
    assert rows() == [(1, "taken", "second", None)]


def test_given_back_or_run_out(shelf):
    numbers.reserve(RPW, 2, EWA, ends=later())
    numbers.reserve(RPW, 1, JAN, ends=polish_today() - timedelta(days=1))
    numbers.reserve(RPW, 1, JAN, ends=polish_today())
    assert numbers.holder_of(RPW, 1) == "ewa"
    numbers.release(RPW, 1)
    assert numbers.holder_of(RPW, 1) is None
    with pytest.raises(numbers.NumberNotReserved):
        numbers.release(RPW, 1)
    assert numbers.sweep() == numbers.Swept(0, 1)
    transaction.commit()
    unused = "rezerwacja niewykorzystana"
    assert [(row.value, row.remark) for row in numbers.loose(RPW.unit, RPW.year)] == [
        (1, unused),
        (2, None),
        (3, unused),
        (4, None),
    ]
    assert numbers.gaps(RPW) == []
    # A row that says why it is empty never becomes a record's.
    with pytest.raises(numbers.NumberNotReserved):
        create(shelf, "late", 1)


@pytest.mark.parametrize("count", [0, -1, numbers.MOST + 1])
def test_how_many(database, count):
    with pytest.raises(ValueError, match="not from 1"):
        numbers.reserve(RPW, count, EWA, ends=date(2026, 12, 31))
    transaction.abort()
