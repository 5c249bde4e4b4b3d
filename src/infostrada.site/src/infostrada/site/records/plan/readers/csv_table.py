"""A plan as a table of values separated by semicolons, commas or tabs, in UTF-8 or CP1250."""

from collections.abc import Iterator
from infostrada.site.records.plan.readers.cells import column
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from typing import Any

import csv
import io


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the table; its first line names the columns (see `cells.COLUMNS`)."""
    text = _decode(name, data)
    first = text.partition("\n")[0]
    delimiter = max(";,\t", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        return list(_classes(name, rows))
    except csv.Error as error:
        raise UnreadablePlanError("csv_broken", file=name, line=rows.line_num) from error


def _decode(name: str, data: bytes) -> str:
    if b"\0" in data:
        raise UnreadablePlanError("not_text", file=name)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1250", errors="replace")


def _classes(name: str, rows: Any) -> Iterator[PlanClass]:
    fields: list[str | None] | None = None
    for row in rows:
        if not any(value.strip() for value in row):
            continue
        if fields is None:
            fields = [column(heading) for heading in row]
            _check_heading(name, fields, rows.line_num)
            continue
        line = rows.line_num
        if len(row) > len(fields):
            raise UnreadablePlanError("too_many_columns", file=name, line=line, field="row")
        words = {field: value for field, value in zip(fields, row, strict=False) if field}
        yield plan_class(words, line)


def _check_heading(name: str, fields: list[str | None], line: int) -> None:
    for needed in ("symbol", "title"):
        if needed not in fields:
            raise UnreadablePlanError("column_missing", file=name, line=line, field=needed)
