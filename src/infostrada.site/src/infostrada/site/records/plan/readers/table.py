"""Classes from a table of texts, whatever file it came from."""

from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import replace
from infostrada.site.records.plan.readers.cells import cell
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.cells import wordy
from infostrada.site.records.plan.readers.headings import Heading
from infostrada.site.records.plan.readers.headings import heading_of
from infostrada.site.records.plan.readers.headings import Layout
from infostrada.site.records.plan.readers.headings import numbering
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from typing import NamedTuple

import re


class Line(NamedTuple):
    """A row of a table: its place in the file and its texts."""

    line: int
    texts: Sequence[str]


def classes_of(name: str, lines: Sequence[Line]) -> list[PlanClass]:
    """Classes of one table; `UnreadablePlanError` when it has no heading or a row that is too long."""
    lines = tidy(lines)
    rows = [line.texts for line in lines]
    heading = heading_of(rows)
    if heading.layout is None:
        if not lines:
            return []
        first = next((line for line in lines if len([text for text in line.texts if text]) > 1), lines[0])
        raise UnreadablePlanError("column_missing", file=name, line=first.line, field=heading.lacks)
    return below(name, lines, heading)


def tidy(lines: Sequence[Line]) -> list[Line]:
    """Rows that hold anything, their texts in one line each."""
    found = (Line(line.line, [cell(text) for text in line.texts]) for line in lines)
    return [line for line in found if any(line.texts)]


def below(name: str, lines: Sequence[Line], heading: Heading) -> list[PlanClass]:
    """Classes of the rows under a heading; headings repeated on every page are passed over."""
    assert heading.layout is not None
    head = [line.texts for line in lines[heading.start : heading.start + heading.rows]]
    body = [line for line in lines[heading.start + heading.rows :] if line.texts not in head]
    return with_zeros(name, list(rows_of(name, body, heading.layout)))


def rows_of(name: str, lines: Sequence[Line], layout: Layout) -> Iterator[PlanClass]:
    """A class for each row that is one."""
    last: PlanClass | None = None
    for line in lines:
        if any(line.texts[len(layout.fields) :]):
            raise UnreadablePlanError("too_many_columns", file=name, line=line.line, field="row")
        if numbering(line.texts) or _caption(line.texts, layout):
            continue
        symbol, words = layout.symbol(line.texts), layout.words(line.texts)
        held = {field for field, text in words.items() if text}
        if not symbol and held == {"note"} and last is not None:
            last = replace(last, note=f"{last.note} {words['note']}".strip())
            continue
        if last is not None:
            yield last
        last = plan_class({**words, "symbol": symbol}, line.line)
    if last is not None:
        yield last


def refuse_lost_classes(name: str, lines: Sequence[Line], classes: Sequence[PlanClass], reason: str) -> None:
    """Raise UnreadablePlanError when rows that are not read hold classes below those that are."""
    known = {one.symbol for one in classes}
    for line in lines:
        symbols = [text for text in line.texts if re.fullmatch(r"\d{2,10}", text)]
        below_known = any(text not in known and text[:-1] in known for text in symbols)
        if below_known and any(map(wordy, line.texts)):
            raise UnreadablePlanError(reason, file=name, line=line.line, field="symbol")


def _caption(texts: Sequence[str], layout: Layout) -> bool:
    """One text across the table, the name of a part or a footnote, or a row of which no column is read."""
    held = {text for text in texts if text}
    known = any(text and field for field, text in zip(layout.fields, texts, strict=False))
    alone = len(held) == 1 and wordy(next(iter(held))) and not _titled_only(texts, layout)
    return alone or not known


def _titled_only(texts: Sequence[str], layout: Layout) -> bool:
    """A title or detail alone in its own column is no caption: a symbol or the row above is amiss."""
    places = [place for place, text in enumerate(texts) if text]
    return len(places) == 1 and places[0] < len(layout.fields) and layout.fields[places[0]] != "symbol"


def with_zeros(name: str, classes: list[PlanClass]) -> list[PlanClass]:
    """Refuse a table whose symbols a spreadsheet took for numbers: 00 and 000 have become 0 there."""
    zeros = [one for one in classes if one.symbol == "0"]
    if len(zeros) > 1 and not any(one.symbol.startswith("0") and len(one.symbol) > 1 for one in classes):
        raise UnreadablePlanError("zeros_lost", file=name, line=zeros[1].line, field="symbol")
    return classes
