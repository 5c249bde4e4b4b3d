"""Sums over editions, units and the region in one statement, the permission inside it."""

from infostrada.core.calendar import polish_today
from infostrada.core.record.access import principals
from infostrada.core.record.permission import parameters
from infostrada.core.record.permission import visible
from infostrada.core.sql import reader
from psycopg.rows import dict_row
from typing import Any


MONEY = ("planned", "act", "contracted", "paid")
SUMS = f"""
    SELECT r.unit, coalesce(u.title, r.unit) AS unit_title, u.path AS unit_path, w.year, w.edition_title,
           w.edition_path, count(*) AS projects, count(*) FILTER (WHERE r.state = 'settled') AS settled,
           count(*) FILTER (WHERE w.next_on < %(today)s AND r.state <> 'settled') AS late,
           {", ".join(f"sum(w.{name})::bigint AS {name}" for name in MONEY)}
      FROM site.budget_works AS w JOIN core.record AS r USING (uid)
      LEFT JOIN core.record AS u ON u.type = 'units_unit' AND u.unit = r.unit
     WHERE {visible("r")} AND (%(unit)s::text IS NULL OR r.unit = %(unit)s)
     GROUP BY r.unit, u.title, u.path, w.year, w.edition_title, w.edition_path
     ORDER BY unit_title, w.year DESC, w.edition_title
"""  # noqa: S608 - built of constants


def sums(unit: str | None = None) -> list[dict[str, Any]]:
    """A row for each edition with works, of one unit or of all; whole złoty."""
    values = {**parameters(principals()), "unit": unit, "today": polish_today()}
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(SUMS, values).fetchall()


def added(rows: list[dict[str, Any]]) -> dict[str, int]:
    """All rows together."""
    names = ("projects", "settled", "late", *MONEY)
    return {name: sum(row[name] for row in rows) for name in names}
