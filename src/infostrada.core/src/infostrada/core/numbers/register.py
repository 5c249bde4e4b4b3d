"""Reading a register: every number from 1 to the last has a row."""

from infostrada.core.numbers.model import RegisterRow
from infostrada.core.numbers.model import Series
from infostrada.core.sql import reader

import psycopg.rows


_SERIES = "unit = %(unit)s AND kind = %(kind)s AND year = %(year)s AND key = %(key)s"
PAGE = f"""
    SELECT value, uid, state, remark, entry, taken FROM core.number_register
    WHERE {_SERIES} AND value > %(after)s ORDER BY value LIMIT %(size)s
"""  # noqa: S608
GAPS = f"""
    SELECT missing FROM core.series s
    CROSS JOIN LATERAL generate_series(1, s.last) AS missing
    WHERE {_SERIES} AND NOT EXISTS (
        SELECT 1 FROM core.number n WHERE n.series = s.id AND n.value = missing)
    ORDER BY missing
"""  # noqa: S608
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
