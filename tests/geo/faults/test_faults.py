"""The map's database is slow, full or gone: pages live, the map says so, links show what the records keep."""

from contextlib import contextmanager
from infostrada.core.sql import dispose
from infostrada.core.sql import engine
from infostrada.geo.links.operations import link
from infostrada.geo.links.rules import Ask

import psycopg
import pytest
import transaction


ANSWERS = ("@@geo/collections/dzialki/items", "@@geo/collections/dzialki/tiles/PL1992/10/422/512",
           "@@geo/what-is-here?x=500050&y=570050&tolerance=0", "@@geo-search?q=049901")  # fmt: skip


@pytest.fixture
def record(document):
    """A public document about a parcel of a public layer and about one of a hidden layer."""
    made = document("Decyzja o warunkach", "published")
    link(made, [Ask("049901_2.0001.2"), Ask("TAJNE-1")])
    transaction.commit()
    return made


@contextmanager
def slow(conninfo, monkeypatch):
    """Somebody holds the features; a statement gives up after 50 ms."""
    monkeypatch.setattr(engine, "READ_TIMEOUT", 50)
    dispose()
    with psycopg.connect(conninfo) as other:
        other.execute("LOCK TABLE geo.feature, geo.record_link, geo.layer_listing")
        yield
        other.rollback()


@contextmanager
def gone(conninfo, _monkeypatch):
    """The schema is not there."""
    with psycopg.connect(conninfo, autocommit=True) as other:
        other.execute("ALTER SCHEMA geo RENAME TO geo_away")
        try:
            yield
        finally:
            other.execute("ALTER SCHEMA geo_away RENAME TO geo")


@contextmanager
def exhausted(_conninfo, monkeypatch):
    """Every connection for reading is taken."""
    for name, value in (("POOL_SIZE", 1), ("POOL_OVERFLOW", 0), ("POOL_TIMEOUT", 0.05)):
        monkeypatch.setattr(engine, name, value)
    dispose()
    with engine.read_pool().connection():
        yield


@pytest.mark.parametrize("fault", [slow, gone, exhausted])
def test_pages_live_and_links_show_what_the_record_keeps(
    record, database_layer, anonymous, monkeypatch, fault
):
    transaction.commit()
    with monkeypatch.context() as patch:
        try:
            with fault(database_layer["conninfo"], patch):
                for path in ANSWERS:
                    answer = anonymous.get(path)
                    assert (path, answer.status_code) == (path, 503)
                    assert answer.headers["Content-Type"] == "application/problem+json"
                assert anonymous.get("@@geo/wfs?request=GetFeature&typenames=dzialki").status_code == 503
                page = anonymous.get(f"{record.absolute_url()}/@@places-block")
                assert page.status_code == 200
                assert "049901_2.0001.2" in page.text
                assert "TAJNE-1" not in page.text
                assert "geo-map-status is-error" in page.text
        finally:
            dispose()
    dispose()
    assert anonymous.get(ANSWERS[0]).status_code == 200
    page = anonymous.get(f"{record.absolute_url()}/@@places-block").text
    assert "049901_2.0001.2" in page and "is-error" not in page
