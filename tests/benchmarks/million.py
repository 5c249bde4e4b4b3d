"""Makes an office of very many rows out of one with real objects (`many`), by SQL from rows the product made.

Every real case gets copies of earlier years, nearly all of them ended; every case documents and a task like those the
product made for its department; letters get copies that were dealt with. The real objects stay the newest, so the first
pages of a list lead to objects. Indexes are dropped while rows are copied and made again as they were.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from infostrada.core.record import words
from infostrada.core.record.listing import Listing
from infostrada.core.record.repair import fill
from infostrada.site.migrations.versions.v20261204510_waiting import FILL
from infostrada.site.records import listings
from psycopg.rows import dict_row
from tests.benchmarks.many import CLERK
from typing import Any

import psycopg


TABLES = (
    "core.record",
    "site.case_listing",
    "site.document_listing",
    "site.task_listing",
    "site.letter_listing",
)
PEOPLE = 300

# Copies are 300 days older than the real rows at least, sixteen years at most; of every hundred old ones two were never ended.
_CASES = """
    CREATE TEMP TABLE copied ON COMMIT DROP AS
    SELECT original.uid AS source, md5(original.uid || ':' || k) AS uid, age, h,
        CASE WHEN h % 50 < (CASE WHEN age < 600 THEN 15 ELSE 1 END) THEN 'in_progress' ELSE 'closed' END AS state
    FROM bench.real_case AS original, generate_series(1, %(copies)s) AS k,
        LATERAL (SELECT hashtext(original.uid || k) & 2147483647 AS h, 300 + k * 5500 / %(copies)s AS age) AS chance;

    INSERT INTO core.record (uid, unit, type, state, access, grant_scope, title, description, creator, folderish, path,
        created, modified, effective, expires, revision)
    SELECT copied.uid, unit, type, copied.state, access, copied.uid, title, description, creator, folderish,
        regexp_replace(path, '[^/]*$', '') || copied.uid, created - days, modified - days, effective, expires, h
    FROM copied JOIN core.record ON record.uid = copied.source, LATERAL (SELECT age * interval '1 day' AS days) AS old;

    INSERT INTO site.case_listing
    SELECT filled.* FROM copied JOIN site.case_listing AS own ON own.uid = copied.source,
        LATERAL (SELECT started_on - age AS day, h % 1000000 AS place) AS old,
        LATERAL (SELECT extract(year FROM day)::int AS year) AS dated,
        LATERAL jsonb_populate_record(own, jsonb_build_object('uid', copied.uid, 'state', copied.state, 'grant_scope', copied.uid,
            'year', dated.year, 'number', old.place,
            'sign', concat_ws('.', org_symbol, class_symbol, old.place, dated.year),
            'officer', CASE WHEN h % {people} = 0 THEN '{clerk}' ELSE 'urzednik.' || h % {people} END,
            'officer_name', CASE WHEN h % {people} = 0 THEN 'Anna Nowak' ELSE 'Urzędnik ' || h % {people} END,
            'started_on', day, 'due_on', due_on - age, 'settled_on', CASE copied.state WHEN 'closed' THEN day + 40 END,
            'closed_on', CASE copied.state WHEN 'closed' THEN day + 60 END)) AS filled;
"""
_DOCUMENTS = """
    CREATE TEMP TABLE sample ON COMMIT DROP AS
    SELECT record.state, own.org_id, record.access, record.title, paper.*
    FROM site.document_listing AS paper JOIN core.record USING (uid) JOIN site.case_listing AS own ON own.uid = case_uid;

    CREATE TEMP TABLE filed ON COMMIT DROP AS
    SELECT made.uid, made.case_uid, made.h, made.at, "case".unit, "case".path, own.sign, sample.state, sample.access,
        sample.title, sample.acceptor, CASE WHEN h % {people} = 0 THEN '{clerk}' ELSE 'urzednik.' || h % {people} END AS author
    FROM core.record AS "case" JOIN site.case_listing AS own USING (uid) CROSS JOIN generate_series(1, %(papers)s) AS n
    CROSS JOIN LATERAL (SELECT md5("case".uid || '/' || n) AS uid, "case".uid AS case_uid, (hashtext("case".uid || n) & 2147483647) AS h,
            "case".modified + n * interval '1 day' AS at) AS made
    JOIN sample ON sample.org_id = own.org_id AND sample.state = CASE
        WHEN own.closed_on IS NOT NULL THEN CASE WHEN h % 400 = 7 THEN 'draft' ELSE 'accepted' END
        WHEN h % 20 < 4 THEN 'draft' WHEN h % 20 = 4 THEN 'submitted' WHEN h % 20 = 5 THEN 'returned' ELSE 'accepted' END
    WHERE "case".type = 'records_case';

    INSERT INTO core.record (uid, unit, type, state, access, grant_scope, title, creator, path, created, modified, revision)
    SELECT uid, unit, 'records_document', state, access, case_uid, title || ' ' || h, author, path || '/' || uid, at, at, h
    FROM filed;

    INSERT INTO site.document_listing (uid, case_uid, case_sign, document_kind, version, author, author_name, acceptor,
        submitted_at, filed_at, drafted_by)
    SELECT uid, case_uid, sign, 'decyzja', 1, author, author, CASE WHEN state = 'submitted' THEN
            CASE WHEN h / 20 % 25 = 0 THEN '{clerk}' ELSE 'kierownik.' || h / 20 % 25 END END,
        at, at, CASE WHEN state IN ('draft', 'returned') THEN author ELSE '' END
    FROM filed;
"""
_TASKS = """
    CREATE TEMP TABLE asked ON COMMIT DROP AS
    SELECT md5('t' || "case".uid) AS uid, "case".uid AS about, (hashtext("case".uid) & 2147483647) AS h, own.sign, own.closed_on,
        "case".title, "case".unit, own.started_on
    FROM core.record AS "case" JOIN site.case_listing AS own USING (uid)
    WHERE "case".type = 'records_case' AND (hashtext("case".uid) & 2147483647) % %(every)s = 0;

    INSERT INTO core.record (uid, unit, type, state, access, grant_scope, title, path, created, modified, revision)
    SELECT asked.uid, asked.unit, 'records_task', CASE WHEN closed_on IS NULL THEN 'open' ELSE 'done' END, sample.access,
        asked.uid, asked.title, regexp_replace(sample.path, '[^/]*$', '') || asked.uid, started_on, started_on, h
    FROM asked, (SELECT access, path FROM core.record WHERE type = 'records_task' ORDER BY uid LIMIT 1) AS sample;

    INSERT INTO site.task_listing (uid, unit, state, access, grant_scope, about, about_kind, about_label, assignee, assignee_name,
        author_name, disposition, due_on, given_at, done_at)
    SELECT uid, record.unit, record.state, record.access, record.grant_scope, about, 'case', sign, who, who, 'Piotr Wilk', 'do załatwienia', started_on + 30, started_on,
        CASE WHEN closed_on IS NOT NULL THEN started_on + 20 END
    FROM asked JOIN core.record AS record USING (uid), LATERAL (SELECT CASE WHEN h % {people} < 3 THEN '{clerk}' ELSE 'urzednik.' || h % {people} END AS who) AS named;
"""
_LETTERS = """
    CREATE TEMP TABLE brought ON COMMIT DROP AS
    SELECT uid AS source, md5(uid || ':' || k) AS uid, k, 300 + k * 5500 / %(copies)s AS age,
        hashtext(uid || k) & 2147483647 AS h
    FROM bench.real_letter, generate_series(1, %(copies)s) AS k;

    INSERT INTO core.record (uid, unit, type, state, access, grant_scope, title, creator, path, created, modified, revision)
    SELECT brought.uid, unit, type, CASE WHEN h % 1000 = 0 THEN 'registered' ELSE 'in_case' END, access, brought.uid, title,
        creator, regexp_replace(path, '[^/]*$', '') || brought.uid, created - age * interval '1 day',
        modified - age * interval '1 day', h
    FROM brought JOIN core.record ON record.uid = source;

    INSERT INTO site.letter_listing
    SELECT filled.* FROM brought JOIN site.letter_listing AS own ON own.uid = source,
        LATERAL jsonb_populate_record(own, jsonb_build_object('uid', brought.uid, 'grant_scope', brought.uid,
            'state', CASE WHEN h % 1000 = 0 THEN 'registered' ELSE 'in_case' END, 'received_date', received_date - age,
            'year', extract(year FROM received_date - age), 'number', own.number * 1000 + k, 'waiting', h % 1000 = 0)) AS filled;

    -- Of the newest letters, too, nearly all have been dealt with.
    UPDATE core.record SET state = 'in_case' FROM bench.real_letter WHERE record.uid = real_letter.uid AND rank > 100;
    UPDATE site.letter_listing SET waiting = false, state = 'in_case' FROM bench.real_letter
        WHERE letter_listing.uid = real_letter.uid AND rank > 100;
"""
_REAL = """
    CREATE SCHEMA bench;
    CREATE TABLE bench.real_case AS SELECT uid FROM core.record WHERE type = 'records_case';
    CREATE TABLE bench.real_letter AS
        SELECT uid, row_number() OVER (ORDER BY modified DESC) AS rank FROM core.record WHERE type = 'records_letter';
"""


def multiply(conninfo: str, cases: int, documents: int) -> dict[str, int]:
    """Copies up to about so many rows; answers how many of each type there are then."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        connection.execute("SET statement_timeout = 0")
        connection.execute("SET synchronous_commit = off")
        connection.execute("SET maintenance_work_mem = '512MB'")
        connection.execute("SET work_mem = '128MB'")
        connection.execute(_REAL)
        (real,) = connection.execute("SELECT count(*) FROM bench.real_case").fetchone() or (0,)
        copies = max(1, round(cases / real) - 1)
        whole = real * (copies + 1)
        with without_indexes(connection, TABLES), without_triggers(connection, "site.document_listing"):
            for statements, given in (
                (_CASES, {"copies": copies}),
                (_DOCUMENTS, {"papers": max(1, round(documents / whole))}),
                (_TASKS, {"every": 3}),
                (_LETTERS, {"copies": max(1, copies // 5)}),
            ):
                _run(connection, statements, given)
        connection.execute("TRUNCATE site.document_waiting")
        connection.execute(FILL.encode())
        for table in (*TABLES, "site.document_waiting"):
            connection.execute(f"VACUUM ANALYZE {table}")
        keep_words(connection, (listings.CASES, listings.DOCUMENTS, listings.TASKS, listings.LETTERS))
        return dict(connection.execute("SELECT type, count(*) FROM core.record GROUP BY type").fetchall())


def keep_words(connection: psycopg.Connection, listed: Sequence[Listing]) -> None:
    """The words of all rows by the product's own code, its index made afterwards."""

    def run(statement: str, given: Any) -> list[dict[str, Any]]:
        with connection.cursor(row_factory=dict_row) as cursor:
            done = cursor.execute(statement, given)
            return done.fetchall() if done.description else []

    with without_indexes(connection, (words.TABLE,), keys_too=False):
        for type_ in sorted({type_ for listing in listed for type_ in listing.types}):
            place, many = fill.FIRST, 1
            while many:
                place, many = fill.step(run, type_, place, 10_000)
    connection.execute(f"VACUUM ANALYZE {words.TABLE}")


def _run(connection: psycopg.Connection, statements: str, given: dict[str, int]) -> None:
    """Several statements in one transaction, numbers written in: only one statement may have parameters."""
    text = statements.format(people=PEOPLE, clerk=CLERK)
    for name, value in given.items():
        text = text.replace(f"%({name})s", str(int(value)))
    with connection.transaction():
        connection.execute(text.encode())


@contextmanager
def without_triggers(connection: psycopg.Connection, table: str) -> Iterator[None]:
    """Nothing is kept beside the rows: it is looked up in tables that have no keys now."""
    connection.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    yield
    connection.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


@contextmanager
def without_indexes(
    connection: psycopg.Connection, tables: Sequence[str], *, keys_too: bool = True
) -> Iterator[None]:
    """The tables without their indexes and keys; they are made again as the product made them."""
    again: list[str] = []
    for table in tables:
        keys = connection.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'p'",
            [table],
        ).fetchall()
        indexes: list[Any] = connection.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        ).fetchall()
        for name, definition in keys if keys_too else ():
            connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            again.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        for name, definition in indexes:
            connection.execute(f"DROP INDEX {name}")
            again.append(definition)
    yield
    for statement in again:
        connection.execute(statement)
