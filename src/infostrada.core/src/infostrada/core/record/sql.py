"""Statements of the side index, with psycopg's named parameters (`%(name)s`).

Writes go through the session of the Zope transaction. Reads go there too once this transaction has
written rows, so that a request sees its own changes; otherwise they take a connection of the read
pool and leave the transaction alone.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.pagecache.commits import announce
from infostrada.core.sql import reader
from infostrada.core.sql import session
from psycopg.rows import dict_row
from typing import Any

import transaction


class _Written:
    """Key under which a transaction remembers that it has written rows."""


def write(statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """Execute in the joined session; returns what the statement returns, if anything."""
    if not has_written():
        current = transaction.get()
        current.set_data(_Written, True)
        # Lists change with these rows even when no object does.
        current.addBeforeCommitHook(announce, (current,))
    return _in_session(statement, parameters)


def rows(statement: str, parameters: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """All rows of a query."""
    if has_written():
        return _in_session(statement, parameters)
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        # Planned for the values asked for: a word may stand in every text, a person may see all or nothing.
        return cursor.execute(statement, parameters or {}, prepare=False).fetchall()


def estimates(queries: Sequence[str], parameters: Mapping[str, Any]) -> list[int]:
    """How many rows PostgreSQL's statistics expect of each of some queries; none is run."""
    explained = rows(f"EXPLAIN (FORMAT JSON) {' UNION ALL '.join(queries)}", parameters)
    plan = explained[0]["QUERY PLAN"][0]["Plan"]
    return [int(part["Plan Rows"]) for part in (plan["Plans"] if len(queries) > 1 else [plan])]


def has_written() -> bool:
    """Has the current transaction written rows of the side index?"""
    try:
        return bool(transaction.get().data(_Written))
    except KeyError:
        return False


def under(column: str, parameter: str) -> str:
    """Condition for paths strictly below a path: one range, as "0" follows "/" in byte order."""
    return f"({column} >= %({parameter})s || '/' AND {column} < %({parameter})s || '0')"


def _in_session(statement: str, parameters: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    result = session().connection().exec_driver_sql(statement, dict(parameters or {}))
    return [dict(row) for row in result.mappings()] if result.returns_rows else []
