"""Rows as COPY reads them, many at a time: several times cheaper than value by value.

As text wherever values are of many kinds; in PostgreSQL's binary form (its manual, COPY, "Binary Format") for features
by the million: the server need not look through every character for the ends of lines and values.
"""

from collections.abc import Iterable
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from functools import lru_cache
from itertools import islice
from typing import Any

import json
import struct


# So many lines are handed over at once: enough to be cheap, little enough to stay small.
LINES = 500
SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
NOTHING = "\\N"

BEGINNING = b"PGCOPY\n\xff\r\n\0" + bytes(8)
END = struct.pack(">h", -1)
# What PostgreSQL counts the microseconds of a moment from.
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
JSONB = b"\x01"
_length = struct.Struct(">i").pack

# One encoder for all rows: `json.dumps` makes a new one at every call.
as_json = json.JSONEncoder(ensure_ascii=False).encode


@lru_cache(1024)
def moment(at: datetime) -> str:
    """A moment as SQL reads it. Many rows of a load have the same one."""
    return at.isoformat()


def line(values: Iterable[Any]) -> str:
    """One row; None is SQL's NULL."""
    texts = [None if value is None else value if type(value) is str else str(value) for value in values]
    made = "\t".join(NOTHING if text is None else text for text in texts)
    # Most rows hold nothing that wants a backslash: those that are there stand for NULL, one each.
    is_plain = made.count("\t") == len(texts) - 1 and made.count("\\") == texts.count(None)
    if not is_plain or "\n" in made or "\r" in made:
        made = "\t".join(NOTHING if text is None else text.translate(SPECIAL) for text in texts)
    return made + "\n"


def lines(rows: list[tuple[Any, ...]]) -> str:
    """Some rows at once: looked through together when all of their values are text."""
    try:
        made = "\n".join(map("\t".join, rows)) + "\n"
    except TypeError:
        return "".join(map(line, rows))
    tabs = sum(map(len, rows)) - len(rows)
    if made.count("\t") != tabs or made.count("\n") != len(rows) or "\\" in made or "\r" in made:
        return "".join(map(line, rows))
    return made


def copy_rows(driver: Any, target: str, rows: Iterable[tuple[Any, ...]]) -> int:
    """COPY rows into `target`, a table with its columns in brackets; returns how many there were."""
    count, rest = 0, iter(rows)
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN") as copy:
        while piece := list(islice(rest, LINES)):
            copy.write(lines(piece))
            count += len(piece)
    return count


def field(data: bytes) -> bytes:
    """A value in the binary form."""
    return _length(len(data)) + data


@lru_cache(1024)
def word_field(text: str) -> bytes:
    """A text that many rows have."""
    return field(text.encode())


@lru_cache(1024)
def moment_field(at: datetime) -> bytes:
    """A moment with its zone."""
    return field(struct.pack(">q", (at - EPOCH) // timedelta(microseconds=1)))


def json_field(data: dict[str, Any]) -> bytes:
    """A value of `jsonb`."""
    return field(JSONB + as_json(data).encode()) if data else NO_DATA


NO_DATA = field(JSONB + b"{}")


def row_start(columns: int) -> bytes:
    """What each row begins with."""
    return struct.pack(">h", columns)


def copy_binary(driver: Any, target: str, rows: Iterable[bytes]) -> int:
    """COPY rows in the binary form into `target`, as `copy_rows` does."""
    count, rest = 0, iter(rows)
    with driver.cursor() as cursor, cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(BEGINNING)
        while piece := list(islice(rest, LINES)):
            copy.write(b"".join(piece))
            count += len(piece)
        copy.write(END)
    return count
