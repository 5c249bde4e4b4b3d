"""Test layers: a database of its own per test process, and Plone with the kernel on it.

Objects live in plone.app.testing's demo storage, rows in a fresh migrated database of a private cluster (or of
the server named in ``INFOSTRADA_TEST_DSN``). Integration tests roll both back; functional tests commit, and both
are emptied afterwards.
"""

from infostrada.core.cluster import Cluster
from pathlib import Path
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import PLONE_FIXTURE
from plone.app.testing import PloneSandboxLayer
from plone.testing import Layer
from plone.testing.zope import WSGIServer
from psycopg import sql
from psycopg.conninfo import make_conninfo
from typing import Any

import os
import psycopg
import shutil
import tempfile


# Settings of a cluster for tests: killing a process loses nothing without fsync; only a power cut would.
QUICK = {"fsync": "off", "full_page_writes": "off"}
SCHEMAS = ("core", "geo", "site")
# What a table may take on the disk, in bytes, before it is made anew: deleted rows stay in it.
LARGE = 131_072
# One statement, as this is done after every test that commits: the server looks for rows itself. Few rows are deleted:
# making a table and its indexes anew takes a hundred times as long, and every connection would have to learn it again.
# Counters that belong to a table begin again as with TRUNCATE … RESTART IDENTITY; those that outlive theirs go on.
EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE
    place regclass;
    counter regclass;
    large text[] := '{}';
BEGIN
    FOR place IN
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
         WHERE nspname = ANY (string_to_array('SCHEMAS', ' ')) AND relkind = 'r'
           AND relname NOT LIKE 'alembic%' AND pg_relation_size(c.oid) > 0
    LOOP
        IF pg_table_size(place) > LARGE THEN
            large := large || place::text;
        ELSE
            EXECUTE 'DELETE FROM ' || place;
        END IF;
    END LOOP;
    IF cardinality(large) > 0 THEN
        EXECUTE 'TRUNCATE ' || array_to_string(large, ', ') || ' CASCADE';
    END IF;
    FOR counter IN
        SELECT s.seqrelid FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
          JOIN pg_namespace n ON n.oid = relnamespace
         WHERE nspname = ANY (string_to_array('SCHEMAS', ' ')) AND pg_sequence_last_value(s.seqrelid) IS NOT NULL
           AND EXISTS (SELECT FROM pg_depend WHERE objid = s.seqrelid AND classid = 'pg_class'::regclass
                                               AND refclassid = 'pg_class'::regclass AND deptype IN ('a', 'i'))
    LOOP
        PERFORM setval(counter, (SELECT seqstart FROM pg_sequence WHERE seqrelid = counter), false);
    END LOOP;
END
$$
""".replace("SCHEMAS", " ".join(SCHEMAS)).replace("LARGE", str(LARGE))


class DatabaseLayer(Layer):
    """A migrated database; ``settings()`` points at it while the layer stands."""

    defaultBases = ()

    def setUp(self) -> None:
        from infostrada.core.sql import migrate

        self._environ = {key: os.environ.get(key) for key in ("INFOSTRADA_DSN", "INFOSTRADA_VAR")}
        self._var = Path(tempfile.mkdtemp(prefix="infostrada-test-"))
        self._var.chmod(0o755)
        self._cluster: Cluster | None = None
        self._admin: str = os.environ.get("INFOSTRADA_TEST_DSN") or self._start_cluster()
        self._name = f"infostrada_test_{os.getpid()}"
        with psycopg.connect(self._admin, autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._name)))
        conninfo = make_conninfo(self._admin, dbname=self._name)
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
        os.environ["INFOSTRADA_DSN"] = conninfo
        os.environ["INFOSTRADA_VAR"] = str(self._var)
        self["conninfo"] = conninfo
        for _revision in migrate(conninfo):
            pass

    def tearDown(self) -> None:
        from infostrada.core.sql import dispose

        dispose()
        for key, value in self._environ.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value
        with psycopg.connect(self._admin, autocommit=True) as connection:
            name = sql.Identifier(self._name)
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))
        if self._cluster is not None:
            self._cluster.remove()
        shutil.rmtree(self._var, ignore_errors=True)
        del self["conninfo"]

    def _start_cluster(self) -> str:
        cluster = self._cluster = Cluster(self._var, QUICK)
        cluster.start()
        return cluster.conninfo

    def empty(self) -> None:
        """Delete every row the product keeps, whatever triggers guard it."""
        with psycopg.connect(self["conninfo"], autocommit=True) as connection:
            connection.execute(EMPTY)


DATABASE_FIXTURE = DatabaseLayer(name="infostrada.core:Database")


class ProfileLayer(PloneSandboxLayer):
    """Plone with one of the product's distributions loaded and its profile applied."""

    defaultBases = (DATABASE_FIXTURE, PLONE_FIXTURE)
    package = "infostrada.core"

    def setUpZope(self, app: Any, configuration_context: Any) -> None:
        import importlib
        import plone.restapi

        self.loadZCML(package=plone.restapi)
        self.loadZCML(package=importlib.import_module(self.package))
        self.loadZCML("overrides.zcml", package=importlib.import_module("infostrada.core"))

    def setUpPloneSite(self, portal: Any) -> None:
        applyProfile(portal, f"{self.package}:default")


class FunctionalLayer(FunctionalTesting):
    """A functional layer that also forgets committed rows."""

    def testTearDown(self) -> None:
        super().testTearDown()
        DATABASE_FIXTURE.empty()


class Server(WSGIServer):
    """Zope behind what knows the methods in every installation."""

    def make_wsgi_app(self) -> Any:
        from infostrada.core.server.root import known_methods
        from infostrada.core.server.root import with_heads

        return known_methods(with_heads(super().make_wsgi_app()))


SERVER_FIXTURE = Server(name="infostrada.core:Server")
