"""The term of a case; ends taken from the shared vectors, shifted ones counted by hand."""

from datetime import date
from infostrada.site.records.cases.terms import due_on
from infostrada.site.records.cases.terms import Stop
from infostrada.site.records.cases.terms import TERMS

import csv
import pytest


@pytest.mark.parametrize(
    ("started", "term", "expected"),
    [
        (date(2026, 1, 31), "inquiry", date(2026, 3, 2)),
        (date(2026, 10, 31), "inquiry", date(2026, 11, 30)),
        (date(2025, 12, 31), "complex", date(2026, 3, 2)),
        (date(2026, 12, 10), "public_information", date(2026, 12, 28)),
        (date(2025, 12, 17), "certificate", date(2025, 12, 29)),
    ],
)
def test_term_without_stops(started, term, expected):
    assert due_on(started, term) == expected


def test_stopped_days_lengthen_the_term():
    # 1 month from 5.10.2026 ends on 5.11.2026; ten days (12-21.10) are not counted: Sunday
    # 15.11.2026, so Monday 16.11.2026.
    stop = Stop("call", date(2026, 10, 12), date(2026, 10, 21))
    assert due_on(date(2026, 10, 5), "inquiry", [stop]) == date(2026, 11, 16)


def test_overlapping_stops_count_once():
    stops = [
        Stop("call", date(2026, 10, 12), date(2026, 10, 21)),
        Stop("mediation", date(2026, 10, 15), date(2026, 10, 22)),
    ]
    assert due_on(date(2026, 10, 5), "inquiry", stops) == date(2026, 11, 16)


def test_no_end_while_the_clock_stands():
    assert due_on(date(2026, 10, 5), "inquiry", [Stop("call", date(2026, 10, 12))]) is None


def test_terms_agree_with_the_shared_table(shared_data):
    with (shared_data / "pl/tables/terminy.csv").open(encoding="utf-8") as file:
        rows = {(r["podstawa"], r["sprawa"]): r for r in csv.DictReader(file, delimiter=";")}
    units = {"miesiąc": "month", "dzień": "day"}
    for term, matter in {
        "inquiry": ("KPA 35 §3", "postępowanie wyjaśniające"),
        "complex": ("KPA 35 §3", "sprawa szczególnie skomplikowana"),
        "appeal": ("KPA 35 §3", "odwołanie"),
        "simplified": ("KPA 35 §3a", "postępowanie uproszczone"),
        "certificate": ("KPA 217 §3", "zaświadczenie"),
        "complaint": ("KPA 237 §1", "skarga (dział VIII)"),
        "public_information": ("UDIP 13 ust.1", "informacja publiczna"),
        "petition": ("u. petycje 10", "petycja"),
    }.items():
        row = rows[matter]
        assert (TERMS[term].count, TERMS[term].unit) == (int(row["termin"]), units[row["jednostka"]])
