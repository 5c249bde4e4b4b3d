"""The yearly check of a sample and the review of formats are ordered by themselves, once a year for each office with an archive."""

from datetime import datetime
from infostrada.core.sql import reader
from infostrada.site.records.archive.yearly import order_missing
from infostrada.site.records.deed import WARSAW

import psycopg
import pytest


ARCHIVED = """
    INSERT INTO core.record (uid, unit, type, state, access, title, path, modified, revision)
    SELECT md5(unit || n), unit, 'records_case', state, md5('a')::uuid, 'x', '/x/' || unit || n, now(), 1
    FROM (VALUES ('a', 'archived'), ('b', 'archived'), ('c', 'closed')) AS made (unit, state), generate_series(1, 2) AS n
"""


@pytest.fixture
def connection(site, database):
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(ARCHIVED)
        yield connection


def ordered(name="records.archive.sample"):
    with reader() as connection:
        return connection.execute(
            "SELECT unit, params ->> 'year', owner FROM core.job WHERE name = %s ORDER BY 2, 1", [name]
        ).fetchall()


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=WARSAW)


def test_each_office_once_a_year_and_again_after_a_failure(connection):
    assert order_missing(at("2026-01-02T08:00"))
    first = [("a", "2026", "system"), ("b", "2026", "system")]
    assert ordered() == first
    assert not order_missing(at("2026-01-02T20:00"))
    assert order_missing(at("2026-01-03T08:00"))
    assert ordered() == first
    connection.execute(
        "UPDATE core.job SET state = CASE unit WHEN 'a' THEN 'failed' ELSE 'done' END, ended = now()"
    )
    assert order_missing(at("2026-01-04T08:00"))
    assert ordered() == [first[0], *first]
    assert order_missing(at("2027-01-02T08:00"))
    assert [row[:2] for row in ordered()[3:]] == [("a", "2027"), ("b", "2027")]
    assert ordered("records.archive.preservation") == ordered()
