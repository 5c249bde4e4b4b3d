"""Rules of an entry's life: the chain, the difference of two texts, terms."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from hypothesis import given
from hypothesis import strategies as some
from infostrada.site.bip.chain import rules as chain
from infostrada.site.bip.timing import rules as timing
from infostrada.site.bip.versions.rules import compare

import hashlib
import pytest


ROW = {
    "unit": "gmina-a", "uid": "u1", "at": "2026-11-22T13:05:00+00:00", "action": "published", "title": "Wójt „ogłasza”",
    "path": "/plone/gmina-a/bip/x", "who": "Maria Redaktor", "reason": "",
}  # fmt: skip


def log(count=3):
    rows, before = [], chain.FIRST
    for place in range(1, count + 1):
        row = {**ROW, "place": place, "before": before}
        row["digest"] = before = chain.digest(before, row)
        rows.append(row)
    return rows


def test_digest_is_what_the_recipe_says():
    """The JSON written out by hand and hashed by itself."""
    text = (
        f'["{"0" * 64}",1,"gmina-a","u1","2026-11-22T13:05:00+00:00","published","Wójt „ogłasza”",'
        '"/plone/gmina-a/bip/x","Maria Redaktor",""]'
    )
    assert log(1)[0]["digest"] == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_moments_are_told_in_utc():
    summer = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert chain.moment(summer) == "2026-07-01T10:00:00+00:00"


def test_a_sound_log():
    rows = log()
    assert chain.verify(rows) == (3, rows[-1]["digest"], "", None)
    assert chain.verify([]) == (0, chain.FIRST, "", None)


@pytest.mark.parametrize(
    ("spoil", "fault", "place"),
    [
        (lambda rows: rows[1].update(reason="inny"), "changed", 2),
        (lambda rows: rows[1].update(at="2026-11-22T13:05:01+00:00"), "changed", 2),
        (lambda rows: rows.pop(1), "missing", 2),
        (lambda rows: rows.insert(1, dict(rows[0])), "order", 2),
        (lambda rows: rows[2].update(before=chain.FIRST), "order", 3),
        (lambda rows: rows.reverse(), "missing", 1),
    ],
)
def test_every_tampering_is_seen(spoil, fault, place):
    rows = log()
    spoil(rows)
    found = chain.verify(rows)
    assert (found.fault, found.place) == (fault, place)


def test_difference():
    pieces = compare("Wykaz wywiesza się na 21 dni.", "Wykaz wywiesza się na 30 dni od dziś.")
    assert [tuple(piece) for piece in pieces] == [
        ("same", "Wykaz wywiesza się na "), ("removed", "21 dni."), ("added", "30 dni od dziś."),
    ]  # fmt: skip


@given(some.text(max_size=60), some.text(max_size=60))
def test_difference_gives_both_texts_back(before, after):
    pieces = compare(before, after)
    assert "".join(piece.text for piece in pieces if piece.change != "added") == before
    assert "".join(piece.text for piece in pieces if piece.change != "removed") == after


@pytest.mark.parametrize(
    ("published", "last"),
    [
        (date(2026, 11, 22), date(2027, 2, 22)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
    ],
)
def test_three_months_of_a_recruitment_result(published, last):
    term = timing.term_of("recruitment_result", published)
    assert term.months == 3 and timing.last_day(published, term.months) == last


def test_kinds_without_a_term_and_days_before_the_law():
    assert timing.term_of("decision", date(2026, 1, 1)) is None
    assert timing.term_of("recruitment_result", date(2008, 12, 31)) is None


def test_a_notice_counts_as_served_after_fourteen_days():
    assert timing.service_date(date(2026, 12, 1)) == date(2026, 12, 15)
