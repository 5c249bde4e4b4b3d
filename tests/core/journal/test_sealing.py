"""The journal against a real database: appending, sealing, checking, tampering."""

from click.testing import CliRunner
from infostrada.core.journal import append
from infostrada.core.journal.cli import journal
from infostrada.core.journal.sealer import seal
from infostrada.core.journal.verifier import verify

import json
import psycopg
import pytest
import threading
import transaction


UNIT = "gmina-lipnowo"


@pytest.fixture
def superuser(connection):
    """The documented way past the triggers."""
    connection.execute("SET session_replication_role = replica")
    return connection


def deed(number, unit=UNIT):
    append("records.letter.register", unit=unit, uid=f"uid-{number}", data={"number": number})


def filled(connection, *batches):
    number = 0
    for size in batches:
        for _ in range(size):
            number += 1
            deed(number)
        transaction.commit()
        seal(connection)


def check(connection):
    (found,) = verify(connection, UNIT)
    return found


def test_a_row_lives_and_dies_with_its_transaction(connection):
    deed(1)
    transaction.abort()
    assert connection.execute("SELECT count(*) FROM core.journal").fetchone() == (0,)
    deed(2)
    transaction.commit()
    row = connection.execute("SELECT unit, actor, action, uid, data FROM core.journal").fetchone()
    assert row == (UNIT, "system", "records.letter.register", "uid-2", {"number": 2})


def test_a_row_in_a_savepoint_rolled_back_is_gone(connection):
    deed(1)
    savepoint = transaction.savepoint()
    deed(2)
    savepoint.rollback()
    transaction.commit()
    assert connection.execute("SELECT uid FROM core.journal").fetchall() == [("uid-1",)]
    assert seal(connection) == 1


def test_a_savepoint_is_let_go_with_the_commit(connection):
    deed(1)
    transaction.savepoint()
    deed(2)
    transaction.commit()
    assert connection.execute("SELECT count(*) FROM core.journal").fetchone() == (2,)


def test_sound_after_several_seals(connection):
    filled(connection, 3, 1, 4)
    found = check(connection)
    assert (found.rows, found.checkpoints, found.sound) == (8, 3, True)
    assert found.unsealed == []


def test_fresh_rows_are_reported_as_not_sealed_and_are_no_tampering(connection):
    filled(connection, 2)
    deed(3)
    transaction.commit()
    found = check(connection)
    assert found.unsealed == [3]
    assert found.sound


def test_every_unit_has_a_chain_of_its_own(connection):
    deed(1)
    deed(2, unit="powiat-brzozowski")
    deed(3, unit=None)
    transaction.commit()
    seal(connection)
    heads = {found.unit: found.head for found in verify(connection)}
    assert sorted(heads) == ["", "gmina-lipnowo", "powiat-brzozowski"]
    deed(4)
    transaction.commit()
    seal(connection)
    later = {found.unit: found.head for found in verify(connection)}
    assert {unit for unit in heads if heads[unit] != later[unit]} == {UNIT}


def test_a_row_of_a_transaction_still_open_is_sealed_once_it_commits(connection, database):
    """The open transaction takes the lower row id; the later one commits and is sealed first."""
    taken, go_on = threading.Event(), threading.Event()

    def slow():
        deed(1)
        taken.set()
        go_on.wait(10)
        transaction.commit()

    thread = threading.Thread(target=slow)
    thread.start()
    taken.wait(10)
    deed(2)
    transaction.commit()
    assert seal(connection) == 1
    go_on.set()
    thread.join()
    assert seal(connection) == 1
    links = connection.execute("SELECT rows FROM core.journal_checkpoint ORDER BY number")
    assert [rows for (rows,) in links] == [[2], [1]]
    found = check(connection)
    assert (found.rows, found.unsealed, found.sound) == (2, [], True)


def test_two_sealers_at_once_make_one_chain(connection, database):
    for number in range(40):
        deed(number)
        transaction.commit()

    def work():
        with psycopg.connect(database, autocommit=True) as own:
            seal(own)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = check(connection)
    assert (found.rows, found.checkpoints, found.sound) == (40, 1, True)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE core.journal SET actor = 'other'",
        "DELETE FROM core.journal",
        "TRUNCATE core.journal CASCADE",
        "UPDATE core.journal_checkpoint SET root = hash",
        "DELETE FROM core.journal_checkpoint",
        "TRUNCATE core.journal_checkpoint",
    ],
)
def test_sql_refuses_to_change_the_journal(connection, statement):
    filled(connection, 2)
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="append-only"):
        connection.execute(statement)
    assert check(connection).rows == 2


def test_a_changed_row_is_named(superuser):
    filled(superuser, 5)
    superuser.execute("UPDATE core.journal SET actor = 'other' WHERE id = 4")
    found = check(superuser)
    assert (found.changed, found.missing, found.broken) == ([4], [], [])


def test_a_row_changed_together_with_its_digest_is_named(superuser):
    filled(superuser, 5)
    other = superuser.execute("SELECT digest FROM core.journal WHERE id = 1").fetchone()[0]
    superuser.execute("UPDATE core.journal SET digest = %s WHERE id = 3", [other])
    assert check(superuser).changed == [3]


def test_a_row_changed_before_its_seal_is_named(superuser):
    deed(1)
    transaction.commit()
    superuser.execute("""UPDATE core.journal SET data = '{"number": 7}'""")
    assert check(superuser).changed == [1]


def test_a_missing_row_is_named(superuser):
    filled(superuser, 5)
    superuser.execute("DELETE FROM core.journal WHERE id = 2")
    found = check(superuser)
    assert (found.changed, found.missing, found.broken) == ([], [2], [])


def test_a_row_deleted_before_its_seal_is_named(superuser):
    deed(1)
    transaction.commit()
    superuser.execute("DELETE FROM core.journal")
    assert check(superuser).missing == [1]


def test_a_missing_checkpoint_breaks_the_chain(superuser):
    filled(superuser, 2, 2, 2)
    (lost,) = superuser.execute(
        "DELETE FROM core.journal_checkpoint WHERE number = 2 RETURNING rows"
    ).fetchone()
    found = check(superuser)
    assert found.broken == [3]
    assert found.unsealed == lost


def test_a_leaf_rewritten_with_its_row_breaks_the_seal(superuser):
    filled(superuser, 2)
    superuser.execute("UPDATE core.journal_checkpoint SET leaves = overlay(leaves PLACING '\\x00' FROM 1)")
    assert check(superuser).broken == [1]


def test_the_command_line_reports_and_fails(superuser):
    filled(superuser, 3)
    runner = CliRunner()
    done = runner.invoke(journal, ["verify", "--json"])
    assert done.exit_code == 0
    (report,) = json.loads(done.output)
    assert (report["unit"], report["rows"], report["sound"]) == (UNIT, 3, True)
    superuser.execute("DELETE FROM core.journal WHERE id = 2")
    done = runner.invoke(journal, ["verify", "--unit", UNIT])
    assert done.exit_code == 1
    assert "missing rows: 1 (2)" in done.output
