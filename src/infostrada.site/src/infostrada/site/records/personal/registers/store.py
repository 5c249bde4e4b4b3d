"""The rows of the registers, in the transaction of the act."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from infostrada.core.record.sql import rows
from infostrada.core.record.sql import write
from typing import Any
from typing import NamedTuple

import json


COLUMNS = "uid, unit, register, number, year, closed, data, made_at, made_by, changed_at, changed_by, due_at, history"
INSERT = """
    INSERT INTO site.privacy_entry (uid, unit, register, number, year, data, made_at, made_by, changed_at, changed_by, due_at)
    SELECT %(uid)s, %(unit)s, %(register)s, coalesce(max(number), 0) + 1, %(year)s, CAST(%(data)s AS jsonb), %(at)s, %(by)s,
        %(at)s, %(by)s, %(due)s
    FROM site.privacy_entry WHERE unit = %(unit)s AND register = %(register)s AND year = %(year)s
    ON CONFLICT (uid) DO NOTHING RETURNING number
"""
# Two people at once take their turns: the number is one more than the last.
TURN = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"
UPDATE = """
    UPDATE site.privacy_entry SET data = CAST(%(data)s AS jsonb), closed = %(closed)s, changed_at = %(at)s,
        changed_by = %(by)s, due_at = %(due)s, history = history || jsonb_build_object(
            'changed_at', changed_at, 'changed_by', changed_by, 'closed', closed, 'data', data)
    WHERE uid = %(uid)s
"""
ONE = f"SELECT {COLUMNS} FROM site.privacy_entry WHERE unit = %(unit)s AND uid = %(uid)s"  # noqa: S608 - our own columns
LOCKED = f"{ONE} FOR UPDATE"
PAGE = f"""
    SELECT {COLUMNS} FROM site.privacy_entry
    WHERE unit = %(unit)s AND register = %(register)s AND (NOT %(running)s OR NOT closed)
        AND (%(symbol)s = '' OR data->'classes' ? %(symbol)s)
        AND (year, number) < (%(year)s, %(number)s)
    ORDER BY year DESC, number DESC LIMIT %(size)s
"""  # noqa: S608 - our own columns
ABOUT = f"""
    SELECT {COLUMNS} FROM site.privacy_entry
    WHERE unit = %(unit)s AND data->>'party' = ANY(%(parties)s) AND register = ANY(%(registers)s)
    ORDER BY made_at, uid
"""  # noqa: S608 - our own columns
LAST = 2**31 - 1


class Entry(NamedTuple):
    """An entry of a register; `due_at` is the end of its running term, `history` what it said before, the oldest first."""

    uid: str
    unit: str
    register: str
    number: int
    year: int
    closed: bool
    data: Mapping[str, Any]
    made_at: datetime
    made_by: str
    changed_at: datetime
    changed_by: str
    due_at: datetime | None
    history: Sequence[Mapping[str, Any]]

    @property
    def label(self) -> str:
        """Number in the register and year."""
        return f"{self.number}/{self.year}"


def insert(
    uid: str, unit: str, register: str, data: Mapping[str, Any], at: datetime, by: str, due: Any
) -> int | None:
    """File an entry; its number, one more than the last of the year. None when there is one with this identifier."""
    write(TURN, {"key": f"privacy:{unit}:{register}:{at.year}"})
    given = {"uid": uid, "unit": unit, "register": register, "year": at.year, "at": at, "by": by, "due": due}
    made = write(INSERT, {**given, "data": json.dumps(data, ensure_ascii=False)})
    return int(made[0]["number"]) if made else None


def update(entry: Entry, data: Mapping[str, Any], closed: bool, at: datetime, by: str, due: Any) -> None:
    """Write an entry as it is now."""
    told = json.dumps(data, ensure_ascii=False)
    write(UPDATE, {"uid": entry.uid, "data": told, "closed": closed, "at": at, "by": by, "due": due})


def one(unit: str, uid: str, *, locked: bool = False) -> Entry | None:
    """An entry of the unit; None when there is none. Locked, others wait with their change."""
    given = {"unit": unit, "uid": uid}
    found = write(LOCKED, given) if locked else rows(ONE, given)
    return Entry(**found[0]) if found else None


def page(
    unit: str,
    register: str,
    size: int,
    before: tuple[int, int] = (LAST, LAST),
    *,
    running: bool = False,
    symbol: str = "",
) -> list[Entry]:
    """Entries of a register, the newest first; `before` is the year and number of the last one seen."""
    given = {"unit": unit, "register": register, "size": size, "running": running, "symbol": symbol}
    return [Entry(**row) for row in rows(PAGE, {**given, "year": before[0], "number": before[1]})]


def about(unit: str, parties: Iterable[str], registers: Iterable[str]) -> list[Entry]:
    """Entries of the registers that name one of the persons."""
    wanted = [uid for uid in parties if uid]
    if not wanted:
        return []
    given = {"unit": unit, "parties": wanted, "registers": list(registers)}
    return [Entry(**row) for row in rows(ABOUT, given)]
