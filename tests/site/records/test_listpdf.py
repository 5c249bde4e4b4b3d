"""A list as PDF: what stands in its cells, and that it never stops half-way."""

from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.core.errors import BadRequest
from infostrada.core.record.export.formats import at_most
from infostrada.site.records.listpdf import PdfList
from pypdf import PdfReader

import io
import pytest


def words(data):
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def test_a_list_says_what_its_rows_say():
    rows = [
        {"sign": "GP.6730.1.2026", "day": date(2026, 3, 1), "at": datetime(2026, 7, 1, 10, tzinfo=UTC), "open": True, "empty": None},
        {"sign": "GP.6730.2.2026 żółć <b>", "day": None, "at": None, "open": False, "empty": ""},
    ]  # fmt: skip
    names = ["sign", "day", "at", "open", "empty"]
    told = words(PdfList().write("cases", ["Znak", "Dzień", "Chwila", "Otwarta", "Puste"], names, rows))
    for each in (
        "Sprawy",
        "pozycji: 2",
        "GP.6730.1.2026",
        "01.03.2026",
        "01.07.2026, 12:00",
        "tak",
        "żółć <b>",
        "nie",
    ):
        assert each in told, each
    assert "Puste" not in told
    assert "other" in words(PdfList().write("other", ["Znak"], ["sign"], []))


def test_a_list_longer_than_its_format_is_refused():
    rows = [{"n": number} for number in range(3)]
    assert len(list(at_most(rows, 3))) == 3
    with pytest.raises(BadRequest) as problem:
        list(at_most(rows, 2))
    assert problem.value.reason == "too_many_rows"


def test_closed_lists_are_told_in_words():
    """No machine word on paper: states, ways of keeping, what is due, yes and no, days."""
    row = {
        "state": "in_progress",
        "handling_mode": "ezd",
        "due": "destroy",
        "over_term": "yes",
        "initiating_letter_date": "2026-10-16",
        "title": "no",
    }
    told = words(PdfList().write("spis_spraw", list("abcdef"), list(row), [row]))
    for said in ("W toku", "elektronicznie (EZD)", "do brakowania", "tak", "16.10.2026", "no"):
        assert said in told, said
    for machine in ("in_progress", "destroy", "yes", "2026-10-16"):
        assert machine not in told
