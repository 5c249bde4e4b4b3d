"""Filters of "my work", and titles offered to the registry."""

from datetime import date
from infostrada.site.records.browser.letter.titles import by_use
from infostrada.site.records.browser.mywork.fitting import fits_term
from infostrada.site.records.browser.mywork.fitting import fits_words

import pytest


TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("due", "fits"),
    [
        ("2026-11-26", {"", "past"}),
        ("2026-11-27", {"", "today", "near"}),
        ("2026-12-04", {"", "near"}),
        ("2026-12-05", {""}),
        (None, {"", "none"}),
    ],
)
def test_terms(due, fits):
    row = {"due_on": due} if due else {}
    terms = ("", "past", "today", "near", "none")
    assert {term for term in terms if fits_term(row, term, TODAY)} == fits


def test_words_are_found_whatever_their_accents():
    row = {"uid": "wniosek", "title": "Odwołanie Żółci", "number": 12, "year": 2026, "party": None}
    assert fits_words(row, "zolci ODWOŁ")
    assert fits_words(row, "12/2026")
    assert fits_words(row, "")
    assert not fits_words(row, "wniosek")


def test_titles_the_most_frequent_first():
    titles = ["Wniosek o zaświadczenie", "Odwołanie", "Wniosek o zwrot", "Wniosek o zwrot"]
    assert by_use(titles) == ["Wniosek o zwrot", "Wniosek o zaświadczenie", "Odwołanie"]
