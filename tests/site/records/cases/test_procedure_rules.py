"""Letters of the procedure: what each must be told, and what it says."""

from datetime import date
from infostrada.site.records.cases.procedure import draft_faults
from infostrada.site.records.cases.procedure import sort_on
from infostrada.site.records.cases.procedure import sorts_on
from infostrada.site.records.cases.procedure import words_of
from infostrada.site.records.correspondence.outgoing.service import term_opened

import pytest


DAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("key", "told", "expected"),
    [
        ("start", ("", 0, ""), []),
        ("before_decision", ("", 0, ""), [("days", "required")]),
        ("before_decision", ("", 7, ""), []),
        ("call", ("mapa", 6, ""), [("days", "shorter_than_law")]),
        ("call", ("mapa", 7, ""), []),
        ("call", (" ", 0, ""), [("what", "required"), ("days", "required")]),
        ("call", ("mapa", 366, ""), [("days", "not_a_count")]),
        ("call", ("mapa", -1, ""), [("days", "not_a_count")]),
        ("transfer", ("właściwość", 0, ""), [("authority", "required")]),
    ],
)
def test_faults(key, told, expected):
    assert draft_faults(sort_on(key, DAY), *told) == expected


def test_each_names_its_article_and_leaves_no_gap():
    for sort in sorts_on(DAY):
        said = words_of(sort, title="Sprawa", started="1.11.2026 r.", what="", days="7", authority="SKO")
        assert sort.basis.removeprefix("KPA ") in " ".join(said), sort.key
        assert all(said) and not any("{" in each for each in said)


@pytest.mark.parametrize(
    ("days", "end"),
    [
        # 7 days from Thursday 10 December 2026 end on Thursday; 14 on Christmas Eve, a day off: Monday the 28th.
        (0, date(2026, 12, 17)),
        (7, date(2026, 12, 17)),
        (14, date(2026, 12, 28)),
    ],
)
def test_the_call_opens_the_term_it_gives(days, end):
    assert term_opened("wezwanie", date(2026, 12, 10), days)[1].end == end


def test_a_term_the_law_sets_is_not_changed_by_the_letter():
    assert term_opened("decyzja", date(2026, 11, 2), 30)[1].end == date(2026, 11, 16)
