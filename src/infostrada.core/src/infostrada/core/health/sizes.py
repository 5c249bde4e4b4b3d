"""How large the tables have become, and for how long their rows are kept."""

from dataclasses import dataclass
from infostrada.core.errors import Unavailable
from infostrada.core.maintenance.retention import days_of
from infostrada.core.maintenance.retention import kept
from infostrada.core.sql import reader
from psycopg.rows import dict_row


SHOWN = 25
# Rows are the planner's estimate: counting them would read the tables.
LARGEST = """
    SELECT space.nspname || '.' || class.relname AS name, greatest(0, class.reltuples)::bigint AS rows,
        pg_total_relation_size(class.oid) AS bytes
    FROM pg_class AS class JOIN pg_namespace AS space ON space.oid = class.relnamespace
    WHERE class.relkind = 'r' AND space.nspname IN ('core', 'site', 'geo', 'public')
    ORDER BY bytes DESC, name LIMIT %s
"""
WHOLE = "SELECT pg_database_size(current_database()) AS bytes"


@dataclass(frozen=True)
class Size:
    """A table: about how many rows, bytes with its indexes, and days its rows are kept (None: no end is set)."""

    name: str
    rows: int
    bytes: int
    days: int | None


@dataclass(frozen=True)
class Sizes:
    """The database in bytes, and its largest tables."""

    bytes: int
    tables: tuple[Size, ...]


def sizes() -> Sizes:
    """As they are now; nothing while the database is away."""
    days = {each.table: days_of(each) for each in kept().values()}
    try:
        with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
            whole = cursor.execute(WHOLE).fetchone()
            found = cursor.execute(LARGEST, [SHOWN]).fetchall()
    except Unavailable:
        return Sizes(0, ())
    tables = tuple(Size(**row, days=days.get(row["name"])) for row in found)
    return Sizes(whole["bytes"] if whole else 0, tables)
