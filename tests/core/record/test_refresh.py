"""Rows made anew by a job after an update: those that differ, nothing that is being written."""

from infostrada.core.jobs import runner
from infostrada.core.record.repair import refresh
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.uuid.interfaces import IUUID

import psycopg
import pytest
import transaction


@pytest.fixture
def folders(functional_portal, monkeypatch):
    monkeypatch.setattr(refresh, "BATCH", 2)
    setRoles(functional_portal, TEST_USER_ID, ["Manager"])
    made = [
        api.content.create(functional_portal, "Folder", id=f"f{n}", title=f"Folder {n}") for n in range(5)
    ]
    other = api.content.create(functional_portal, "Document", id="other", title="Other")
    transaction.commit()
    return made, other


def titles(connection):
    return dict(
        connection.execute(
            "SELECT uid, title FROM core.record WHERE type IN ('Folder', 'Document')"
        ).fetchall()
    )


def test_rows_of_the_types_are_as_their_objects_again(folders, database):
    made, other = folders
    with psycopg.connect(database, autocommit=True) as connection:
        before = titles(connection)
        connection.execute(
            "UPDATE core.record SET title = 'old', revision = 0, written = now() - interval '1 hour'"
        )
        # Somebody has just written this one: its object may be newer than what the job sees.
        fresh = IUUID(made[2])
        connection.execute("UPDATE core.record SET written = now() WHERE uid = %s", [fresh])
        order = refresh.order(["Folder"])
        transaction.commit()
        assert runner.run(order)
        found = titles(connection)
        state, done = connection.execute("SELECT state, done FROM core.job WHERE id = %s", [order]).fetchone()
    assert state == "done" and done >= 5
    assert found == {uid: "old" if uid in (fresh, IUUID(other)) else title for uid, title in before.items()}
