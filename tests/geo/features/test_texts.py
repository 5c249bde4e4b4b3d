"""Texts that stand ready for pages: the same as those made on the spot, and never those of another row."""

from datetime import datetime
from datetime import UTC
from infostrada.core.record.access import Principals
from infostrada.core.sql import reader
from infostrada.geo.features import bulk
from infostrada.geo.features import preparing
from infostrada.geo.features import reading
from infostrada.geo.features import store
from infostrada.geo.features.crs import Crs
from tests.geo.conftest import feature
from tests.geo.conftest import NS
from tests.geo.conftest import square

import json
import psycopg
import pytest
import transaction


ANYBODY = Principals(("Anonymous",), ())
CORRUPT = "UPDATE geo.feature_text SET body = replace(body, '\"Feature\"', '\"Ready\"')"
HELD = """
SELECT f.local_id FROM geo.feature_text AS t JOIN geo.feature AS f ON f.id = t.id AND f.xmin = t.made_from ORDER BY 1
"""


@pytest.fixture
def page(site, monkeypatch):
    """A page as the database gives it: none is kept in the process."""
    monkeypatch.setattr(reading._kept, "get", lambda key: None)

    def read(crs=Crs.CRS84, layer="dzialki", **more):
        return reading.page(reading.Query(layer, 10, crs=crs, **more), ANYBODY).body

    return read


@pytest.fixture
def outside(site, database):
    """Somebody else at the database."""
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def prepare():
    return [(step.layer, step.features) for step in preparing.steps()]


def held():
    with reader() as connection:
        return [local_id for (local_id,) in connection.execute(HELD).fetchall()]


def kinds(body):
    """Which features come from a text that stood ready (and was marked), and which were made."""
    return {each["id"].rpartition(":")[2]: each["type"] for each in json.loads(b"[" + body + b"]")}


def test_what_stands_ready_is_what_is_made(page, outside):
    before = {crs: page(crs) for crs in Crs}
    one = reading.item("dzialki", NS, "a1", Crs.CRS84, ANYBODY).body
    assert prepare() == [("dzialki", 3), ("tajne", 1)]
    assert prepare() == []
    assert {crs: page(crs) for crs in Crs} == before
    assert reading.item("dzialki", NS, "a1", Crs.CRS84, ANYBODY).body == one
    # Only then are they what a page is made of, in this system and without a period alone.
    outside.execute(CORRUPT)
    assert set(kinds(page()).values()) == {"Ready"}
    assert page(Crs.PL1992) == before[Crs.PL1992]
    assert b"Ready" not in page(period=(None, None))
    # A text says nothing of who may read it.
    with pytest.raises(reading.NotFound):
        page(layer="tajne")


def test_a_text_is_never_that_of_another_row_or_way(page, outside):
    prepare()
    outside.execute(CORRUPT)
    # A row somebody has written to, in whatever way, is written out anew at once.
    outside.execute("UPDATE geo.feature SET attrs = attrs || '{\"stan\": \"nowy\"}' WHERE local_id = 'a1'")
    assert kinds(page()) == {"a1": "Feature", "a2": "Ready", "a3": "Ready"}
    assert b'"stan": "nowy"' in page()
    # So is everything when text comes out in another way: here the moments of another time zone.
    outside.execute(
        "UPDATE geo.feature_text SET form = form + 1 WHERE id = (SELECT max(id) FROM geo.feature_text)"
    )
    outside.execute("DELETE FROM geo.feature_text WHERE body LIKE '%:a2\"%'")
    assert set(kinds(page()).values()) <= {"Feature", "Ready"}
    assert kinds(page())["a2"] == "Feature"


def test_a_new_version_is_there_at_once_and_ready_soon(page, outside):
    prepare()
    outside.execute(CORRUPT)
    new = feature("dzialki", "a1", "049901_2.0001.1", square(500_000, 570_000, 90), version="2", numer="1A")
    assert store.load("dzialki", [new]) == 1
    transaction.commit()
    assert kinds(page())["a1"] == "Feature"
    assert b"1A" in page()
    # Only what is new is looked at; the text of what has ended goes.
    assert prepare() == [("dzialki", 1)]
    outside.execute(CORRUPT)
    assert set(kinds(page()).values()) == {"Ready"}
    store.close("dzialki", NS, "a2", datetime(2026, 2, 1, tzinfo=UTC))
    transaction.commit()
    outside.execute("UPDATE geo.prepared SET swept = NULL")
    assert prepare() == [("dzialki", 0)]
    assert held() == ["a1", "a3", "s1"]


def test_after_an_exchange_of_tables_all_is_walked_again(page, outside, monkeypatch):
    prepare()
    monkeypatch.setattr(bulk, "LEAST_ROWS", 10)
    monkeypatch.setattr(bulk, "LEAST_TIMES", 1)
    outside.execute("DELETE FROM geo.feature WHERE layer = 'tajne'")
    many = [feature("tajne", f"n{n}", f"N {n}", square(500_000 + n, 570_000, 5)) for n in range(10)]
    assert store.load("tajne", many) == 10
    transaction.commit()
    outside.execute(CORRUPT)
    assert set(kinds(page()).values()) == {"Feature"}
    monkeypatch.setattr(preparing, "FILL", preparing.FILL.replace(f"LIMIT {preparing.BATCH}", "LIMIT 4"))
    monkeypatch.setattr(preparing, "BATCH", 4)
    assert prepare() == [("dzialki", 3), ("tajne", 4), ("tajne", 4), ("tajne", 2)]
    outside.execute(CORRUPT)
    assert set(kinds(page()).values()) == {"Ready"}
    assert len(held()) == 13
