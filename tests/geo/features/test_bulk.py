"""First loads whose indexes are built afterwards, against the catalogue of the database."""

from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.geo.features import bulk
from infostrada.geo.features import copying
from infostrada.geo.features import store
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


OID = "SELECT 'geo.feature'::regclass::oid"


def table():
    """Which table the features stand in."""
    with reader() as connection:
        return connection.execute(OID).fetchone()[0]


def details():
    """Constraints, defaults, comments and rights of the table."""
    with reader() as connection:
        return [connection.execute(asked).fetchall() for asked in (
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = 'geo.feature'::regclass ORDER BY 1",
            "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns"
            " WHERE table_schema = 'geo' AND table_name = 'feature' ORDER BY ordinal_position",
            "SELECT col_description('geo.feature'::regclass, n) FROM generate_series(1, 12) AS n",
            "SELECT grantee, privilege_type FROM information_schema.role_table_grants"
            " WHERE table_schema = 'geo' AND table_name = 'feature' ORDER BY 1, 2",
        )]  # fmt: skip


def test_a_great_load_stands_in_a_table_like_the_old_one(early, database):
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("GRANT SELECT ON geo.feature TO pg_monitor")
    before, was, like = indexes(), table(), details()
    assert store.load("budynki", many(40)) == 40
    transaction.commit()
    assert table() != was
    assert len(before) >= 7
    assert (indexes(), details()) == (before, like)
    assert "pg_monitor" in str(like)
    assert stored() == 40
    with reader() as connection:
        # What stood before stands there with the ids it had; numbers go on.
        ids = connection.execute(
            "SELECT layer, min(id), max(id) FROM geo.feature GROUP BY 1 ORDER BY 1"
        ).fetchall()
        assert (
            connection.execute("SELECT count(*) FROM geo.feature WHERE layer = 'dzialki'").fetchone()[0] == 3
        )
        assert [layer for layer, _least, _most in ids] == ["budynki", "dzialki", "tajne"]
        assert min(each[1] for each in ids if each[0] == "budynki") > max(
            each[2] for each in ids if each[0] != "budynki"
        )
    assert store.load("budynki", many(40)) == 0
    assert store.load("dzialki", [feature("dzialki", "z1", "nowa", square(500_500, 570_000))]) == 1
    transaction.commit()
    assert stored() == 40
    # A name in no index twice: there is one table and nothing is left beside it.
    with reader() as connection:
        left = connection.execute("SELECT count(*) FROM pg_class WHERE relname ~ '^feature_[0-9]'").fetchone()
    assert left == (0,)


def test_rows_that_contradict_each_other_are_sorted_out_by_the_indexes(early):
    before, was = indexes(), table()
    assert store.load("budynki", [*many(40), *many(3)]) == 40
    transaction.commit()
    assert (indexes(), stored(), table()) == (before, 40, was)


def test_a_reader_is_not_kept_waiting_and_one_who_stays_is_not_waited_for(early, database):
    """While a load builds its table everybody reads the old one; who holds it open keeps it."""
    was = table()

    def features():
        for number, each in enumerate(many(40)):
            if number == 20:
                with psycopg.connect(database, options="-c lock_timeout=100") as other:
                    assert other.execute("SELECT count(*) FROM geo.feature").fetchone()[0] > 0
            yield each

    with psycopg.connect(database) as other:
        other.execute("SELECT count(*) FROM geo.feature")
        assert store.load("budynki", features()) == 40
        transaction.commit()
    assert (stored(), table()) == (40, was)


def test_a_table_something_is_tied_to_stays(early, database):
    was = table()
    with psycopg.connect(database, autocommit=True) as other:
        other.execute("CREATE VIEW geo.office_view AS SELECT id, geom FROM geo.feature")
        try:
            assert store.load("budynki", many(40)) == 40
            transaction.commit()
            assert other.execute("SELECT count(*) FROM geo.office_view").fetchone()[0] >= 43
        finally:
            other.execute("DROP VIEW geo.office_view")
    assert (stored(), table()) == (40, was)


def test_an_aborted_first_load_leaves_the_table(early):
    before, was = indexes(), table()
    store.load("budynki", many(40))
    transaction.abort()
    assert (indexes(), stored(), table()) == (before, 0, was)


def test_a_small_load_or_a_full_store_is_left_as_it_is(early):
    was = table()
    store.load("budynki", many(9))
    transaction.commit()
    early.setattr(bulk, "LEAST_TIMES", 40)
    store.load("budynki", many(40))
    transaction.commit()
    assert (stored(), table()) == (40, was)


def test_lines_of_copy_keep_every_character(site):
    rows = [("a\tb", "c\nd", None), ("\\N", "e\\", 5), ("żółć", "f\rg", ""), ("", "", None)]
    texts = (
        [("a\tb", "", "c"), ("d", "e", "")],
        [("a\nb", "", ""), ("", "\r", "d")],
        [("\\N", "ż", ""), ("", "", "")],
    )
    connection = session().connection()
    connection.exec_driver_sql("CREATE TEMPORARY TABLE kept (a text, b text, c text) ON COMMIT DROP")
    assert copying.copy_rows(connection.connection.driver_connection, "kept (a, b, c)", rows) == 4
    found = connection.exec_driver_sql("SELECT a, b, c FROM kept").fetchall()
    assert found == [("a\tb", "c\nd", None), ("\\N", "e\\", "5"), ("żółć", "f\rg", ""), ("", "", None)]
    for some in texts:
        connection.exec_driver_sql("DELETE FROM kept")
        copying.copy_rows(connection.connection.driver_connection, "kept (a, b, c)", some)
        assert connection.exec_driver_sql("SELECT a, b, c FROM kept").fetchall() == some
    transaction.abort()
