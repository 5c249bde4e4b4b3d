"""First loads whose indexes are built afterwards, against the catalogue of the database."""

from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.features import bulk
from infostrada.geo.features import copying
from infostrada.geo.features import store
from sqlalchemy import text
from tests.geo.conftest import feature
from tests.geo.conftest import map_layer
from tests.geo.conftest import square

import psycopg
import pytest
import transaction


INDEXES = "SELECT indexdef FROM pg_indexes WHERE schemaname = 'geo' AND tablename = 'feature' ORDER BY 1"


@pytest.fixture
def early(site, monkeypatch):
    """Loads of ten rows count as great ones, and a layer is there to take them."""
    monkeypatch.setattr(bulk, "LEAST_ROWS", 10)
    monkeypatch.setattr(bulk, "LEAST_TIMES", 1)
    map_layer(site, "budynki", "published")
    transaction.commit()
    return monkeypatch


def many(count, **more):
    return [
        feature("budynki", f"b{n}", f"bud {n}", square(500_000 + n, 570_000, 5), **more) for n in range(count)
    ]


def indexes():
    with reader() as connection:
        return connection.execute(INDEXES).fetchall()


def stored():
    with reader() as connection:
        return connection.execute("SELECT count(*) FROM geo.feature WHERE layer = 'budynki'").fetchone()[0]


def seen_by(monkeypatch):
    """How many indexes stood while rows were added."""
    seen = []
    plain = bulk.attempt

    def watched(add):
        def adding():
            seen.append(session().execute(text(INDEXES)).rowcount)
            return add()

        return plain(adding)

    monkeypatch.setattr(bulk, "attempt", watched)
    return seen


def test_indexes_stand_again_after_a_first_load(early):
    before, seen = indexes(), seen_by(early)
    assert store.load("budynki", many(40)) == 40
    transaction.commit()
    assert seen == [0]
    assert len(before) >= 7
    assert indexes() == before
    assert stored() == 40
    assert store.load("budynki", many(40)) == 0
    transaction.commit()
    assert stored() == 40


def test_rows_that_contradict_each_other_are_sorted_out_by_the_indexes(early):
    before, seen = indexes(), seen_by(early)
    assert store.load("budynki", [*many(40), *many(3)]) == 40
    transaction.commit()
    assert seen == [0]
    assert (indexes(), stored()) == (before, 40)


def test_a_reader_who_stays_is_not_waited_for(early, database):
    with psycopg.connect(database) as other:
        other.execute("SELECT count(*) FROM geo.feature")
        assert store.load("budynki", many(40)) == 40
        transaction.commit()
    assert stored() == 40


def test_an_aborted_first_load_leaves_the_indexes(early):
    before = indexes()
    store.load("budynki", many(40))
    transaction.abort()
    assert (indexes(), stored()) == (before, 0)


def test_a_small_load_or_a_full_store_is_left_as_it_is(early):
    seen = seen_by(early)
    store.load("budynki", many(9))
    transaction.commit()
    early.setattr(bulk, "LEAST_TIMES", 40)
    store.load("budynki", many(40))
    transaction.commit()
    assert seen == []
    assert stored() == 40


def test_lines_of_copy_keep_every_character(site):
    rows = [("a\tb", "c\nd", None), ("\\N", "e\\", 5), ("żółć", "f\rg", ""), ("", "", None)]
    connection = session().connection()
    connection.exec_driver_sql("CREATE TEMPORARY TABLE kept (a text, b text, c text) ON COMMIT DROP")
    assert copying.copy_rows(connection.connection.driver_connection, "kept (a, b, c)", rows) == 4
    found = connection.exec_driver_sql("SELECT a, b, c FROM kept").fetchall()
    assert found == [("a\tb", "c\nd", None), ("\\N", "e\\", "5"), ("żółć", "f\rg", ""), ("", "", None)]
    transaction.abort()
