"""Listing tables of the domains: a domain's own columns beside `core.record`, keyed by `uid`."""

import re


_tables: dict[str, bool] = {}
_sparing: set[str] = set()


def register_listing_table(table: str, *, by_unit: bool = False, sparing: bool = False) -> None:
    """Let the side index keep a table (`schema.table`) filled from `IListingRow` adapters.

    The table is made by the domain's own migration and has a column `uid text PRIMARY KEY`. A list
    that grows with every office on the platform is kept `by_unit`: its table has a column `unit` too,
    which the side index fills, and indexes that begin with it. A `sparing` one is not written where it
    says the same already: for tables whose indexes of words cost most, and no trigger of which waits
    for a change that is none. Raises ValueError for a name that is not `schema.table`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", table):
        raise ValueError(f"{table!r} is not of the form schema.table")
    _tables[table] = by_unit
    if sparing:
        _sparing.add(table)


def listing_tables() -> tuple[str, ...]:
    """All registered tables, sorted."""
    return tuple(sorted(_tables))


def is_by_unit(table: str) -> bool:
    """Does the table say whose each row is?"""
    return _tables.get(table, False)


def is_sparing(table: str) -> bool:
    """Is a row left alone that would not change?"""
    return table in _sparing


def is_listing_table(table: str) -> bool:
    """Has the table been registered?"""
    return table in _tables
