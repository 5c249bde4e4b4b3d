"""A plan as the table offices print: a Word document.

Columns are recognised by their headings (see `headings`). A table without a heading goes on with the one before it
when it has as many columns: long plans are often broken into a table for each page. One of other columns that holds
classes missing above it is refused with its row, not passed over.
"""

from collections.abc import Iterator
from infostrada.site.records.plan.readers.headings import Heading
from infostrada.site.records.plan.readers.headings import heading_of
from infostrada.site.records.plan.readers.headings import Layout
from infostrada.site.records.plan.readers.office import opened
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.readers.table import below
from infostrada.site.records.plan.readers.table import Line
from infostrada.site.records.plan.readers.table import refuse_lost_classes
from infostrada.site.records.plan.readers.table import rows_of
from infostrada.site.records.plan.readers.table import tidy
from infostrada.site.records.plan.readers.table import with_zeros
from infostrada.site.records.plan.rules import PlanClass
from lxml import etree

import posixpath
import zipfile


MOST_SPAN = 40
# What was struck out or moved away stays in the file while changes are tracked; a fallback says the same twice.
LEFT_OUT = frozenset(["del", "moveFrom", "Fallback", "instrText", "delText"])
SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"}


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of every table with a heading row; `line` is the row counted over the document."""
    body = _body(name, data)
    classes: list[PlanClass] = []
    above = 0
    running: Heading | None = None
    for table in body.iter("{*}tbl"):
        rows = [_cells(row) for row in _within(table, "tr") if not _struck_out(row)]
        lines = tidy([Line(above + place, row) for place, row in enumerate(rows, 1)])
        above += len(rows)
        heading = heading_of([line.texts for line in lines])
        if heading.layout is not None:
            running = heading
            classes += below(name, lines, heading)
        elif running is not None and running.layout is not None:
            if _goes_on(lines, running.layout):
                classes += rows_of(name, lines, running.layout)
            else:
                refuse_lost_classes(name, lines, classes, "table_without_heading")
    if running is None:
        raise UnreadablePlanError("docx_no_table", file=name)
    return with_zeros(name, classes)


def _goes_on(lines: list[Line], layout: Layout) -> bool:
    wide = {len(line.texts) for line in lines} == {len(layout.fields)}
    return wide and any(
        layout.symbol(line.texts).isdigit() and layout.words(line.texts).get("title") for line in lines
    )


def _body(name: str, data: bytes) -> etree._Element:
    with opened(name, data, "docx_broken") as package:
        xml = package.read(_main_part(package))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePlanError("docx_broken", file=name, line=error.lineno or 0) from error


def _main_part(package: zipfile.ZipFile) -> str:
    """Where the package says its document is (ECMA-376 part 2): not every program calls it document.xml."""
    try:
        ties = etree.fromstring(
            package.read("_rels/.rels"), etree.XMLParser(resolve_entities=False, no_network=True)
        )
        for tie in ties.iter("{*}Relationship"):
            if tie.get("Type", "").endswith("/officeDocument"):
                return posixpath.normpath(tie.get("Target", "").lstrip("/"))
    except (KeyError, etree.XMLSyntaxError):
        pass
    return "word/document.xml"


def _within(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows or cells of a table, also those inside content controls; never those of a table within."""
    for child in node.iterchildren(etree.Element):
        local = etree.QName(child).localname
        if local == name:
            yield child
        elif local not in ("tbl", "tr", "tc", *LEFT_OUT):
            yield from _within(child, name)


def _struck_out(row: etree._Element) -> bool:
    return row.find("{*}trPr/{*}del") is not None


def _cells(row: etree._Element) -> list[str]:
    """Texts of a row's cells; a cell spanning columns is repeated so that columns stay level."""
    texts: list[str] = [""] * _number(row.find("{*}trPr/{*}gridBefore"), 0)
    for cell in _within(row, "tc"):
        texts += [_text(cell)] * _number(cell.find("{*}tcPr/{*}gridSpan"), 1)
    return texts


def _number(node: etree._Element | None, otherwise: int) -> int:
    """The whole number in `w:val`, within reason."""
    if node is None:
        return otherwise
    value = next((text for key, text in node.attrib.items() if key.rpartition("}")[2] == "val"), "")
    return min(int(value), MOST_SPAN) if value.isascii() and value.isdigit() else otherwise


def _text(node: etree._Element) -> str:
    """What a reader sees of a cell: paragraphs apart, runs together."""
    parts: list[str] = []
    for child in node.iterchildren(etree.Element):
        local = etree.QName(child).localname
        if local in LEFT_OUT:
            continue
        parts.append(child.text or "" if local == "t" else SIGNS.get(local) or _text(child))
        if local == "p":
            parts.append(" ")
    return "".join(parts)
