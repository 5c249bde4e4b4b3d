"""Numbers entries are counted by: those of their values at any time; lists of people nobody names do not stay."""

from infostrada.core.maintenance.retention import kept
from threading import Thread

import infostrada.site.bip.finding.listing  # noqa: F401 - names the lists that go
import psycopg
import pytest
import time


ROW = """
    INSERT INTO site.bip_found (effective, expires, access, day, year, open, uid, unit, kind, people, headline, tsv)
    VALUES (now(), 'infinity', md5('a')::uuid, '2026-11-02', 2026, true, %s, 'u1', 'notice', %s, '', '')
"""
SAID = """
    SELECT uid, folk.people FROM site.bip_found AS found JOIN site.bip_cell AS cell ON cell.id = found.cell
        AND (cell.unit, cell.kind, cell.year, cell.access, cell.open)
            = (found.unit, found.kind, found.year, found.access, found.open)
        JOIN site.bip_folk AS folk ON folk.id = found.folk AND folk.people = found.people ORDER BY uid
"""
NUMBERS = "SELECT (SELECT count(*) FROM site.bip_cell), (SELECT count(*) FROM site.bip_folk)"
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND pid = %s"
FORGET = f"DELETE FROM site.bip_folk WHERE {kept()['bip_folk'].past}"


@pytest.fixture
def connection(database):
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def test_equal_values_have_one_number_and_changed_ones_another(connection):
    for uid, people in (("a", ["Anna Bąk"]), ("b", ["Anna Bąk"]), ("c", [])):
        connection.execute(ROW, [uid, people])
    assert connection.execute(SAID).fetchall() == [("a", ["Anna Bąk"]), ("b", ["Anna Bąk"]), ("c", [])]
    assert connection.execute(NUMBERS).fetchone() == (1, 2)
    for change in (
        "unit = 'u2'", "kind = 'decision'", "year = 2025", "access = md5('b')::uuid", "open = false", "people = '{Ewa Lis}'",
    ):  # fmt: skip
        connection.execute(f"UPDATE site.bip_found SET {change} WHERE uid = 'b'")
        assert len(connection.execute(SAID).fetchall()) == 3, change
    assert connection.execute(NUMBERS).fetchone() == (6, 3)


def test_people_nobody_names_are_forgotten(connection):
    connection.execute(ROW, ["a", ["Anna Bąk"]])
    connection.execute(ROW, ["b", ["Ewa Lis"]])
    connection.execute("UPDATE site.bip_found SET people = '{}' WHERE uid = 'a'")
    assert connection.execute(FORGET, {"days": 0}).rowcount == 1
    assert connection.execute(FORGET, {"days": 0}).rowcount == 0
    assert connection.execute(SAID).fetchall() == [("a", []), ("b", ["Ewa Lis"])]


def test_a_list_somebody_is_about_to_name_stays(connection, database):
    connection.execute("INSERT INTO site.bip_folk (people) VALUES ('{Anna Bąk}')")
    gone = []
    with psycopg.connect(database) as writer, psycopg.connect(database, autocommit=True) as sweeper:
        writer.execute(ROW, ["a", ["Anna Bąk"]])
        thread = Thread(target=lambda: gone.append(sweeper.execute(FORGET, {"days": 0}).rowcount))
        thread.start()
        until = time.monotonic() + 60
        while not connection.execute(WAITING, [sweeper.info.backend_pid]).fetchone()[0]:
            assert thread.is_alive() and time.monotonic() < until
        writer.commit()
        thread.join(60)
    assert gone == [0]
    assert connection.execute(SAID).fetchall() == [("a", ["Anna Bąk"])]
