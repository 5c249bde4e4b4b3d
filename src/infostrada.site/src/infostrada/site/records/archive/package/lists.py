"""Is this XML file a spis zdawczo-odbiorczy? What is wrong, and where.

By the official `SpisZdawczo-odbiorczy.xsd`, which an installation may give as well; beyond it: numbers in order from 1,
signs that are none or stand twice, an end before the start, no documents.
"""

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.archive.package.xml import LARGEST_XML
from infostrada.site.records.archive.package.xml import local
from infostrada.site.records.archive.package.xml import read
from infostrada.site.records.cases.sign import BadSignError
from infostrada.site.records.cases.sign import parse
from lxml import etree
from typing import BinaryIO


ROOT = f"{{{NAMESPACE}}}SpisZdawczoOdbiorczy"
PARTS = (
    "LiczbaPorzadkowa",
    "ZnakSprawy",
    "HasloKlasyfikacyjne",
    "TytulSprawy",
    "DataWszczecia",
    "DataZakonczenia",
    "LiczbaDokumentow",
    "Uwagi",
)
NEEDED = PARTS[:-1]
SCHEMA = "SpisZdawczo-odbiorczy.xsd"


def check_list(file: BinaryIO, name: str, schema: etree.XMLSchema | None = None) -> Report:
    """Check a list by the rules and, when given, by the schema; raises nothing."""
    report = Report(schema=schema is not None)
    data = file.read(LARGEST_XML + 1)
    report.bytes = len(data)
    root = read(data, name)
    if isinstance(root, Finding):
        report.add([root])
        return report
    if root.tag != ROOT:
        report.add([Finding(name, "root_wrong", str(root.tag), root.sourceline or 0)])
        return report
    rows = list(root.iterchildren(etree.Element))
    report.cases = len(rows)
    if not rows:
        report.add([Finding(name, "list_without_cases")])
    seen: set[str] = set()
    for place, row in enumerate(rows, start=1):
        report.add(_row(row, place, name, seen))
        report.documents += _number(row, "LiczbaDokumentow") or 0
    if schema is not None and not schema.validate(root):
        report.add(Finding(name, "schema", each.message, each.line) for each in schema.error_log)
    return report


def _row(row: etree._Element, place: int, where: str, seen: set[str]) -> Iterator[Finding]:
    line = row.sourceline or 0
    if row.tag != f"{{{NAMESPACE}}}Sprawa":
        yield Finding(where, "element_unexpected", local(row), line)
        return
    yield from _shape(row, where)
    if _number(row, "LiczbaPorzadkowa") != place:
        yield Finding(where, "ordinal_wrong", f"{_text(row, 'LiczbaPorzadkowa')} / {place}", line)
    sign = _text(row, "ZnakSprawy")
    if sign in seen:
        yield Finding(where, "sign_doubled", sign, line)
    seen.add(sign)
    try:
        parse(sign)
    except BadSignError:
        yield Finding(where, "sign_unusual", sign, line, blocking=False)
    started, ended = _day(row, "DataWszczecia"), _day(row, "DataZakonczenia")
    for name, found in (("DataWszczecia", started), ("DataZakonczenia", ended)):
        if found is None:
            yield Finding(where, "date_malformed", f"{name}: {_text(row, name)}", line)
    if started and ended and ended < started:
        yield Finding(where, "ends_before_start", sign, line)
    documents = _number(row, "LiczbaDokumentow")
    if documents is None or documents < 0:
        yield Finding(where, "number_wrong", f"LiczbaDokumentow: {_text(row, 'LiczbaDokumentow')}", line)
    elif documents == 0:
        yield Finding(where, "case_without_documents", sign, line, blocking=False)


def _shape(row: etree._Element, where: str) -> Iterator[Finding]:
    names = [local(child) for child in row.iterchildren(etree.Element)]
    line = row.sourceline or 0
    for name in names:
        if name not in PARTS:
            yield Finding(where, "element_unexpected", f"Sprawa/{name}", line)
    for name in NEEDED:
        if name not in names:
            yield Finding(where, "element_missing", f"Sprawa/{name}", line)
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield Finding(where, "element_doubled", f"Sprawa/{name}", line)
    known = [name for name in names if name in PARTS]
    if known != sorted(known, key=PARTS.index):
        yield Finding(where, "element_misplaced", "Sprawa", line)


def _text(row: etree._Element, name: str) -> str:
    return (row.findtext(f"{{{NAMESPACE}}}{name}") or "").strip()


def _number(row: etree._Element, name: str) -> int | None:
    text = _text(row, name)
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 12 else None


def _day(row: etree._Element, name: str) -> date | None:
    text = _text(row, name)
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text).date()
    except ValueError:
        return None
