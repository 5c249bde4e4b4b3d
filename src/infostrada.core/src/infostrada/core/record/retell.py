"""Gives a column that records take over from another object its new value in all their rows, waking none of them.

The documents of a case tell its sign: when the case gets another one, 20,000 rows follow by one UPDATE for each table they
stand in. The words lists find them by follow in the vectors: those of the old value leave, those of the new one come.
The digest an object would know its row by is put out, since only the object can make the next one.
"""

from collections.abc import Sequence
from infostrada.core.record.row import RETOLD
from infostrada.core.record.sql import write
from infostrada.core.record.tables import listing_tables
from infostrada.core.record.words import lexemes
from infostrada.core.record.words import MOST
from typing import NamedTuple


class Rows(NamedTuple):
    """Rows of one type in a listing table whose column `named` holds `value`."""

    type: str
    table: str
    named: str
    value: str


def retell(of: Rows, column: str, old: str, new: str) -> list[str]:
    """Put `new` for `old`; answers with UIDs of rows that hold too many words for this and are to be made by their objects.

    Names of tables and columns come from code, never from a request. ValueError for a table that is no listing table.
    """
    if of.table not in listing_tables():
        raise ValueError(f"{of.table!r} is no listing table")
    given = {"value": of.value, "old": old, "new": new}
    write(
        f"UPDATE {of.table} SET {column} = %(new)s WHERE {of.named} = %(value)s AND {column} = %(old)s",
        given,
    )
    _mark_written(of)
    return _rewrite(of, lexemes(of.type, of.table, column, old), lexemes(of.type, of.table, column, new))


def _mark_written(of: Rows) -> None:
    """Whoever compares rows with objects looks at these again, and an object that is saved writes its own anew."""
    write(
        f"""
        UPDATE core.record SET written = now(), revision = {RETOLD} FROM {of.table} AS own
        WHERE own.{of.named} = %(value)s AND record.uid = own.uid AND record.type = %(type)s
        """,
        {"value": of.value, "type": of.type},
    )


def _rewrite(of: Rows, gone: Sequence[str], come: Sequence[str]) -> list[str]:
    """The vectors with other words; those that may have been cut at the most words of a row are left alone and named."""
    if set(gone) == set(come):
        return []
    given = {
        "value": of.value,
        "gone": list(gone),
        "come": " ".join(f"'{word}'" for word in come),
        "most": MOST - len(come),
    }
    mine = f"kept.uid = own.uid AND own.{of.named} = %(value)s"
    full = write(
        f"SELECT kept.uid FROM core.list_words AS kept, {of.table} AS own"
        f" WHERE {mine} AND length(kept.words) >= %(most)s",
        given,
    )
    write(
        f"""
        UPDATE core.list_words AS kept SET words = ts_delete(kept.words, %(gone)s::text[]) || %(come)s::tsvector
        FROM {of.table} AS own WHERE {mine} AND length(kept.words) < %(most)s
        """,
        given,
    )
    return [row["uid"] for row in full]
