"""The table of an archive and the mapping that reads it; pure.

A mapping says which columns of a foreign table mean what, in which form its days are written, which of its sections
and kinds are ours, and what stands where a column is empty. Our own bundles need none.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from infostrada.site.bip.registers.imports.check import RowFault
from infostrada.site.bip.rules import KINDS
from typing import Any
from zoneinfo import ZoneInfo

import csv
import io
import json


WARSAW = ZoneInfo("Europe/Warsaw")
ENTRIES, HISTORY, MANIFEST = "entries.csv", "history.csv", "manifest.json"
COLUMNS = (
    "id", "addresses", "section", "register", "kind", "title", "description", "body", "content_author", "created_on",
    "published_at", "published_by", "until", "state", "reason", "files", "values", "superseded_by",
)  # fmt: skip
REQUIRED = ("id", "section", "title", "content_author", "created_on")
PAST = ("id", "at", "action", "who", "reason", "title", "description", "body")
STATES = ("published", "archived", "superseded", "withdrawn")
ANY = "*"
csv.field_size_limit(10_000_000)


@dataclass(frozen=True)
class Reading:
    """A mapping: our column to theirs, their words to ours, and what stands in for an empty cell."""

    columns: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    empty: Mapping[str, str] = field(default_factory=dict)
    past_columns: Mapping[str, str] = field(default_factory=dict)
    entries: str = ENTRIES
    history: str = HISTORY
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    days: str = ""
    many: str = "|"
    folder: str = "files"
    system: str = ""

    @classmethod
    def of(cls, given: Any) -> "Reading":
        """The mapping a JSON object tells of; ValueError with a word of what is wrong."""
        if not isinstance(given, dict):
            raise ValueError("json_not_an_object")
        for name, value in given.items():
            kind = cls.__dataclass_fields__.get(name)
            if kind is None:
                raise ValueError("not_in_list")
            wanted = dict if name in ("columns", "words", "empty", "past_columns") else str
            if not isinstance(value, wanted):
                raise ValueError("json_not_text" if wanted is str else "json_not_an_object")
        made = cls(**given)
        if set(made.columns) - set(COLUMNS) or set(made.past_columns) - set(PAST) or len(made.delimiter) != 1:
            raise ValueError("not_in_list")
        try:
            "".encode(made.encoding)
        except LookupError as error:
            raise ValueError("not_in_list") from error
        return made


@dataclass(frozen=True)
class Past:
    """Something that happened to an entry where it was before, as that place told it."""

    at: datetime
    action: str
    who: str = ""
    reason: str = ""
    title: str = ""
    description: str = ""
    body: str = ""


@dataclass(frozen=True)
class Item:
    """A row that can be taken over; `names` are files of the archive."""

    line: int
    id: str
    addresses: tuple[str, ...]
    section: str
    register: str
    kind: str
    title: str
    description: str
    body: str
    content_author: str
    created_on: date
    published_at: datetime | None
    published_by: str
    until: date | None
    state: str
    reason: str
    names: tuple[str, ...]
    values: Mapping[str, Any]
    superseded_by: str = ""
    past: tuple[Past, ...] = ()


def items(entries: bytes, history: bytes, reading: Reading) -> Iterator[Item | RowFault]:
    """Rows of an archive in their order, each an item or everything that is wrong with it.

    A table that cannot be read, or lacks a column no row can do without, is one fault of its first line.
    """
    try:
        found: list[Item | RowFault] = [*_heading_faults(entries, reading)] or list(
            _items(entries, history, reading)
        )
    except (UnicodeError, csv.Error):
        found = [RowFault(1, "file", "archive_unreadable", reading.encoding)]
    yield from found


def _heading_faults(entries: bytes, reading: Reading) -> Iterator[RowFault]:
    heading: list[str] = next(_csv(entries, reading), [])
    there = {name.strip() for name in heading}
    for name in REQUIRED:
        if reading.columns.get(name, name) not in there and not reading.empty.get(name):
            yield RowFault(1, reading.columns.get(name, name), "column_missing", "")


def _items(entries: bytes, history: bytes, reading: Reading) -> Iterator[Item | RowFault]:
    past, faults = _past(history, reading)
    yield from faults
    seen: set[str] = set()
    for line, row in _rows(entries, reading, reading.columns, COLUMNS):
        found = list(_faults(line, row, seen, reading))
        yield from found
        if not found:
            seen.add(row["id"])
            yield _item(line, row, past.get(row["id"], []), reading)


def _rows(
    data: bytes, reading: Reading, columns: Mapping[str, str], names: tuple[str, ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    table = _csv(data, reading)
    heading = [title.strip() for title in next(table, [])]
    for cells in table:
        if not any(cells):
            continue
        row = dict(zip(heading, cells, strict=False))
        said = {name: row.get(columns.get(name, name), "").strip() for name in names}
        for name, words in reading.words.items():
            if name in said:
                said[name] = words.get(said[name], words.get(ANY, said[name]))
        yield table.line_num, {name: value or reading.empty.get(name, "") for name, value in said.items()}


def _csv(data: bytes, reading: Reading) -> Any:
    """The reader of a table; it knows its `line_num`."""
    return csv.reader(io.StringIO(data.decode(reading.encoding), newline=""), delimiter=reading.delimiter)


def _faults(line: int, row: Mapping[str, str], seen: set[str], reading: Reading) -> Iterator[RowFault]:
    for name in REQUIRED:
        if not row[name]:
            yield RowFault(line, name, "required", "")
    if row["id"] in seen:
        yield RowFault(line, "id", "entry_exists", row["id"])
    if len(row["title"]) > 500:
        yield RowFault(line, "title", "too_long", row["title"][:60])
    if (row["kind"] or "information") not in KINDS:
        yield RowFault(line, "kind", "not_in_list", row["kind"])
    if (row["state"] or "published") not in STATES:
        yield RowFault(line, "state", "not_in_list", row["state"])
    for name in ("created_on", "published_at", "until"):
        if row[name] and _moment(row[name], reading) is None:
            yield RowFault(line, name, "not_a_date", row[name])
    if row["values"] and not isinstance(_json(row["values"]), dict):
        yield RowFault(line, "values", "json_not_an_object", row["values"][:60])


def _item(line: int, row: Mapping[str, str], past: list[Past], reading: Reading) -> Item:
    created, published, until = (
        _moment(row[name], reading) for name in ("created_on", "published_at", "until")
    )
    assert created is not None
    many = {name: tuple(part.strip() for part in row[name].split(reading.many) if part.strip())
            for name in ("addresses", "files")}  # fmt: skip
    said = (
        "id",
        "section",
        "register",
        "title",
        "description",
        "body",
        "content_author",
        "published_by",
        "reason",
        "superseded_by",
    )
    return Item(
        line=line, **{name: row[name] for name in said}, addresses=many["addresses"], names=many["files"],
        kind=row["kind"] or "information", state=row["state"] or "published", created_on=created.date(),
        published_at=published, until=until.date() if until else None,
        values=_json(row["values"]) if row["values"] else {}, past=tuple(sorted(past, key=lambda one: one.at)),
    )  # fmt: skip


def _past(history: bytes, reading: Reading) -> tuple[dict[str, list[Past]], list[RowFault]]:
    found: dict[str, list[Past]] = {}
    faults = []
    for line, row in _rows(history, reading, reading.past_columns, PAST):
        at = _moment(row["at"], reading)
        if at is None or not row["id"]:
            faults.append(RowFault(line, f"{HISTORY}: at", "not_a_date", row["at"]))
            continue
        said = {name: row[name] for name in PAST if name not in ("id", "at")}
        found.setdefault(row["id"], []).append(Past(at, **said))
    return found, faults


def _moment(text: str, reading: Reading) -> datetime | None:
    """A moment in Polish time unless it says another zone; days are their first moment."""
    try:
        found = datetime.strptime(text, reading.days) if reading.days else datetime.fromisoformat(text)
    except ValueError:
        return None
    # Kept with its offset: the database of objects takes no zone by name.
    return datetime.fromisoformat((found if found.tzinfo else found.replace(tzinfo=WARSAW)).isoformat())


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
