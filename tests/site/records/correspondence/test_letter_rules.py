"""Metadata of an incoming letter (set A)."""

from datetime import date
from infostrada.site.records.correspondence.rules import earliest
from infostrada.site.records.correspondence.rules import letter_faults
from infostrada.site.records.correspondence.rules import sender_line
from infostrada.site.records.lists import DCMI_TYPES
from infostrada.site.records.lists import DELIVERY_METHODS
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import DOCUMENT_KINDS

import csv
import pytest


TODAY = date(2026, 11, 23)
LETTER = {
    "title": "Wniosek o warunki zabudowy",
    "sender_surname": "Nowak",
    "sender_given_names": "Anna Maria",
    "city": "Lipnowo",
    "country": "PL",
    "letter_date": "2026-11-20",
    "received_date": date(2026, 11, 23),
    "access": "not_public",
    "dcmi_type": "Text",
    "attachment_count": 2,
}


def faults(**changed):
    return [(f.field, f.reason) for f in letter_faults({**LETTER, **changed}, today=TODAY)]


def test_complete_letter():
    assert faults() == []


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"title": ""}, [("title", "required")]),
        ({"title": "a" * 1001}, [("title", "too_long")]),
        ({"sender_surname": ""}, [("sender_org_name", "sender_missing")]),
        ({"sender_given_names": ""}, [("sender_given_names", "required")]),
        ({"city": ""}, [("city", "required")]),
        ({"country": "Polska"}, [("country", "not_a_country")]),
        ({"email": "anna"}, [("email", "not_an_email")]),
        ({"letter_date": ""}, [("letter_date", "required")]),
        ({"letter_date": "20.11.2026"}, [("letter_date", "not_a_date")]),
        ({"letter_date": "2026-11-24"}, [("letter_date", "after_receipt")]),
        ({"posting_date": "2026-02-30"}, [("posting_date", "not_a_date")]),
        ({"received_date": date(2026, 11, 24)}, [("received_date", "in_future")]),
        ({"received_date": None}, [("received_date", "required")]),
        ({"access": ""}, [("access", "required")]),
        ({"access": "secret"}, [("access", "not_in_list")]),
        ({"delivery_method": "gołąb"}, [("delivery_method", "not_in_list")]),
        ({"attachment_count": -1}, [("attachment_count", "not_a_count")]),
        ({"attachment_count": 2**31}, [("attachment_count", "count_too_large")]),
        ({"building": "1" * 201}, [("building", "too_long")]),
        ({"postal_code": "8" * 201}, [("postal_code", "too_long")]),
        ({"letter_date": "0206-11-20"}, [("letter_date", "year_too_early")]),
        ({"posting_date": "1026-11-20"}, [("posting_date", "year_too_early")]),
    ],
)
def test_each_fault(changed, expected):
    assert faults(**changed) == expected


def test_an_organisation_needs_no_person():
    assert faults(sender_org_name="Spółdzielnia Rolna", sender_surname="", sender_given_names="") == []


def test_all_faults_at_once():
    assert [field for field, _reason in faults(title="", city="", access="")] == [
        "city",
        "title",
        "access",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026", date(2026, 1, 1)),
        ("2026-11", date(2026, 11, 1)),
        ("2026-11-22", date(2026, 11, 22)),
        ("2026-13", None),
        ("26", None),
        ("", None),
    ],
)
def test_dates_may_be_incomplete(text, expected):
    assert earliest(text) == expected


def test_sender_in_one_line():
    assert sender_line(LETTER) == "Nowak Anna Maria"
    both = {**LETTER, "sender_org_name": "Kancelaria"}
    assert sender_line(both) == "Kancelaria / Nowak Anna Maria"


def test_lists_agree_with_the_shared_table(shared_data):
    with (shared_data / "pl/tables/slowniki.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    values = {row["slownik"]: [] for row in rows}
    for row in rows:
        values[row["slownik"]].append(row["wartosc"])
    assert list(DOCUMENT_KINDS) == values["rodzaj_tekstu"]
    assert list(DELIVERY_METHODS) == values["sposob_dostarczenia"]
    assert list(DISPOSITIONS) == values["dyspozycja_dekretacji"]
    with (shared_data / "pl/tables/ezd-metadane-A-D.csv").open(encoding="utf-8") as file:
        types = next(r for r in csv.DictReader(file, delimiter=";") if r["lp"] == "14")["zapis"]
    assert sorted(DCMI_TYPES) == sorted(types.removesuffix(" (domyślnie Text)").split("|"))
