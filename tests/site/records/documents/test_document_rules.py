"""Who may write a version, and when a check-out lapses."""

from datetime import datetime
from datetime import timedelta
from infostrada.site.records.documents.rules import etag
from infostrada.site.records.documents.rules import holder_now
from infostrada.site.records.documents.rules import may_write

import pytest


NOW = datetime(2026, 11, 23, 12, 0)


@pytest.mark.parametrize(
    ("state", "holder", "expected"),
    [
        ("draft", None, None),
        ("draft", "anna", None),
        ("draft", "jan", "checked_out"),
        ("returned", None, None),
        ("submitted", None, "not_editable"),
        ("accepted", "anna", "not_editable"),
        ("cancelled", None, "not_editable"),
    ],
)
def test_may_write(state, holder, expected):
    assert may_write(state, holder, "anna") == expected


def test_check_out_lapses_after_twelve_hours():
    assert holder_now("jan", NOW - timedelta(hours=11, minutes=59), NOW) == "jan"
    assert holder_now("jan", NOW - timedelta(hours=12), NOW) is None
    assert holder_now(None, None, NOW) is None


def test_etag_changes_with_version_and_state():
    tags = {etag("a" * 32, n, state) for n in (1, 2) for state in ("draft", "accepted")}
    assert len(tags) == 4
