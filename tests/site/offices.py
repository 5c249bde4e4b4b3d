"""Test layers on which the office of `tests.site.records.world` stands already.

Making an office takes a second or so, and hundreds of tests begin with one. It is made once in each test process,
with the operations an administrator uses; afterwards a test begins with its objects (a demo storage under the
test's own) and its rows (copied back into the emptied tables).
"""

from infostrada.core.sql import session
from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.core.testing import FunctionalLayer
from infostrada.core.testing import SCHEMAS
from infostrada.core.testing import SERVER_FIXTURE
from infostrada.site.testing import SITE_FIXTURE
from plone.app.testing import IntegrationTesting
from plone.app.testing import login
from plone.app.testing import ploneSite
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zodb import stackDemoStorage
from psycopg import sql
from tests.site.records.world import make_office

import psycopg
import transaction


COLUMNS = """
    SELECT table_schema, table_name, array_agg(column_name::text ORDER BY ordinal_position)
      FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
     WHERE table_schema = ANY(%s) AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'alembic%%'
       AND is_generated = 'NEVER'
     GROUP BY 1, 2
"""
SEQUENCES = """
    SELECT format('%%I.%%I', schemaname, sequencename), last_value
      FROM pg_sequences WHERE schemaname = ANY(%s) AND last_value IS NOT NULL
"""


class Snapshot:
    """The committed office: its objects in a database of their own, its rows by table."""

    def __init__(self, layer):
        self.db = stackDemoStorage(layer.get("zodbDB"), name="Office")
        with ploneSite(db=self.db) as portal:
            login(portal.aq_parent, SITE_OWNER_NAME)
            make_office(portal)
            transaction.commit()
        with psycopg.connect(DATABASE_FIXTURE["conninfo"]) as connection:
            self.rows = dict(_rows(connection))
            self.sequences = connection.execute(SEQUENCES, [list(SCHEMAS)]).fetchall()
        DATABASE_FIXTURE.empty()

    def load(self, connection):
        """Put the rows back, in the connection's transaction and past the triggers that made them."""
        connection.execute("SET LOCAL session_replication_role = replica")
        for (schema, table, columns), data in self.rows.items():
            with connection.cursor().copy(_copy(schema, table, columns, "FROM STDIN")) as copy:
                copy.write(data)
        for name, last in self.sequences:
            connection.execute("SELECT setval(%s::regclass, %s)", [name, last])
        connection.execute("SET LOCAL session_replication_role = origin")


def _rows(connection):
    for schema, table, columns in connection.execute(COLUMNS, [list(SCHEMAS)]).fetchall():
        with connection.cursor().copy(_copy(schema, table, columns, "TO STDOUT")) as copy:
            data = b"".join(bytes(part) for part in copy)
        if data:
            yield (schema, table, tuple(columns)), data


def _copy(schema, table, columns, way):
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    return sql.SQL("COPY {} ({}) {}").format(sql.Identifier(schema, table), names, sql.SQL(way))


class OfficeIntegration(IntegrationTesting):
    """Rolled back, with the office in it."""

    def testSetUp(self):
        self["zodbDB"] = office(self).db
        super().testSetUp()
        office(self).load(session().connection().connection.driver_connection)

    def testTearDown(self):
        super().testTearDown()
        del self["zodbDB"]


class OfficeFunctional(FunctionalLayer):
    """Committed, with the office in it."""

    def testSetUp(self):
        # The layer's own storage comes on top of this one and takes its name away at the end.
        self["zodbDB"] = office(self).db
        with psycopg.connect(DATABASE_FIXTURE["conninfo"]) as connection:
            office(self).load(connection)
        super().testSetUp()


_made = []


def office(layer):
    """The snapshot, made when it is first asked for."""
    if not _made:
        _made.append(Snapshot(layer))
    return _made[0]


OFFICE_INTEGRATION = OfficeIntegration(bases=(SITE_FIXTURE,), name="infostrada.site:OfficeIntegration")
OFFICE_FUNCTIONAL = OfficeFunctional(
    bases=(SITE_FIXTURE, SERVER_FIXTURE), name="infostrada.site:OfficeFunctional"
)
