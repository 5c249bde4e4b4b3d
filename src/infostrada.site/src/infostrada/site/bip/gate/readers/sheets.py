"""XLSX and ODS: cells, hidden sheets, rows and columns, comments, author."""

from __future__ import annotations

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.readers.bounds import members
from infostrada.site.bip.gate.readers.bounds import xml
from infostrada.site.bip.gate.readers.office import AUTHORS
from infostrada.site.bip.gate.text import in_text
from typing import TYPE_CHECKING

import io
import itertools
import zipfile


if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

MOST_CELLS = 500_000
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def xlsx(where: str, data: bytes) -> Iterator[Finding]:
    """Findings of a workbook, sheet by sheet; the cell stands in `where`."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    for name in sorted(
        {book.properties.creator or "", book.properties.lastModifiedBy or ""} - {"", "openpyxl"}
    ):
        yield finding("author", where, name, shown=name)
    count = 0
    for sheet in book.worksheets:
        yield from _hidden(where, sheet)
        for row in sheet.iter_rows():
            count += len(row)
            if count > MOST_CELLS:
                yield finding("unreadable", where, "size", shown="")
                return
            yield from _row(where, sheet, row)
    for sheet in book.chartsheets:
        if sheet.sheet_state != "visible":
            yield finding("hidden_sheet", where, sheet.title, shown=sheet.title)


def _hidden(where: str, sheet: Worksheet) -> Iterator[Finding]:
    if sheet.sheet_state != "visible":
        yield finding("hidden_sheet", where, sheet.title, shown=sheet.title)
    columns = sorted(name for name, size in sheet.column_dimensions.items() if size.hidden)
    rows = sorted(number for number, size in sheet.row_dimensions.items() if size.hidden)
    if columns or rows:
        shown = f"{sheet.title}: {', '.join([*columns, *map(str, rows)][:8])}"
        yield finding("hidden_sheet", where, shown, shown=shown)


def _row(where: str, sheet: Worksheet, row: tuple) -> Iterator[Finding]:
    for cell in row:
        if cell.comment is not None:
            yield finding("comments", where, cell.comment.text, shown=f"{sheet.title}!{cell.coordinate}")
            yield from in_text(where, cell.comment.text)
    filled = [(cell, str(cell.value)) for cell in row if cell.value is not None]
    for cell, text in filled:
        yield from in_text(f"{where} ({sheet.title}!{cell.coordinate})", text)
    pairs = itertools.pairwise(filled)
    for (first, given), (_second, surname) in pairs:
        if given.isalpha() and surname.replace("-", "").isalpha():
            yield from in_text(f"{where} ({sheet.title}!{first.coordinate})", f"{given} {surname}")


def ods(where: str, archive: zipfile.ZipFile) -> Iterator[Finding]:
    """Findings of an OpenDocument spreadsheet."""
    names = {info.filename for info in members(archive)}
    if "meta.xml" in names:
        for part in xml(archive.read("meta.xml")).iter(*AUTHORS):
            if (part.text or "").strip():
                yield finding("author", where, part.text.strip(), shown=part.text.strip())
    root = xml(archive.read("content.xml"))
    hidden = {
        style.get(f"{STYLE}name")
        for style in root.iter(f"{STYLE}style")
        if any(part.get(f"{TABLE}display") == "false" for part in style)
    }
    for sheet in root.iter(f"{TABLE}table"):
        name = sheet.get(f"{TABLE}name") or ""
        collapsed = any(part.get(f"{TABLE}visibility") in ("collapse", "filter") for part in sheet.iter())
        if sheet.get(f"{TABLE}style-name") in hidden or collapsed:
            yield finding("hidden_sheet", where, name, shown=name)
        for row in sheet.iter(f"{TABLE}table-row"):
            yield from in_text(f"{where} ({name})", "\t".join("".join(cell.itertext()) for cell in row))
    for note in root.iter("{*}annotation"):
        yield finding("comments", where, "".join(note.itertext()), shown="1")
