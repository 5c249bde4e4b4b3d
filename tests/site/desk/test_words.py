"""Terms say in words whether they are past or near; days as typed and as shown; refusals have words in one place each."""

from datetime import date
from datetime import timedelta
from infostrada.site.desk.days import typed_day
from infostrada.site.desk.refusals import IRefusalWords
from infostrada.site.desk.refusals import refusal
from infostrada.site.desk.words import partial
from infostrada.site.desk.words import partial_cell
from infostrada.site.desk.words import plural
from infostrada.site.desk.words import short
from infostrada.site.desk.words import termed
from zope.component import getUtilitiesFor

import pytest


POLISH = {"LANGUAGE": "pl"}
TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("days", "running", "tone"),
    [(-1, True, "warn"), (0, True, "run"), (3, True, "wait"), (4, True, None), (-1, False, None)],
)
def test_terms(days, running, tone):
    cell = termed(TODAY + timedelta(days=days), POLISH, today=TODAY, running=running)
    assert cell.get("note", {}).get("tone") == tone


def test_short_days():
    assert short(date(2026, 5, 3), POLISH) == "3 maj 2026"
    assert short(date(2026, 5, 3), {"LANGUAGE": "en"}) == "3 May 2026"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("22.11.2026", "2026-11-22"),
        ("3.5.26", "2026-05-03"),
        ("22-11-2026 r.", "2026-11-22"),
        ("27.11", "2026-11-27"),
        # Letters are not dated ahead: tomorrow's day is last year's.
        ("28.11.", "2025-11-28"),
        ("11.2026", "2026-11"),
        ("2026", "2026"),
        ("2026-11-22", "2026-11-22"),
        ("2026.1.2", "2026-01-02"),
        ("d", "2026-11-27"),
        ("Wczoraj", "2026-11-26"),
        # No day there is; the operation refuses it with its words.
        ("31.02.2026", "2026-02-31"),
        ("niedawno", "niedawno"),
        ("", ""),
    ],
)
def test_days_as_they_are_typed(typed, day):
    assert typed_day(typed, TODAY) == day


@pytest.mark.parametrize(
    ("held", "shown", "narrow"),
    [
        ("2026-11-22", "22 listopada 2026", "22 lis 2026"),
        ("2026-11", "listopad 2026", "listopad 2026"),
        ("2026", "2026", "2026"),
        ("2026-13", "2026-13", "2026-13"),
        ("", "", ""),
    ],
)
def test_days_that_may_be_incomplete(held, shown, narrow):
    assert partial(held, POLISH) == shown
    assert partial_cell(held, POLISH)["text"] == narrow


@pytest.mark.parametrize(
    ("count", "form"),
    [(1, "pismo"), (2, "pisma"), (4, "pisma"), (5, "pism"), (12, "pism"), (14, "pism"), (22, "pisma"), (112, "pism"), (21, "pism"), (0, "pism")],
)  # fmt: skip
def test_plural_forms(count, form):
    said = plural(count, "pismo", "pisma", "pism")
    assert (str(said), said.mapping) == (form, {"count": str(count)})


def test_each_reason_has_one_domain(integration):
    reasons = [reason for _name, offer in getUtilitiesFor(IRefusalWords) for reason in offer.words]
    assert sorted(reasons) == sorted(set(reasons))
    assert str(refusal("required")) == "Fill this in."
    assert refusal("bulletin_exists") and refusal("too_many_views")
    with pytest.raises(KeyError):
        refusal("no_such_reason")
