"""What a row expects of its object: known when it is written, or by the end of the transaction."""

from infostrada.core.journal import append
from infostrada.core.journal.expectations import touched
from infostrada.core.sql import session
from OFS.SimpleItem import SimpleItem
from sqlalchemy import text

import psycopg
import pytest
import transaction


class Thing(SimpleItem):
    def __init__(self, path):
        self.path = path

    def getPhysicalPath(self):
        return ("", *self.path.split("/"))


def expected(connection):
    return connection.execute("SELECT uid, path FROM core.journal_expectation ORDER BY row").fetchall()


def test_objects_touched_before_after_and_moved(database):
    before, after = Thing("rpw/1"), Thing("rpw/2")
    touched("u1", before)
    append("a.b.before", unit="x", uid="u1")
    assert session().scalar(text("SELECT path FROM core.journal_expectation")) == "/rpw/1"
    append("a.b.after", unit="x", uid="u2")
    append("a.b.other", unit="x", uid="u3")
    touched("u2", after)
    before.path = "rpw/moved"
    transaction.commit()
    with psycopg.connect(database) as connection:
        assert expected(connection) == [("u1", "/rpw/moved"), ("u2", "/rpw/2")]


@pytest.mark.parametrize("late", [False, True])
def test_a_row_taken_back_expects_nothing(database, late):
    touched("u1", Thing("rpw/1"))
    savepoint = transaction.savepoint()
    append("a.b.undone", unit="x", uid="u1")
    savepoint.rollback()
    if late:
        touched("u1", Thing("rpw/elsewhere"))
    transaction.commit()
    with psycopg.connect(database) as connection:
        assert expected(connection) == []
