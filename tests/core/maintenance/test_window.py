"""The time window of the nightly work, by the clock on a Polish wall."""

from datetime import datetime
from infostrada.core.maintenance.interfaces import is_window
from infostrada.core.maintenance.window import parse
from zoneinfo import ZoneInfo
from zope.interface import Invalid

import pytest


POLAND = ZoneInfo("Europe/Warsaw")


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=POLAND)


@pytest.mark.parametrize(
    ("window", "now", "opened"),
    [
        ("01:00-05:00", "2026-11-27T00:59", None),
        ("01:00-05:00", "2026-11-27T01:00", "2026-11-27T01:00"),
        ("01:00-05:00", "2026-11-27T04:59", "2026-11-27T01:00"),
        ("01:00-05:00", "2026-11-27T05:00", None),
        ("22:30-04:00", "2026-11-27T22:30", "2026-11-27T22:30"),
        ("22:30-04:00", "2026-11-28T03:59", "2026-11-27T22:30"),
        ("22:30-04:00", "2026-11-28T04:00", None),
        ("22:30-04:00", "2026-11-27T12:00", None),
        # Clocks go back at 3:00 summer time: 2:30 comes twice and is inside both times.
        ("01:00-05:00", "2026-10-25T02:30", "2026-10-25T01:00"),
        # Clocks go forward at 2:00: the night is an hour shorter, its end stays where it is.
        ("01:00-05:00", "2026-03-29T04:59", "2026-03-29T01:00"),
    ],
)
def test_when_a_window_is_open(window, now, opened):
    assert parse(window).opened(at(now)) == (at(opened) if opened else None)


@pytest.mark.parametrize("text", ["", "  "])
def test_no_window(text):
    assert parse(text) is None


@pytest.mark.parametrize("text", ["1:00-5:00", "01:00", "24:00-05:00", "01:60-05:00", "01:00-01:00", "night"])
def test_a_text_that_is_no_window_is_refused(text):
    with pytest.raises(ValueError, match=text):
        parse(text)
    with pytest.raises(Invalid):
        is_window(text)
