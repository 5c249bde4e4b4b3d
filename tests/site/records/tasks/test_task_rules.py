"""Dekretacja and what a further one may not change."""

from datetime import date
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.tasks.rules import order_faults

import pytest


TODAY = date(2026, 11, 23)
ABOVE = Order("post:or", "do załatwienia", date(2026, 12, 10))


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order("jan", "do załatwienia", date(2026, 12, 1)), []),
        (Order("jan", "do wiadomości"), []),
        (Order("", "do wiadomości"), [("assignee", "required")]),
        (Order("jan", "szybko"), [("disposition", "not_in_list")]),
        (Order("jan", "pilne", date(2026, 11, 22)), [("due_on", "in_past")]),
    ],
)
def test_first_order(order, expected):
    assert order_faults(order, today=TODAY) == expected


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order("jan", "do załatwienia", date(2026, 12, 10)), []),
        (Order("jan", "do załatwienia", date(2026, 12, 11)), [("due_on", "lengthens_term")]),
        (Order("jan", "do załatwienia"), [("due_on", "lengthens_term")]),
        (
            Order("jan", "do wiadomości", date(2026, 12, 1)),
            [("disposition", "changes_disposition")],
        ),
    ],
)
def test_further_order(order, expected):
    assert order_faults(order, today=TODAY, above=ABOVE) == expected
