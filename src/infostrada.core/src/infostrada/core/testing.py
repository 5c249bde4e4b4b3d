"""Test layers: a database of its own per test process, and Plone with the kernel on it.

Objects live in plone.app.testing's demo storage, rows in a fresh migrated database of a private cluster (or of
the server named in ``INFOSTRADA_TEST_DSN``). Integration tests roll both back; functional tests commit, and both
are emptied afterwards.
"""

from infostrada.core.cluster import Cluster
from pathlib import Path
from plone.app.testing import applyProfile
from plone.app.testing import FunctionalTesting
from plone.app.testing import IntegrationTesting
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
# One statement, as this is done after every test that commits: the server looks for rows itself.
EMPTY = """
SET session_replication_role = replica;
DO $$
DECLARE
    place text;
    held boolean;
    filled text[] := '{}';
BEGIN
    FOR place IN
        SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
         WHERE schemaname = ANY (string_to_array('SCHEMAS', ' ')) AND tablename NOT LIKE 'alembic%'
    LOOP
        EXECUTE 'SELECT EXISTS (SELECT FROM ' || place || ')' INTO held;
        IF held THEN
            filled := filled || place;
        END IF;
    END LOOP;
    IF cardinality(filled) > 0 THEN
        EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' RESTART IDENTITY CASCADE';
    END IF;
END
$$
""".replace("SCHEMAS", " ".join(SCHEMAS))


class DatabaseLayer(Layer):  # type: ignore[misc]
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


class ProfileLayer(PloneSandboxLayer):  # type: ignore[misc]
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


class FunctionalLayer(FunctionalTesting):  # type: ignore[misc]
    """A functional layer that also forgets committed rows."""

    def testTearDown(self) -> None:
        super().testTearDown()
        DATABASE_FIXTURE.empty()


class Server(WSGIServer):  # type: ignore[misc]
    """Zope behind what answers HEAD in every installation."""

    def make_wsgi_app(self) -> Any:
        from infostrada.core.server.root import with_heads

        return with_heads(super().make_wsgi_app())


SERVER_FIXTURE = Server(name="infostrada.core:Server")
CORE_FIXTURE = ProfileLayer(name="infostrada.core:Fixture")
CORE_INTEGRATION_TESTING = IntegrationTesting(bases=(CORE_FIXTURE,), name="infostrada.core:Integration")
CORE_FUNCTIONAL_TESTING = FunctionalLayer(
    bases=(CORE_FIXTURE, SERVER_FIXTURE), name="infostrada.core:Functional"
)
