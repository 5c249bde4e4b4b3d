"""Listing tables of the domains: a domain's own columns beside `core.record`, keyed by `uid`."""

import re


# What a table says of the place of its rows: whose they are and who may see them.
PLACE = ("unit", "state", "access", "grant_scope")

_tables: dict[str, str] = {}
_sparing: set[str] = set()


def register_listing_table(table: str, *, of: str = "", sparing: bool = False) -> None:
    """Let the side index keep a table (`schema.table`) filled from `IListingRow` adapters.

    The table is made by the domain's own migration and has a column `uid text PRIMARY KEY`. A list
    that grows with every office on the platform has a table `of` one type, with the columns `PLACE` too:
    the side index fills them, so that the list is walked in an index that begins with the unit and holds
    the others, without a look at `core.record`. A `sparing` one is not written where it
    says the same already: for tables whose indexes of words cost most, and no trigger of which waits
    for a change that is none. Raises ValueError for a name that is not `schema.table`.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*", table):
        raise ValueError(f"{table!r} is not of the form schema.table")
    _tables[table] = of
    if sparing:
        _sparing.add(table)


def listing_tables() -> tuple[str, ...]:
    """All registered tables, sorted."""
    return tuple(sorted(_tables))


def type_of(table: str) -> str:
    """The one type whose rows the table holds with their place; empty for a table without it."""
    return _tables.get(table, "")


def is_sparing(table: str) -> bool:
    """Is a row left alone that would not change?"""
    return table in _sparing


def is_listing_table(table: str) -> bool:
    """Has the table been registered?"""
    return table in _tables
