"""Listing tables of the domains: a domain's own columns beside `core.record`, keyed by `uid`."""

import re


_tables: dict[str, bool] = {}


def register_listing_table(table: str, *, by_unit: bool = False) -> None:
    """Let the side index keep a table (`schema.table`) filled from `IListingRow` adapters.

    The table is made by the domain's own migration and has a column `uid text PRIMARY KEY`. A list
    that grows with every office on the platform is kept `by_unit`: its table has a column `unit` too,
    which the side index fills, and indexes that begin with it. Raises ValueError for a name that is
    not `schema.table`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", table):
        raise ValueError(f"{table!r} is not of the form schema.table")
    _tables[table] = by_unit


def listing_tables() -> tuple[str, ...]:
    """All registered tables, sorted."""
    return tuple(sorted(_tables))


def is_by_unit(table: str) -> bool:
    """Does the table say whose each row is?"""
    return _tables.get(table, False)


def is_listing_table(table: str) -> bool:
    """Has the table been registered?"""
    return table in _tables
