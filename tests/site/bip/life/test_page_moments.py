"""No page kept in memory outlives the next publication or last day of an entry, midnight, or five minutes."""

from datetime import datetime
from infostrada.site.bip import caching
from infostrada.site.records.deed import WARSAW

import pytest


def moment(*given):
    return datetime(*given, tzinfo=WARSAW)


@pytest.mark.parametrize(
    ("now", "following", "wanted"),
    [
        (moment(2026, 11, 28, 10), None, moment(2026, 11, 28, 10, 5)),
        (moment(2026, 11, 28, 10), moment(2026, 11, 28, 10, 2), moment(2026, 11, 28, 10, 2)),
        (moment(2026, 11, 28, 10), moment(2026, 12, 1), moment(2026, 11, 28, 10, 5)),
        (moment(2026, 11, 28, 23, 58), None, moment(2026, 11, 29)),
        # The night the clocks go back: midnight of the next day is 25 hours away.
        (moment(2026, 10, 25, 23, 59), None, moment(2026, 10, 26)),
    ],
)
def test_until(monkeypatch, now, following, wanted):
    monkeypatch.setattr(caching, "_next", lambda: following.timestamp() if following else None)
    assert caching.until(now) == wanted.timestamp()
