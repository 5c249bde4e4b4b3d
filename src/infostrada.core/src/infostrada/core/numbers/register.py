"""Reading a register: every number from 1 to the last has a row."""

from infostrada.core.numbers.model import LooseRow
from infostrada.core.numbers.model import RegisterRow
from infostrada.core.numbers.model import Series
from infostrada.core.sql import reader

import psycopg.rows


_SERIES = "unit = %(unit)s AND kind = %(kind)s AND year = %(year)s AND key = %(key)s"
PAGE = f"""
    SELECT value, uid, state, remark, entry, taken FROM core.number_register
    WHERE {_SERIES} AND value > %(after)s ORDER BY value LIMIT %(size)s
"""  # noqa: S608 - our own columns and clauses
GAPS = f"""
    SELECT missing FROM core.series s
    CROSS JOIN LATERAL generate_series(1, s.last) AS missing
    WHERE {_SERIES} AND NOT EXISTS (
        SELECT 1 FROM core.number n WHERE n.series = s.id AND n.value = missing)
    ORDER BY missing
"""  # noqa: S608 - our own columns and clauses
LOOSE = """
    SELECT s.kind, s.key, n.value, n.taken,
        CASE n.state WHEN 'cancelled' THEN coalesce(n.entry ->> 'remark', 'anulowany: awaria') END AS remark,
        r.holder, r.holder_name, r.note, r.ends
    FROM core.series s JOIN core.number n ON n.series = s.id AND n.state IN ('reserved', 'cancelled')
    LEFT JOIN core.reservation r ON r.series = n.series AND n.value BETWEEN r.first AND r.last
    WHERE s.unit = %(unit)s AND s.year = %(year)s AND (s.kind, s.key, n.value) > (%(kind)s, %(key)s, %(value)s)
    ORDER BY s.kind, s.key, n.value LIMIT %(size)s
"""
LARGEST_PAGE = 1000


def register(series: Series, *, after: int = 0, size: int = 200) -> list[RegisterRow]:
    """The committed rows of a register following number `after`, at most 1,000."""
    given = vars(series) | {"after": after, "size": min(size, LARGEST_PAGE)}
    with reader() as connection:
        cursor = connection.cursor(row_factory=psycopg.rows.class_row(RegisterRow))
        return cursor.execute(PAGE, given).fetchall()


def gaps(series: Series) -> list[int]:
    """Numbers of a series that have no row; anything but an empty list is damage."""
    with reader() as connection:
        return [row[0] for row in connection.execute(GAPS, vars(series))]


def loose(
    unit: str, year: int, *, after: tuple[str, str, int] = ("", "", 0), size: int = 200
) -> list[LooseRow]:
    """Rows of all registers of a unit and year that stand for no record, by kind, key and number.

    `after` is the kind, key and number of the row the page before ended with; at most 1,000 rows.
    """
    kind, key, value = after
    given = {
        "unit": unit,
        "year": year,
        "kind": kind,
        "key": key,
        "value": value,
        "size": min(size, LARGEST_PAGE),
    }
    with reader() as connection:
        rows = connection.execute(LOOSE, given).fetchall()
    return [
        LooseRow(Series(unit, kind, year, key), value, remark, taken, *held)
        for kind, key, value, taken, remark, *held in rows
    ]
