"""A plan as a sheet of a workbook; nothing of it is computed or followed."""

from infostrada.site.records.plan.readers.headings import heading_of
from infostrada.site.records.plan.readers.office import opened
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.readers.table import below
from infostrada.site.records.plan.readers.table import Line
from infostrada.site.records.plan.readers.table import refuse_lost_classes
from infostrada.site.records.plan.readers.table import tidy
from infostrada.site.records.plan.rules import PlanClass
from typing import Any

import io
import re


MOST_ROWS = 100_000


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of every sheet with a heading; `line` is the row of its sheet."""
    from openpyxl import load_workbook

    with opened(name, data, "xlsx_broken"):
        pass
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheets = [_lines(name, sheet) for sheet in book.worksheets]
    except UnreadablePlanError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged part leads to
        raise UnreadablePlanError("xlsx_broken", file=name) from error
    classes: list[PlanClass] = []
    unread: list[list[Line]] = []
    for lines in sheets:
        heading = heading_of([line.texts for line in lines])
        if heading.layout is None:
            unread.append(lines)
        else:
            classes += below(name, lines, heading)
    if len(unread) == len(sheets):
        raise UnreadablePlanError("xlsx_no_table", file=name)
    for lines in unread:
        refuse_lost_classes(name, lines, classes, "sheet_without_heading")
    return classes


def _lines(name: str, sheet: Any) -> list[Line]:
    lines = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        if number > MOST_ROWS:
            raise UnreadablePlanError("file_too_large", file=name)
        lines.append(Line(number, [_text(cell) for cell in row]))
    return tidy(lines)


def _text(cell: Any) -> str:
    """What a cell shows: a number formatted as 0000 keeps its leading zeros."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value)
    zeros = re.fullmatch(r"0{2,10}", str(cell.number_format or ""))
    return text.zfill(len(zeros[0])) if zeros and text.isdigit() else text
