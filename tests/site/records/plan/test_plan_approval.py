"""From when a version of the plan may bind."""

from datetime import date
from infostrada.site.records.plan.approval import approval_blockers
from infostrada.site.records.plan.approval import valid_on
from infostrada.site.records.plan.rules import PlanClass

import pytest


CLASSES = [PlanClass("0", "A"), PlanClass("00", "B", "A"), PlanClass("01", "C", "A")]


def reasons(valid_from, running_from, used=()):
    found = approval_blockers(CLASSES, valid_from=valid_from, running_from=running_from, used=used)
    return [(blocker.reason, blocker.symbol) for blocker in found]


def test_first_plan_may_begin_inside_a_year():
    assert reasons(date(2026, 5, 4), None) == []


def test_next_plan_begins_on_the_first_of_january():
    assert reasons(date(2027, 1, 1), date(2020, 1, 1)) == []
    assert reasons(date(2026, 12, 1), date(2020, 1, 1)) == [("not_first_of_january", "")]


def test_next_plan_is_later_than_the_running_one():
    assert reasons(date(2020, 1, 1), date(2020, 1, 1)) == [("not_after_running", "")]


def test_class_used_this_year_is_not_divided_this_year():
    used = [("0", 2026), ("01", 2026)]
    assert reasons(date(2026, 5, 4), None, used) == [("used_class_divided", "0")]
    assert reasons(date(2027, 1, 1), date(2020, 1, 1), used) == []


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 12, 31), False),
        (date(2027, 1, 1), True),
        (date(2027, 12, 31), True),
        (date(2028, 1, 1), False),
    ],
)
def test_both_ends_belong_to_the_period(day, expected):
    assert valid_on(day, date(2027, 1, 1), date(2027, 12, 31)) is expected


def test_a_version_without_a_first_day_never_binds():
    assert not valid_on(date(2027, 1, 1), None, None)
