"""A page reads the rows it shows, not those of other layers and of the past that lie before them."""

from contextlib import contextmanager
from infostrada.core.record.access import Principals
from infostrada.core.sql.engine import connect
from infostrada.geo.features import reading
from itertools import pairwise

import pytest


# A few closed versions before many current ones: asked by the id's order, the planner takes the primary key.
MANY = """
INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, valid_to, geom)
SELECT 'dzialki', 'PL.TEST', n::text, '1', '2026-01-01Z', CASE WHEN n <= 500 THEN timestamptz '2026-02-01Z' END,
       ST_SetSRID(ST_Point(500000 + n, 570000), 2180)
  FROM generate_series(1, 24000) AS n
"""


class Explained:
    """Stands for a connection: tells how the server came to the answer, then gives the answer."""

    def __init__(self, connection):
        self.connection = connection
        self.lines = []

    def execute(self, statement, values, **how):
        plan = self.connection.execute(f"EXPLAIN (ANALYZE, TIMING off) {statement}", values)
        self.lines = [line for (line,) in plan.fetchall()]
        return self.connection.execute(statement, values, **how)


@pytest.fixture
def explained(site, monkeypatch):
    """The many rows in a transaction that is not kept."""
    with connect() as connection:
        connection.execute(MANY)
        connection.execute("ANALYZE geo.feature")
        watched = Explained(connection)

        @contextmanager
        def watching():
            yield watched

        monkeypatch.setattr(reading, "reader", watching)
        yield watched
        connection.rollback()


@pytest.mark.parametrize("period", [None, (None, None)], ids=["current", "of all time"])
def test_a_page_reads_no_row_it_does_not_show(explained, period):
    page = reading.page(reading.Query("dzialki", 100, period=period), Principals(("Anonymous",), ()))
    assert page.returned == 100
    ordered = [line for line in explained.lines if "Index Cond: ((layer" in line and "id > " in line]
    assert ordered, explained.lines
    # The primary key is asked for one feature at a time, those whose text is made on the spot, and never walked.
    asked = [then for line, then in pairwise(explained.lines) if "feature_pkey" in line]
    assert all("Index Cond: (id = hit.id)" in then for then in asked), explained.lines


def test_pages_follow_each_other_without_gap_or_repetition(explained):
    asked = Principals(("Anonymous",), ())
    first = reading.page(reading.Query("dzialki", 100), asked)
    second = reading.page(reading.Query("dzialki", 100, after=first.next_after), asked)
    both = reading.page(reading.Query("dzialki", 200), asked)
    assert first.body + b"," + second.body == both.body
