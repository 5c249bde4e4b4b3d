"""The store's migration on rows that stand already, forth and back and forth, on a database of its own."""

from alembic.migration import MigrationContext
from alembic.operations import Operations
from infostrada.core.sql import migrate
from infostrada.geo.migrations.versions import v20261128300_keys as keys
from psycopg.conninfo import make_conninfo
from sqlalchemy import create_engine
from sqlalchemy import text

import os
import psycopg
import pytest


ADD = """
INSERT INTO geo.feature (layer, ns, local_id, version, valid_from, business_id, geom)
SELECT 'dzialki', 'n', n::text, '1', now(), '049901_2.0001.' || n, ST_Point(500000, 570000 + n, 2180)
  FROM generate_series({first}, {last}) AS n
"""


@pytest.fixture
def aside(database):
    """A second database of this server with the whole schema."""
    name = f"infostrada_keys_{os.getpid()}"
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    place = make_conninfo(database, dbname=name)
    with psycopg.connect(place, autocommit=True) as connection:
        connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    migrate(place)
    yield place
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_rows_and_their_numbers_stay(aside):
    engine = create_engine("postgresql+psycopg://", creator=lambda: psycopg.connect(aside))

    def ids():
        return connection.execute(text("SELECT id FROM geo.feature ORDER BY id")).scalars().all()

    def names():
        asked = "SELECT indexname FROM pg_indexes WHERE schemaname = 'geo' AND tablename = 'feature'"
        return set(connection.execute(text(asked)).scalars())

    with engine.begin() as connection, Operations.context(MigrationContext.configure(connection)):
        after = names()
        connection.execute(text(ADD.format(first=1, last=5)))
        keys.downgrade()
        assert "feature_business" in names() and "feature_business" not in after
        connection.execute(text(ADD.format(first=6, last=7)))
        assert len(ids()) == len(set(ids())) == 7
        keys.upgrade()
        assert names() == after
        connection.execute(text(ADD.format(first=8, last=9)))
        found = ids()
        assert found == sorted(set(found)) and len(found) == 9
    engine.dispose()


def test_a_store_made_anew_repeats_no_number(aside):
    """Neither the revision of a layer nor the number of a feature, which tags of answers are made of."""
    begun = []
    for _ in range(2):
        with psycopg.connect(aside, autocommit=True) as connection:
            connection.execute(ADD.format(first=1, last=2))
            connection.execute("INSERT INTO geo.layer (layer) VALUES ('dzialki')")
            begun += connection.execute("SELECT revision FROM geo.layer").fetchone()
            begun += connection.execute("SELECT min(id) FROM geo.feature").fetchone()
            connection.execute("DROP SCHEMA geo CASCADE")
        migrate(aside)
    assert len(set(begun)) == 4 and max(begun) <= 2**52
    # In the same second and after the same number of features: what was counted from there on would be near.
    assert min(abs(begun[0] - begun[2]), abs(begun[1] - begun[3])) > 1_000
