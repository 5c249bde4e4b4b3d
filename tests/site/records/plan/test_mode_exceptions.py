"""Ways of keeping: exceptions by dates, what becomes of them with a new version, cases that go on as they were opened."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.core.errors import Forbidden
from infostrada.site.records.actor import Actor
from infostrada.site.records.cases.operations.opening import open_case
from infostrada.site.records.cases.operations.opening import Opening
from infostrada.site.records.cases.reclassify import reclassify
from infostrada.site.records.plan import exceptions
from infostrada.site.records.plan.exceptions import end_exception
from infostrada.site.records.plan.exceptions import enter_exception
from infostrada.site.records.plan.exceptions import exceptions_of
from infostrada.site.records.plan.exceptions import Exempting
from infostrada.site.records.plan.exceptions import kept_otherwise
from infostrada.site.records.plan.exceptions import mode_changes
from infostrada.site.records.plan.exceptions import mode_of_class
from infostrada.site.records.plan.modes import carried_over
from infostrada.site.records.plan.modes import exception_faults
from infostrada.site.records.plan.modes import mode_on
from infostrada.site.records.plan.modes import ModeException
from infostrada.site.records.plan.operations import approve_plan
from infostrada.site.records.plan.operations import import_plan
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import InvalidData
from world import PLAN

import pytest


BY = Actor("zofia", "Zofia Lis", "Koordynator")
PAPER = ModeException(
    "6730",
    "Decyzje",
    "paper",
    date(2026, 3, 1),
    date(2026, 6, 30),
    "Zarządzenie 4/2026",
    BY,
    datetime(2026, 2, 1),
)
ENDLESS = PAPER._replace(symbol="6733", last=None)


@pytest.mark.parametrize(
    ("symbol", "day", "mode"),
    [
        ("6730", date(2026, 2, 28), "ezd"),
        ("6730", date(2026, 3, 1), "paper"),
        ("6730", date(2026, 6, 30), "paper"),
        ("6730", date(2026, 7, 1), "ezd"),
        ("6733", date(2040, 1, 1), "paper"),
        ("68", date(2026, 3, 1), "ezd"),
    ],
)
def test_both_ends_belong_to_the_exception(symbol, day, mode):
    assert mode_on((PAPER, ENDLESS), symbol, day, "ezd") == mode


@pytest.mark.parametrize(
    ("change", "otherwise", "fault"),
    [
        ({"first": date(2026, 7, 1), "last": None}, "ezd", None),
        ({"first": date(2026, 1, 1), "last": date(2026, 2, 28)}, "ezd", None),
        ({"first": date(2026, 6, 30), "last": None}, "ezd", ("symbol", "exception_overlaps")),
        ({"first": date(2026, 1, 1), "last": None}, "ezd", ("symbol", "exception_overlaps")),
        ({"symbol": "6733", "first": date(2030, 1, 1)}, "ezd", ("last", "before_start")),
        (
            {"symbol": "6733", "first": date(2030, 1, 1), "last": None},
            "ezd",
            ("symbol", "exception_overlaps"),
        ),
        ({"symbol": "68"}, "paper", ("mode", "mode_already")),
        ({"symbol": "68", "mode": "teczka"}, "ezd", ("mode", "not_in_list")),
        ({"symbol": "68", "basis": " "}, "ezd", ("basis", "required")),
    ],
)
def test_faults(change, otherwise, fault):
    found = exception_faults(PAPER._replace(**change), (PAPER, ENDLESS), otherwise)
    assert found == ([fault] if fault else [])


def test_a_new_version_ends_what_has_nothing_to_except():
    """1 January 2027: one class is divided, one is kept on paper by the version itself, one goes on."""
    gone, same, kept = (ENDLESS._replace(symbol=symbol) for symbol in ("10", "11", "12"))
    ahead = gone._replace(first=date(2027, 5, 1))
    modes = {"11": "paper"}
    found = carried_over(
        (gone, same, kept, PAPER, ahead),
        date(2027, 1, 1),
        lambda symbol: symbol != "10",
        lambda symbol: modes.get(symbol, "ezd"),
        "JRWA 2027",
    )
    last = date(2026, 12, 31)
    assert found == [
        gone._replace(last=last, ended_basis="JRWA 2027"),
        same._replace(last=last, ended_basis="JRWA 2027"),
        kept,
        PAPER,
        ahead._replace(last=date(2027, 4, 30), ended_basis="JRWA 2027"),
    ]
    assert not any(found[4].in_force(date(2027, month, 15)) for month in range(1, 13))


def opened(office, symbol, title="Sprawa"):
    with office.acting("anna.urbanista"):
        return open_case(office.unit, Opening(title, "gp", symbol))


def test_cases_keep_the_way_they_were_opened_in(office, monkeypatch):
    today = polish_today()
    before = opened(office, "6730")
    order = Exempting("6730", "paper", today + timedelta(days=1), "Zarządzenie nr 4/2026 z 2 marca 2026 r.")
    with office.acting("anna.urbanista"), pytest.raises(Forbidden):
        enter_exception(office.unit, order)
    with office.acting("zofia.koordynator"):
        for wrong, fault in (
            (order._replace(first=today), ("first", "opened_otherwise")),
            (order._replace(symbol="673"), ("symbol", "class_not_final")),
            (order._replace(symbol="999"), ("symbol", "class_unknown")),
            (order._replace(first=date(1990, 1, 1)), ("first", "no_plan")),
            (order._replace(mode="ezd"), ("mode", "mode_already")),
        ):
            with pytest.raises(InvalidData) as caught:
                enter_exception(office.unit, wrong)
            assert [(each.field, each.reason) for each in caught.value.faults] == [fault]
        enter_exception(office.unit, order)
        # Nothing of the class was opened: the order may be older than its entry.
        enter_exception(office.unit, order._replace(symbol="670", first=today))
    assert before.handling_mode == "ezd" and opened(office, "6730").handling_mode == "ezd"
    assert opened(office, "670").handling_mode == "paper"
    assert mode_of_class(office.plan, "6730", today + timedelta(days=1)) == "paper"
    assert kept_otherwise(office.plan, today) == []
    tomorrow = kept_otherwise(office.plan, today + timedelta(days=1))
    assert [(one.symbol, one.mode, one.now, one.cases) for one in tomorrow] == [("6730", "ezd", "paper", 2)]
    with office.acting("zofia.koordynator"):
        with pytest.raises(InvalidData):
            end_exception(office.unit, 1, today - timedelta(days=1), "Zarządzenie 9/2026")
        end_exception(office.unit, 1, today, "Zarządzenie 9/2026")
        with pytest.raises(Blocked):
            end_exception(office.unit, 1, today, "jeszcze raz")
        moved = opened(office, "6733")
        reclassify(moved, "670", "zła klasa")
    assert exceptions_of(office.unit)[1].last == today
    assert moved.handling_mode == "paper"
    assert moved.metryka[-1].label.endswith("(prowadzenie: elektroniczne → papierowe)")


def test_a_new_version_keeps_a_class_otherwise(office):
    """A paper class of the next version: cases opened this year go on electronically, the eve tells the change."""
    year = polish_today().year
    before = opened(office, "6730")
    with office.acting("zofia.koordynator"):
        enter_exception(
            office.unit, Exempting("68", "paper", date(year + 1, 1, 1) - timedelta(days=1), "Zarz. 5")
        )
        following = import_plan(office.unit, file_name="jrwa.csv", data=PLAN.encode(), title="JRWA następny")
        approve_plan(following, date(year + 1, 1, 1), exceptions=["6730", "68"], basis="Zarządzenie 8/2026")
    assert following.exceptions_basis == "Zarządzenie 8/2026"
    (ended,) = exceptions_of(office.unit)
    assert (ended.last, ended.ended_basis) == (date(year, 12, 31), "JRWA następny")
    changes = [(each.symbol, each.before, each.after) for each in mode_changes(following)]
    assert changes == [("6730", "ezd", "paper")]
    assert mode_of_class(following, "68", date(year + 1, 6, 1)) == "paper"
    assert before.handling_mode == "ezd"
    (goes_on,) = kept_otherwise(following, date(year + 1, 1, 1))
    assert goes_on == exceptions.Otherwise("6730", "Decyzje o warunkach zabudowy", "ezd", "paper", 1)
