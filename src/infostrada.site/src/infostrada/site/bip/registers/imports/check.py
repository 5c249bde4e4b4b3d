"""Every row of a file judged before anything is made; pure but for what stands in the register already."""

from collections.abc import Iterator
from datetime import date
from infostrada.site.bip.registers.fields import faults_and_values
from infostrada.site.bip.registers.fields import Field
from infostrada.site.bip.registers.fields import parse
from infostrada.site.bip.registers.fields import Wrong
from infostrada.site.bip.registers.imports import sheet
from infostrada.site.bip.registers.listing import key_of
from infostrada.site.bip.registers.operations import context_faults
from infostrada.site.bip.registers.operations import taken
from infostrada.site.bip.registers.rules import faults
from infostrada.site.bip.registers.shape import Kind
from typing import Any
from typing import NamedTuple


DAY = Field("created_on", "", "day")
TEXT = Field("content_author", "", "text")
LONG = Field("body", "", "long")
BATCH = 1000


class RowFault(NamedTuple):
    """A line of the file, the field, the machine word of what is wrong, and what stood there."""

    line: int
    field: str
    reason: str
    value: str


class Item(NamedTuple):
    """A right row, ready to be made."""

    line: int
    values: dict[str, Any]
    facts: dict[str, Any]
    key: str


def judged(kind: Kind, unit: str, data: bytes, author: str) -> Iterator[Item | RowFault]:
    """Each row as an item or as its faults; raises InvalidData for a file that is no table of this register."""
    rows = sheet.lines(data)
    heading = next(rows, None)
    if not heading:
        raise sheet.refused("file_empty")
    names = sheet.columns(kind, heading)
    seen: dict[str, int] = {}
    terms: dict[str, Any] = {}
    batch: list[Item] = []
    for line, row in enumerate(rows, start=2):
        if all(cell is None or not str(cell).strip() for cell in row):
            continue
        for found in _row(kind, unit, names, line, row, author, terms):
            if isinstance(found, RowFault):
                yield found
            elif found.key in seen:
                yield RowFault(line, kind.key[0], "twice_in_file", _said(found.values.get(kind.key[0])))
            else:
                seen[found.key] = line
                batch.append(found)
        if len(batch) >= BATCH:
            yield from _new(kind, unit, batch)
            batch = []
    yield from _new(kind, unit, batch)


def _row(
    kind: Kind, unit: str, names: list[str], line: int, row: list[Any], author: str, terms: dict[str, Any]
) -> Iterator[Item | RowFault]:
    given, facts = sheet.given(names, row)
    wrong, values = faults_and_values(kind.fields, given)
    known, bad = _facts(facts, author)
    wrong += bad
    if not wrong:
        wrong = [*faults(kind.name, values), *context_faults(kind, values, unit, terms)]
    if wrong:
        for field, reason in wrong:
            yield RowFault(line, field, reason, _said(given.get(field, facts.get(field))))
        return
    yield Item(line, values, known, key_of(kind, values))


def _facts(given: dict[str, Any], author: str) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    known: dict[str, Any] = {"content_author": author, "body": "", "description": "", "created_on": None}
    wrong = []
    for name, value in given.items():
        field = DAY if name == "created_on" else TEXT if name == "content_author" else LONG
        try:
            known[name] = parse(field, value)
        except Wrong as problem:
            wrong.append((name, str(problem)))
    if not known["content_author"]:
        wrong.append(("content_author", "required"))
    if known["created_on"]:
        known["created_on"] = date.fromisoformat(known["created_on"])
    return known, wrong


def _new(kind: Kind, unit: str, batch: list[Item]) -> Iterator[Item | RowFault]:
    there = taken(kind, unit, [item.key for item in batch]) if batch else set()
    for item in batch:
        if item.key in there:
            yield RowFault(item.line, kind.key[0], "entry_exists", _said(item.values.get(kind.key[0])))
        else:
            yield item


def _said(value: Any) -> str:
    return "" if value is None else str(value)[:200]
