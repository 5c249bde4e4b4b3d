"""Rows written as a table: XLSX cell by cell without a sheet in memory, CSV as offices open it."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from infostrada.core.calendar import POLAND
from typing import Any

import csv
import io
import re


# A cell that begins so is a formula to a spreadsheet, whoever wrote it (CWE-1236).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNLAWFUL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
LONGEST_CELL = 32_767


def as_xlsx(titles: Sequence[str], names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A workbook of one sheet: a heading, then a line for each row; dates are dates."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Wykaz")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(title) for title in titles])
    for row in rows:
        sheet.append([_cell(row.get(name)) for name in names])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, datetime):
        # A workbook knows no offsets; the office's own clock is what a reader expects.
        return value.astimezone(POLAND).replace(tzinfo=None) if value.tzinfo else value
    if value is None or isinstance(value, (bool, int, float, date)):
        return value
    text = _UNLAWFUL.sub("", str(value))[:LONGEST_CELL]
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_csv(titles: Sequence[str], names: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """UTF-8 with its mark, fields apart by semicolons: opens right in a Polish spreadsheet."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([_text(title) for title in titles])
    for row in rows:
        writer.writerow([_text(row.get(name)) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    text = _UNLAWFUL.sub("", str(value))
    unsafe = isinstance(value, str) and text.startswith(_FORMULA)
    return f"'{text}" if unsafe else text
