"""A plan as a table of values separated by semicolons, commas, tabs or bars, in the encodings of Polish offices."""

from infostrada.core.filetext import decoded
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.readers.table import classes_of
from infostrada.site.records.plan.readers.table import Line
from infostrada.site.records.plan.rules import PlanClass

import csv
import io
import re


SEPARATORS = ";\t,|"
LOOKED_AT = 200


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of the table; its first rows name the columns (see `headings`)."""
    text = _decode(name, data)
    told = re.match(r"sep=(.)\r?\n", text)
    above = 1 if told else 0
    text = text[told.end() :] if told else text
    rows = csv.reader(
        io.StringIO(text, newline=""), delimiter=told[1] if told else _separator(text), strict=True
    )
    lines = []
    try:
        for row in rows:
            lines.append(Line(rows.line_num + above, row))
    except csv.Error as error:
        raise UnreadablePlanError("csv_broken", file=name, line=rows.line_num + above) from error
    return classes_of(name, lines)


def _separator(text: str) -> str:
    """The sign that stands in most lines."""
    lines = text.split("\n", LOOKED_AT)[:LOOKED_AT]
    return max(SEPARATORS, key=lambda sign: sum(sign in line for line in lines))


def _decode(name: str, data: bytes) -> str:
    """Text in whatever encoding a spreadsheet saved it; binary files are refused."""
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise UnreadablePlanError("not_text", file=name) from error
    if "\0" in text:
        raise UnreadablePlanError("not_text", file=name)
    return text
