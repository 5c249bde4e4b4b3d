"""Values as people read them, in both languages of the interface."""

from datetime import date
from datetime import datetime
from datetime import UTC
from infostrada.geo.said import said

import pytest


@pytest.mark.parametrize(
    ("value", "polish", "english"),
    [
        ("1930-11-14", "14 listopada 1930", "14 November 1930"),
        (date(2026, 5, 1), "1 maja 2026", "1 May 2026"),
        # Summer time is two hours before UTC, winter time one.
        ("2024-12-04T09:58:12Z", "4 grudnia 2024, 10:58", "4 December 2024, 10:58"),
        (datetime(2026, 7, 1, 9, 5, tzinfo=UTC), "1 lipca 2026, 11:05", "1 July 2026, 11:05"),
        # Midnight, there or here, is how registers write a day.
        ("2024-12-04T00:00:00Z", "4 grudnia 2024", "4 December 2024"),
        ("2024-12-03T23:00:00Z", "4 grudnia 2024", "4 December 2024"),
        ("2024-12-04T00:00:00", "4 grudnia 2024", "4 December 2024"),
        ("2024-13-41", "2024-13-41", "2024-13-41"),
        ("049901_2.0001.12/3", "049901_2.0001.12/3", "049901_2.0001.12/3"),
        (None, "", ""),
        (3.5, "3.5", "3.5"),
        (["ą"], '["ą"]', '["ą"]'),
    ],
)
def test_days_and_moments(value, polish, english):
    assert (said(value, "pl"), said(value, "en")) == (polish, english)
