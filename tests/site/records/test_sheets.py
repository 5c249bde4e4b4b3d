"""Papers of the office: columns that break no word, the heading and the number on every page."""

from infostrada.site.records.personal.sheet import sheet
from infostrada.site.records.sheets import Sheet
from infostrada.site.records.widths import fitted
from io import BytesIO
from pypdf import PdfReader

import pytest


def pages(data):
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


@pytest.mark.parametrize(
    ("shares", "least", "widths"),
    [
        ((1, 1, 2), (0, 0, 0), [25, 25, 50]),
        # The first needs 40 of 100; the other two share 60 as 1 to 2.
        ((1, 1, 2), (40, 0, 0), [40, 20, 40]),
        # Once the first has its 40, the second is too narrow as well.
        ((1, 1, 8), (40, 15, 0), [40, 15, 45]),
        # No word may claim more than four tenths of the paper.
        ((1, 1), (90, 0), [50, 50]),
        ((1, 3), (90, 0), [40, 60]),
        # No room for all: each in the measure of its longest word.
        ((1, 1, 1, 1), (40, 40, 40, 40), [25, 25, 25, 25]),
    ],
)
def test_columns(shares, least, widths):
    assert fitted(shares, least, 100) == pytest.approx(widths)


def test_no_word_breaks_and_every_page_says_where_it_belongs():
    made = Sheet("Spis próbny 1/2026", "Gmina")
    headings = ("Lp.", "Liczba jednostek", "Tytuł")
    made.table(headings, (1, 1, 30), [(str(n), "1", f"zażółć gęślą {n}") for n in range(1, 101)])
    told = pages(made.file())
    assert len(told) > 1
    for number, page in enumerate(told, start=1):
        assert f"strona {number} z {len(told)}" in page
        lines = page.splitlines()
        for word in ("Lp.", "Liczba", "jednostek"):
            assert any(word in line for line in lines), (word, lines[:5])
    assert "Spis próbny 1/2026" not in told[0]
    assert "Spis próbny 1/2026" in told[1]


def test_the_tables_stand_within_the_margins():
    """The box of what a page draws lies 14 mm from its edges, and 6 points more, as the text does."""
    made = Sheet("Spis", "Gmina", across=True)
    made.line("Wiersz")
    made.table(("A", "B"), (1, 1), [("x", "y")])
    page = PdfReader(BytesIO(made.file())).pages[0]
    lines = []
    page.extract_text(visitor_operand_before=lambda op, args, _cm, _tm: lines.append((op, args)))
    edge = 14 * 72 / 25.4 + 6
    starts = [float(args[0]) for op, args in lines if op == b"m"]
    ends = [float(args[0]) for op, args in lines if op == b"l"]
    assert starts
    left = min(starts)
    assert max(ends) - left == pytest.approx(float(page.mediabox.width) - 2 * edge, abs=1)


def test_of_a_person_what_is_held_and_what_is_not():
    report = {
        "title": "Nowicka Katarzyna",
        "unit": "Gmina Lipnowo",
        "made_at": "2026-11-29T00:22:33+00:00",
        "made_by": "Bogdan Sarna",
    }
    part = {"title": "Sprawy", "headings": ("Znak sprawy",), "widths": (1,), "rows": [["RG.602.2.2026"]]}
    parts = [part, {**part, "title": "Pisma", "rows": []}, {**part, "title": "Zadania", "rows": []}]
    told = " ".join(" ".join(pages(sheet(report, [("Nazwisko", "Nowicka")], parts))).split())
    for said in (
        "Dane osobowe: Nowicka Katarzyna",
        "29 listopada 2026 r., 01:22",
        "Nazwisko Nowicka",
        "Sprawy (1)",
        "RG.602.2.2026",
        "Pisma; Zadania",
    ):
        assert said in told, said
    assert "T00:22" not in told
    assert "Pisma (0)" not in told
