"""Listing tables of the domains: a domain's own columns beside `core.record`, keyed by `uid`."""

import re


_tables: set[str] = set()


def register_listing_table(table: str) -> None:
    """Let the side index keep a table (`schema.table`) filled from `IListingRow` adapters.

    The table is made by the domain's own migration and has a column `uid text PRIMARY KEY`. Raises
    ValueError for a name that is not `schema.table`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", table):
        raise ValueError(f"{table!r} is not of the form schema.table")
    _tables.add(table)


def listing_tables() -> tuple[str, ...]:
    """All registered tables, sorted."""
    return tuple(sorted(_tables))


def is_listing_table(table: str) -> bool:
    """Has the table been registered?"""
    return table in _tables
