"""The test layers themselves: objects and rows live and die together."""

from infostrada.core.config import settings
from sqlalchemy import text

import psycopg


def test_database_is_migrated(database):
    with psycopg.connect(database) as connection:
        assert connection.execute("SELECT count(*) FROM core.alembic_version").fetchone()[0] >= 1
    assert settings().conninfo == database


def test_integration_has_the_product(portal):
    installer = portal.portal_setup
    assert installer.getLastVersionForProfile("infostrada.site:default") != "unknown"


def test_rows_of_an_integration_test_are_rolled_back(portal):
    from infostrada.core.sql import session

    session().execute(text("CREATE TABLE core.left_over (n integer)"))


def test_nothing_was_left_over(portal):
    from infostrada.core.sql import session

    assert session().execute(text("SELECT to_regclass('core.left_over')")).scalar() is None


def test_functional(functional_portal):
    assert functional_portal.absolute_url().startswith("http://")
