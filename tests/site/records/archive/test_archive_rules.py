"""Categories and their years; what stands against destruction (EOD-09, EOD-10)."""

from datetime import date
from infostrada.site.records.archive.rules import Consent
from infostrada.site.records.archive.rules import destroy_from
from infostrada.site.records.archive.rules import handover_from
from infostrada.site.records.archive.rules import Item
from infostrada.site.records.archive.rules import list_faults
from infostrada.site.records.archive.rules import lowers
from infostrada.site.records.archive.rules import may_destroy
from infostrada.site.records.archive.rules import parse
from infostrada.site.records.archive.rules import transfer_from

import csv
import pytest
import re


def test_categories_agree_with_the_shared_table(shared_data):
    with (shared_data / "pl/tables/kategorie-archiwalne.csv").open(encoding="utf-8") as file:
        patterns = [row["regex"] for row in csv.DictReader(file, delimiter=";")]
    for text in ("A", "B", "Bc", "B5", "B10", "BE5", "BE50", "B100", "BE", "C", "b5", "", "BE 5", "A1"):
        lawful = any(re.match(pattern, text) for pattern in patterns)
        try:
            read = str(parse(text)) == text
        except ValueError:
            read = False
        assert read is lawful, text


@pytest.mark.parametrize(
    ("category", "closed", "expected"),
    [
        # Five full calendar years 2027-2031 after an end in 2026.
        ("B5", date(2026, 1, 1), date(2032, 1, 1)),
        ("B5", date(2026, 12, 31), date(2032, 1, 1)),
        ("BE10", date(2026, 6, 1), date(2037, 1, 1)),
        ("Bc", date(2026, 6, 1), date(2026, 6, 1)),
        ("A", date(2026, 6, 1), None),
        ("B", date(2026, 6, 1), None),
    ],
)
def test_eod_10_years_run_from_the_next_first_of_january(category, closed, expected):
    assert destroy_from(category, closed) == expected


def test_handover_after_two_full_years_and_transfer_after_ten():
    assert handover_from(date(2026, 3, 1)) == date(2029, 1, 1)
    assert transfer_from("A", date(2026, 3, 1)) == date(2037, 1, 1)
    assert transfer_from("A", date(2026, 3, 1), paper=True) == date(2052, 1, 1)
    assert transfer_from("B50", date(2026, 3, 1)) is None


@pytest.mark.parametrize(
    ("before", "after", "lower"),
    [
        ("B5", "B10", False),
        ("B5", "BE5", False),
        ("B10", "A", False),
        ("B10", "B5", True),
        ("BE5", "B5", True),
        ("A", "B50", True),
        ("B5", "Bc", True),
        ("B5", "B5", False),
    ],
)
def test_category_is_raised_never_lowered(before, after, lower):
    assert lowers(before, after) is lower


TODAY = date(2026, 11, 27)
PAST = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("items", "group", "expected"),
    [
        ([Item("1", "s", "B5", "archived", PAST)], "B", []),
        ([Item("1", "s", "Bc", "archived", PAST)], "Bc", []),
        ([Item("1", "s", "A", "archived", None)], "B", ["archival_material"]),
        ([Item("1", "s", "BE5", "archived", PAST)], "B", ["group_mixed"]),
        ([Item("1", "s", "B5", "archived", date(2027, 1, 1))], "B", ["retention_runs"]),
        ([Item("1", "s", "B", "archived", None)], "B", ["term_of_other_act"]),
        ([Item("1", "s", "B5", "closed", PAST)], "B", ["not_in_archive"]),
        ([Item("1", "s", "B5", "archived", PAST, "sąd")], "B", ["held"]),
        ([], "B", ["list_empty"]),
        ([], "A", ["group_unknown", "list_empty"]),
    ],
)
def test_eod_09_what_a_list_may_not_hold(items, group, expected):
    assert [fault.reason for fault in list_faults(items, group, TODAY)] == expected


CONSENT = Consent("OA.7211.5.2026", PAST)


@pytest.mark.parametrize(
    ("group", "approvers", "consent", "opinion", "expected"),
    [
        ("B", ["x", "y"], CONSENT, "", []),
        ("B", ["x", "y"], None, "", ["consent_missing"]),
        ("B", ["x", "x"], CONSENT, "", ["two_approvals"]),
        ("B", ["x", "maker"], CONSENT, "", ["two_approvals"]),
        ("Bc", ["x", "y"], None, "", []),
        ("BE", ["x", "y"], CONSENT, " ", ["opinion_missing"]),
        ("BE", ["x", "y"], CONSENT, "ekspertyza 3/2026", []),
        ("BE", [], None, "", ["two_approvals", "consent_missing", "opinion_missing"]),
    ],
)
def test_eod_09_no_destruction_without_two_people_and_consent(group, approvers, consent, opinion, expected):
    assert may_destroy(group, "maker", approvers, consent, opinion) == expected


def test_short_lived_records_on_paper_need_the_consent_too():
    others = ["head", "coordinator"]
    assert may_destroy("Bc", "maker", others, None, "") == []
    assert may_destroy("Bc", "maker", others, None, "", paper=True) == ["consent_missing"]
