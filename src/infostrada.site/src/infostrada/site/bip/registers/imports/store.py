"""Imports as rows: the file, its state, what is wrong with it, the items ready to be made."""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from infostrada.core.jobs.rows import get as get_job
from infostrada.core.jobs.rows import Job
from infostrada.core.maintenance.retention import Kept
from infostrada.core.maintenance.retention import register_kept
from infostrada.core.sql import reader
from infostrada.core.sql import session
from infostrada.site.bip.registers.imports.check import Item
from infostrada.site.bip.registers.imports.check import RowFault
from psycopg.rows import dict_row
from sqlalchemy import text
from typing import Any
from typing import NamedTuple
from uuid import UUID
from uuid import uuid4

import json


# waiting: not looked at yet; checked: without a fault, nothing made; refused: with faults, nothing made;
# making: under way; done: all rows are entries.
STATES = ("waiting", "checked", "refused", "making", "done")
COLUMNS = "id, unit, register, filename, options, made_at, made_by, state, row_count, fault_count, made_count"

# The file with its rows and faults; never one whose entries still wait to be shown.
register_kept(
    "bip_imports",
    Kept(
        "site.bip_import",
        "state <> 'making' AND made_at < now() - make_interval(days => %(days)s)"
        " AND NOT EXISTS (SELECT FROM site.bip_unrevealed AS held WHERE held.import = bip_import.id)",
        365,
    ),
)


class Import(NamedTuple):
    """An import as it stands."""

    id: UUID
    unit: str
    register: str
    filename: str
    options: dict[str, Any]
    made_at: datetime
    made_by: str
    state: str
    row_count: int
    fault_count: int
    made_count: int


def put(unit: str, register: str, filename: str, content: bytes, options: dict[str, Any], by: str) -> UUID:
    """Keep a file to be imported."""
    made = uuid4()
    session().execute(
        text(
            "INSERT INTO site.bip_import (id, unit, register, filename, content, options, made_by)"
            " VALUES (:id, :unit, :register, :filename, :content, CAST(:options AS jsonb), :by)"
        ),
        {
            "id": made,
            "unit": unit,
            "register": register,
            "filename": filename,
            "content": content,
            "options": json.dumps(options),
            "by": by,
        },
    )
    return made


def get(wanted: str | UUID, unit: str) -> Import | None:
    """An import of a unit."""
    try:
        number = wanted if isinstance(wanted, UUID) else UUID(str(wanted))
    except ValueError:
        return None
    found = _rows(f"SELECT {COLUMNS} FROM site.bip_import WHERE id = %s AND unit = %s", [number, unit])  # noqa: S608 - our names
    return Import(**found[0]) if found else None


def newest(unit: str, register: str, size: int = 20) -> list[Import]:
    """The last imports of a register."""
    found = _rows(
        f"SELECT {COLUMNS} FROM site.bip_import WHERE unit = %s AND register = %s ORDER BY made_at DESC LIMIT %s",  # noqa: S608 - our names
        [unit, register, size],
    )
    return [Import(**row) for row in found]


def content(wanted: UUID) -> bytes:
    """The file; empty when it is no longer kept."""
    found = _rows("SELECT content FROM site.bip_import WHERE id = %s", [wanted])
    return bytes(found[0]["content"] or b"") if found else b""


def faults(wanted: UUID, start: int = 0, size: int = 10_000_000) -> list[RowFault]:
    """What is wrong, in the order of the file."""
    found = _rows(
        "SELECT line, field, reason, value FROM site.bip_import_fault WHERE import = %s"
        " ORDER BY line, place OFFSET %s LIMIT %s",
        [wanted, start, size],
    )
    return [RowFault(**row) for row in found]


def items(wanted: UUID, first: int, size: int) -> list[dict[str, Any]]:
    """Items to be made, from an ordinal on."""
    return _rows(
        "SELECT ordinal, line, particulars, facts, name FROM site.bip_import_item WHERE import = %s AND ordinal >= %s"
        " ORDER BY ordinal LIMIT %s",
        [wanted, first, size],
    )


def forget(wanted: UUID) -> None:
    """Drop what an earlier check found."""
    for table in ("bip_import_fault", "bip_import_item"):
        _write(f"DELETE FROM site.{table} WHERE import = :id", {"id": wanted})  # noqa: S608 - our names


def forget_faults(wanted: UUID) -> None:
    """Drop the faults alone."""
    _write("DELETE FROM site.bip_import_fault WHERE import = :id", {"id": wanted})


def note_drafts(wanted: UUID, uids: dict[int, str]) -> None:
    """Note entries, by their lines, that were left as drafts for a person to look at."""
    if uids:
        _write(
            "INSERT INTO site.bip_import_item (import, ordinal, line, particulars, facts, name)"
            " SELECT :id, line, line, '{}', '{}', uid FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
            " AS row (line integer, uid text) ON CONFLICT DO NOTHING",
            {"id": wanted, "rows": json.dumps([{"line": line, "uid": uid} for line, uid in uids.items()])},
        )


def drafts(wanted: UUID, size: int) -> list[dict[str, Any]]:
    """`line`, `title` and `path` of noted entries that are drafts still."""
    return _rows(
        "SELECT item.line, record.title, record.path FROM site.bip_import_item AS item"
        " JOIN core.record AS record ON record.uid = item.name"
        " WHERE item.import = %s AND record.state = 'draft' ORDER BY item.line LIMIT %s",
        [wanted, size],
    )


def add_faults(wanted: UUID, found: Iterable[RowFault]) -> None:
    """Keep faults."""
    listed = [fault._asdict() for fault in found]
    if listed:
        _write(
            "INSERT INTO site.bip_import_fault (import, line, field, reason, value)"
            " SELECT :id, line, field, reason, value FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
            " AS row (line integer, field text, reason text, value text)",
            {"id": wanted, "rows": json.dumps(listed).replace("\\u0000", "")},
        )


def add_items(wanted: UUID, first: int, found: Sequence[Item]) -> None:
    """Keep items from an ordinal on."""
    listed = [
        {"ordinal": first + place, "line": item.line, "particulars": item.values, "facts": item.facts}
        for place, item in enumerate(found)
    ]
    if listed:
        _write(
            "INSERT INTO site.bip_import_item (import, ordinal, line, particulars, facts)"
            " SELECT :id, ordinal, line, particulars, facts FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
            " AS row (ordinal integer, line integer, particulars jsonb, facts jsonb)",
            {"id": wanted, "rows": json.dumps(listed, default=str)},
        )


def name_items(wanted: UUID, names: dict[int, str]) -> None:
    """Note under which name each item was filed."""
    _write(
        "UPDATE site.bip_import_item AS item SET name = given.name FROM jsonb_to_recordset(CAST(:rows AS jsonb))"
        " AS given (ordinal integer, name text) WHERE item.import = :id AND item.ordinal = given.ordinal",
        {"id": wanted, "rows": json.dumps([{"ordinal": n, "name": name} for n, name in names.items()])},
    )


def hold(wanted: UUID, uids: Sequence[str]) -> None:
    """Keep entries of an import out of the register's lists until it is through."""
    _write(
        "INSERT INTO site.bip_unrevealed (uid, import) SELECT unnest(CAST(:uids AS text[])), :id ON CONFLICT DO NOTHING",
        {"id": wanted, "uids": list(uids)},
    )


def reveal(wanted: UUID) -> None:
    """All entries of an import appear in the register's lists with the commit of this transaction."""
    _write("DELETE FROM site.bip_unrevealed WHERE import = :id", {"id": wanted})


def reveal_entries(uids: Sequence[str]) -> None:
    """Entries appear in the lists with the commit of this transaction, whichever import made them."""
    _write(
        "DELETE FROM site.bip_unrevealed WHERE uid = ANY(CAST(:uids AS text[]))",
        {"uids": list(uids)},
    )


def note_job(wanted: UUID, job: str) -> None:
    """Note which job works on an import."""
    _write(
        "UPDATE site.bip_import SET options = options || jsonb_build_object('job', CAST(:job AS text)) WHERE id = :id",
        {"id": wanted, "job": job},
    )


def job_of(known: Import) -> Job | None:
    """The job that works, or worked last, on an import."""
    number = known.options.get("job")
    if not number:
        return None
    with reader() as connection:
        return get_job(connection, UUID(number))


def replace_options(wanted: UUID, options: dict[str, Any]) -> None:
    """Change what is to be done with an import."""
    _write(
        "UPDATE site.bip_import SET options = CAST(:options AS jsonb), state = 'waiting' WHERE id = :id",
        {"id": wanted, "options": json.dumps(options)},
    )


def tell(wanted: UUID, **values: Any) -> None:
    """Note how far the import is."""
    sets = ", ".join(f"{name} = :{name}" for name in values)
    _write(f"UPDATE site.bip_import SET {sets} WHERE id = :id", {"id": wanted, **values})  # noqa: S608 - our names


def _write(statement: str, values: dict[str, Any]) -> None:
    session().execute(text(statement), values)


def _rows(statement: str, values: list[Any]) -> list[dict[str, Any]]:
    with reader() as connection, connection.cursor(row_factory=dict_row) as cursor:
        return cursor.execute(statement, values).fetchall()
