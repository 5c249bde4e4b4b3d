"""Terms say in words whether they are past or near; refusals have words in one place each."""

from datetime import date
from datetime import timedelta
from infostrada.site.desk.refusals import IRefusalWords
from infostrada.site.desk.refusals import refusal
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


def test_each_reason_has_one_domain(integration):
    reasons = [reason for _name, offer in getUtilitiesFor(IRefusalWords) for reason in offer.words]
    assert sorted(reasons) == sorted(set(reasons))
    assert str(refusal("required")) == "Fill this in."
    assert refusal("bulletin_exists") and refusal("too_many_views")
    with pytest.raises(KeyError):
        refusal("no_such_reason")
