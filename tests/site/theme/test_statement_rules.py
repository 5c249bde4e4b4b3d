"""What an accessibility statement may say (BIP-10): days in order, statuses of the act, a review every year by 31 March."""

from datetime import date
from infostrada.site.theme.statement import faults
from infostrada.site.theme.statement import review_due
from infostrada.site.theme.statement import Statement

import pytest


TODAY = date(2026, 11, 28)
GOOD = Statement(
    date(2024, 1, 2),
    date(2026, 5, 1),
    date(2024, 1, 2),
    date(2026, 3, 20),
    "partial",
    "Skany bez warstwy tekstowej.",
)


def test_a_good_statement_has_no_faults():
    assert list(faults(GOOD, None, TODAY)) == list(faults(GOOD, GOOD, TODAY)) == []
    assert list(faults(GOOD._replace(status="full", shortcomings=""), GOOD, TODAY)) == []


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"reviewed": date(2026, 11, 29)}, ("reviewed", "in_future")),
        ({"changed": date(2023, 1, 1)}, ("changed", "before_the_beginning")),
        ({"reviewed": date(2023, 12, 31)}, ("reviewed", "before_the_beginning")),
        ({"prepared": date(2024, 1, 3)}, ("prepared", "prepared_never_changes")),
        ({"status": "zgodna"}, ("status", "not_in_list")),
        ({"shortcomings": " "}, ("shortcomings", "required")),
        ({"status": "none", "shortcomings": ""}, ("shortcomings", "required")),
    ],
)
def test_what_is_wrong_is_named(change, wrong):
    assert wrong in list(faults(GOOD._replace(**change), GOOD, TODAY))


def test_the_next_review_is_due_on_31_march():
    assert review_due(GOOD) == date(2027, 3, 31)
