"""The report of an import as a file: every finding, whatever their number."""

from collections.abc import Iterator
from infostrada.geo.imports import rows
from infostrada.geo.imports.messages import spoken
from infostrada.geo.imports.rows import Run
from io import StringIO
from typing import Any

import csv
import json


COLUMNS = (
    "level", "layer", "class_name", "line", "fid", "business_id", "reason", "detail", "easting", "northing"
)  # fmt: skip
BATCH = 1000
# What a spreadsheet takes for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def findings(run: Run) -> Iterator[dict[str, Any]]:
    """All findings in their order."""
    after = 0
    while page := rows.findings(run.id, after=after, size=BATCH):
        yield from page
        after = page[-1]["number"]


def as_json(run: Run) -> bytes:
    """The run with all its findings."""
    data = {**run.as_data(), "findings": list(findings(run))}
    return json.dumps(data, ensure_ascii=False).encode()


def as_csv(run: Run, request: Any = None) -> bytes:
    """The findings as a table (UTF-8 with a mark, semicolons: as spreadsheets in Poland open it)."""
    text = StringIO()
    table = csv.writer(text, delimiter=";")
    table.writerow((*COLUMNS, "words"))
    for found in findings(run):
        table.writerow([_cell(found[name]) for name in COLUMNS] + [spoken(found["reason"], request)])
    return text.getvalue().encode("utf-8-sig")


def _cell(value: Any) -> Any:
    """Names come from strangers' files: none of them may start a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
