"""Rows of a CSV or XLSX file with their line numbers; nothing of a workbook is computed or followed."""

from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.site.bip.registers.shape import Kind
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from typing import Any

import csv
import io
import re
import unicodedata
import zipfile


MOST_ROWS = 100_000
MOST_UNPACKED = 500_000_000
FACT_SHEET = {
    "content_author": ("content_author", "autor", "wytworzył", "osoba odpowiedzialna"),
    "created_on": ("created_on", "data wytworzenia"),
    "body": ("body", "treść"),
    "description": ("description", "streszczenie"),
}
# Columns of the register's own files, which say where an entry lies and not what it is.
LEFT_OUT = ("uid", "adres", "opublikowano", "zmieniono")
FACT = "fact:"


def lines(data: bytes) -> Iterator[list[Any]]:
    """Rows of cells, the heading first; InvalidData for what is no table."""
    try:
        found = _xlsx(data) if data[:2] == b"PK" else _csv(data)
        for count, row in enumerate(found):
            if count > MOST_ROWS:
                raise refused("file_too_long")
            yield row
    except (UnicodeDecodeError, csv.Error, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise refused("file_unreadable") from error


def _xlsx(data: bytes) -> Iterator[list[Any]]:
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if sum(item.file_size for item in packed.infolist()) > MOST_UNPACKED:
            raise refused("file_too_long")
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield list(row)


def _csv(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    if "\0" in text:
        raise refused("file_unreadable")
    first = text.split("\n", 1)[0]
    apart = max(";\t,", key=first.count)
    yield from csv.reader(io.StringIO(text, newline=""), delimiter=apart)


def _decoded(data: bytes) -> str:
    """UTF-8 as the files of the product, else the code page of Polish spreadsheets."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250")


def columns(kind: Kind, heading: Sequence[Any]) -> list[str]:
    """Field of each column by its name or label; "" for one left out. InvalidData with all that is wrong."""
    known = {_plain(word): f"{FACT}{name}" for name, words in FACT_SHEET.items() for word in words}
    known |= {_plain(field.label): field.name for field in kind.fields}
    known |= {_plain(field.name): field.name for field in kind.fields}
    found, faults = [], []
    for title in heading:
        word = _plain(title)
        if not word or word in LEFT_OUT:
            found.append("")
        elif word not in known:
            faults.append(Fault(str(title)[:80], "unknown_column"))
        elif known[word] in found:
            faults.append(Fault(str(title)[:80], "column_twice"))
        else:
            found.append(known[word])
    if not faults:
        faults = [
            Fault(field.label, "column_missing")
            for field in kind.fields
            if field.required and field.name not in found
        ]
    if faults:
        raise InvalidData(faults)
    return found


def given(names: Sequence[str], row: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The values of the register and those of the fact sheet in a row; "'=" of exported cells is undone."""
    values: dict[str, Any] = {}
    facts: dict[str, Any] = {}
    for name, cell in zip(names, row, strict=False):
        if not name or cell is None or (isinstance(cell, str) and not cell.strip()):
            continue
        if isinstance(cell, str) and re.match(r"'[=+\-@]", cell):
            cell = cell[1:]
        if name.startswith(FACT):
            facts[name.removeprefix(FACT)] = cell
        else:
            values[name] = cell
    return values, facts


def _plain(title: Any) -> str:
    text = unicodedata.normalize("NFC", str(title or "")).casefold()
    return " ".join(text.replace("\u00a0", " ").split())


def refused(reason: str) -> InvalidData:
    """The file as a whole is refused."""
    return InvalidData([Fault("file", reason)])
