"""Rows gathered in a block: one statement, the same rows in the same order, none when the block fails."""

from infostrada.core.journal import append
from infostrada.core.journal import gathering
from infostrada.core.journal.verifier import verify
from infostrada.core.sql import session
from sqlalchemy import text

import psycopg
import pytest
import transaction


def rows():
    found = session().execute(text("SELECT action, unit, uid, data FROM core.journal ORDER BY id"))
    return [tuple(row) for row in found]


def test_gathered_rows_are_as_single_ones(database):
    append("a.b.first", unit="x")
    with gathering():
        for number in range(3):
            append("a.b.many", unit="x", uid=f"u{number}", data={"ł": number, "list": [1, "ż"]})
        with gathering():
            append("a.b.inner", unit=None)
        assert len(rows()) == 1
    append("a.b.last", unit="x")
    assert rows() == [
        ("a.b.first", "x", "", {}),
        *(("a.b.many", "x", f"u{n}", {"ł": n, "list": [1, "ż"]}) for n in range(3)),
        ("a.b.inner", "", "", {}),
        ("a.b.last", "x", "", {}),
    ]
    transaction.commit()
    with psycopg.connect(database) as connection:
        assert [(found.unit, list(found.changed), list(found.missing)) for found in verify(connection)] == [
            ("", [], []),
            ("x", [], []),
        ]


@pytest.mark.usefixtures("database")
def test_a_block_that_fails_writes_nothing():
    with pytest.raises(ValueError), gathering():
        append("a.b.never", unit="x")
        raise ValueError
    assert rows() == []
    transaction.abort()
