"""A register of 10,000 letters as XLSX and CSV, out of a table of 20,000.

The rows are made in SQL, the file by the product's own code with the filter of rights. The workbook is
read again by another reader: every row is there once, in order.
"""

from collections.abc import Iterator
from infostrada.core.record.access import Principals
from infostrada.core.record.asking import Question
from infostrada.core.record.export import all_rows
from infostrada.core.record.export import as_csv
from infostrada.core.record.export import as_xlsx
from infostrada.core.testing import DATABASE_FIXTURE
from infostrada.site.records.listings import LETTERS
from openpyxl import load_workbook
from statistics import median
from tests.benchmarks.figure import Figure
from time import perf_counter
from time import process_time

import io
import psycopg


ROWS, UNITS, REPEATS = 20_000, 2, 3
_SETS = """
    INSERT INTO core.access_set (id, own, allowed)
    SELECT md5('s' || u)::uuid, md5('o' || u)::uuid, ARRAY['user:unit:u' || u || ':registrar']
    FROM generate_series(0, 1) AS u
"""
_MEMBERS = """
    INSERT INTO core.access_member SELECT DISTINCT principal, id FROM core.access_set, unnest(allowed) AS principal
"""
_RECORDS = """
    INSERT INTO core.record
        (uid, unit, type, state, access, grant_scope, title, path, created, modified, revision)
    SELECT md5('x' || i), 'u' || i %% 2, 'records_letter', 'registered', md5('s' || i %% 2)::uuid, md5('x' || i),
        'Wniosek numer ' || i || ' o wydanie zaświadczenia', '/region/u/' || md5('x' || i), now(), now(), i
    FROM generate_series(1, %(rows)s) AS i
"""
_LETTERS = """
    INSERT INTO site.letter_listing (uid, unit, state, access, grant_scope, year, number, received_date, sender, letter_date)
    SELECT uid, unit, state, access, grant_scope, 2026, revision, DATE '2026-01-01' + (revision %% 300)::int, 'Łucja Żółć ' || revision, '2026-01-01'
    FROM core.record WHERE type = 'records_letter'
"""


def measure() -> Iterator[Figure]:
    """Seconds for a file of 10,000 rows."""
    DATABASE_FIXTURE.setUp()
    try:
        with psycopg.connect(DATABASE_FIXTURE["conninfo"], autocommit=True) as connection:
            connection.execute(_SETS)
            connection.execute(_MEMBERS)
            connection.execute(_RECORDS, {"rows": ROWS})
            connection.execute(_LETTERS, {})
            for table in ("core.record", "core.access_set", "core.access_member", "site.letter_listing"):
                connection.execute(f"VACUUM ANALYZE {table}")
        _check(_file(as_xlsx))
        for name, write, must, aim in (("XLSX", as_xlsx, 6, 3), ("CSV", as_csv, None, None)):
            wall, processor = _medians(write)
            yield Figure(f"register of 10,000 letters as {name}", wall, "s", must=must, aim=aim)
            yield Figure(f"register of 10,000 letters as {name}, processor time", processor, "s")
    finally:
        DATABASE_FIXTURE.tearDown()


def _file(write: object) -> bytes:
    clerk = Principals(tokens=("user:jan", "user:unit:u1:registrar"), ids=("jan", "unit:u1:registrar"))
    names = [each.name for each in LETTERS.all_columns if each.name not in ("uid", "type", "unit", "path")]
    data: bytes = write(names, names, all_rows(LETTERS, clerk, Question(unit="u1")))  # type: ignore[operator]
    return data


def _check(data: bytes) -> None:
    heading, *rows = load_workbook(io.BytesIO(data), read_only=True).active.iter_rows(values_only=True)
    place = heading.index("number")
    numbers = [row[place] for row in rows]
    assert numbers == sorted(range(1, ROWS + 1, UNITS), reverse=True), len(numbers)


def _medians(write: object) -> tuple[float, float]:
    """Seconds on the clock and of the processor."""
    walls, processors = [], []
    for _ in range(REPEATS):
        wall, processor = perf_counter(), process_time()
        _file(write)
        walls.append(perf_counter() - wall)
        processors.append(process_time() - processor)
    return median(walls), median(processors)
