"""A plan as the table offices print: a Word document.

The table of the regulation has a column per order (I to IV) for the symbol, then the title,
two columns of categories and remarks; a plain table has one column for the symbol. Both are
recognised by their headings: columns left of the title hold the symbol.
"""

from infostrada.site.records.plan.readers.cells import plain
from infostrada.site.records.plan.readers.cells import plan_class
from infostrada.site.records.plan.readers.problem import UnreadablePlanError
from infostrada.site.records.plan.rules import PlanClass
from lxml import etree

import io
import zipfile


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_UNPACKED = 100_000_000


def read(name: str, data: bytes) -> list[PlanClass]:
    """Classes of every table with a heading row; `line` is the row counted over the document."""
    body = _body(name, data)
    classes: list[PlanClass] = []
    line = 0
    found = False
    for table in body.iter(f"{W}tbl"):
        rows = [_cells(row) for row in table.iterchildren(f"{W}tr")]
        fields = _fields(rows)
        if fields:
            found = True
            classes += _classes(rows, fields, line)
        line += len(rows)
    if not found:
        raise UnreadablePlanError("docx_no_table", file=name)
    return classes


def _body(name: str, data: bytes) -> etree._Element:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            info = package.getinfo("word/document.xml")
            if info.file_size > MAX_UNPACKED:
                raise UnreadablePlanError("file_too_large", file=name)
            xml = package.read(info)
    except (zipfile.BadZipFile, KeyError) as error:
        raise UnreadablePlanError("docx_broken", file=name) from error
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise UnreadablePlanError("docx_broken", file=name, line=error.lineno or 0) from error


def _cells(row: etree._Element) -> list[str]:
    """Texts of a row's cells; a cell spanning columns is repeated so that columns stay level."""
    texts: list[str] = []
    for cell in row.iterchildren(f"{W}tc"):
        span = cell.find(f"{W}tcPr/{W}gridSpan")
        width = int(span.get(f"{W}val", "1")) if span is not None else 1
        paragraphs = [
            "".join(run.text or "" for run in paragraph.iter(f"{W}t")) for paragraph in cell.iter(f"{W}p")
        ]
        texts += [" ".join(paragraphs).strip()] * min(width, 20)
    return texts


def _fields(rows: list[list[str]]) -> list[str | None]:
    """Field of each column, read from all rows above the first class; empty: not a plan."""
    headings: list[str] = []
    for row in rows:
        if any(text.isdigit() for text in row) and any(_wordy(text) for text in row):
            break
        headings += [""] * (len(row) - len(headings))
        for place, text in enumerate(row):
            headings[place] = f"{headings[place]} {plain(text)}"
    title = next((at for at, text in enumerate(headings) if "hasl" in text), None)
    if title is None:
        return []
    return [_field(at, title, text) for at, text in enumerate(headings)]


def _wordy(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _field(at: int, title: int, heading: str) -> str | None:
    if at < title:
        return None if heading.split()[:1] in (["lp"], ["lp."]) else "symbol"
    if at == title:
        return "title"
    if "uszczegol" in heading or "uwag" in heading:
        return "note"
    if "inn" in heading:
        return "category_other"
    return "category_lead" if "kategor" in heading or "macierz" in heading else None


def _classes(rows: list[list[str]], fields: list[str | None], above: int) -> list[PlanClass]:
    classes = []
    for place, row in enumerate(rows, start=above + 1):
        words: dict[str, str] = {}
        for field, text in zip(fields, row, strict=False):
            if field and not words.get(field):
                words[field] = text
        if words.get("symbol", "").isdigit() and _wordy(words.get("title", "")):
            classes.append(plan_class(words, place))
    return classes
