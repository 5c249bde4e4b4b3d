"""Is this an archive package? What is wrong, and where (EOD-08)."""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from infostrada.site.records.archive.package.container import Member
from infostrada.site.records.archive.package.container import members
from infostrada.site.records.archive.package.container import RefusedArchiveError
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.grammar import RELATIONS
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.xml import check_document
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.archive.package.xml import local
from infostrada.site.records.archive.package.xml import read
from lxml import etree
from pathlib import Path
from typing import BinaryIO


DOCUMENTS, METADATA, CASES = "dokumenty/", "metadane/", "sprawy/"
FOLDERS = frozenset([DOCUMENTS, METADATA, CASES])
NS = {"n": NAMESPACE}
UPO = "http://crd.gov.pl/xml/schematy/UPO/"
EVIDENCE = ("UPP", "UPD", "UPO")
SCHEMAS = ("Metadane-1.7.offline.xsd", "Metadane-1.7.xsd")


@dataclass(slots=True)
class _Contents:
    sizes: dict[str, int] = field(default_factory=dict)
    evidence: set[str] = field(default_factory=set)
    metadata: dict[str, etree._Element] = field(default_factory=dict)
    cases: dict[str, etree._Element] = field(default_factory=dict)
    tops: set[str] = field(default_factory=set)


def schema_in(folder: Path, names: Iterable[str] = SCHEMAS) -> etree.XMLSchema:
    """The first of the schemas in the folder an administrator put them into; `FileNotFoundError`."""
    for name in names:
        path = folder / name
        if path.is_file():
            parser = etree.XMLParser(no_network=True, resolve_entities=False)
            return etree.XMLSchema(etree.parse(str(path), parser))
    raise FileNotFoundError(f"{folder}: {' / '.join(names)}")


def check_package(file: BinaryIO, name: str, schema: etree.XMLSchema | None = None) -> Report:
    """Check a tar or zip package by the rules and, when given, by the schema; raises nothing."""
    report, contents = Report(schema=schema is not None), _Contents()
    try:
        for member in members(file, name):
            report.bytes += member.size
            report.add(_sort_in(member, contents))
    except RefusedArchiveError as refused:
        report.add([refused.finding])
        return report
    report.documents, report.cases = len(contents.sizes), len(contents.cases)
    report.add(Finding(top, "top_folder") for top in sorted(contents.tops))
    if not contents.sizes:
        report.add([Finding(name, "no_documents")])
    report.add(_pairs(contents))
    court = [where for where, root in contents.metadata.items() if is_for_courts(root)]
    if court:
        report.add([Finding(name, "court_metadata", court[0])])
        return report
    for where, root in (*contents.metadata.items(), *contents.cases.items()):
        report.add(check_document(root, where))
        report.add(_by_schema(root, where, schema))
    report.add(_sizes(contents))
    report.add(_case_files(contents))
    report.add(_groups(contents))
    report.add(_identifiers(contents))
    report.add(_relations(contents))
    return report


def _sort_in(member: Member, contents: _Contents) -> Iterator[Finding]:
    name = _within(member.name, contents)
    if name.startswith(DOCUMENTS):
        contents.sizes[name] = member.size
        if _is_evidence(member.head):
            contents.evidence.add(name)
    elif name.startswith((METADATA, CASES)):
        if not name.endswith(".xml"):
            yield Finding(name, "metadata_not_xml")
            return
        if name.startswith(CASES) and name.count("/") > 1:
            yield Finding(name, "case_file_nested")
        root = read(member.head, name)
        if isinstance(root, Finding):
            yield root
        else:
            (contents.metadata if name.startswith(METADATA) else contents.cases)[name] = root
    elif not ("/" not in name and name.endswith(".xades")):
        yield Finding(name, "outside_folders")


def _within(name: str, contents: _Contents) -> str:
    """The name below a folder that was packed around the three of a package; the folder is told once."""
    top, _slash, rest = name.partition("/")
    below = f"{rest.partition('/')[0]}/"
    if f"{top}/" in FOLDERS or below not in FOLDERS:
        return name
    contents.tops.add(f"{top}/")
    return rest


def _is_evidence(head: bytes) -> bool:
    """An official receipt (UPP, UPD, UPO) by its namespace and root."""
    if UPO.encode() not in head[:4096]:
        return False
    root = read(head, "")
    if isinstance(root, Finding):
        return False
    return any(local(element) in EVIDENCE for element in root.iter(etree.Element))


def _pairs(contents: _Contents) -> Iterator[Finding]:
    wanted = {f"{METADATA}{name.removeprefix(DOCUMENTS)}.xml": name for name in contents.sizes}
    for metadata, name in sorted(wanted.items()):
        if metadata not in contents.metadata:
            yield Finding(name, "metadata_missing", metadata)
    for metadata in sorted(contents.metadata.keys() - wanted.keys()):
        yield Finding(metadata, "document_missing", metadata.removeprefix(METADATA)[:-4])


def _by_schema(root: etree._Element, where: str, schema: etree.XMLSchema | None) -> Iterator[Finding]:
    if schema is not None and not schema.validate(root):
        for error in schema.error_log:
            yield Finding(where, "schema", error.message, error.line)


def _sizes(contents: _Contents) -> Iterator[Finding]:
    for where, root in contents.metadata.items():
        size = root.find("n:format/n:wielkosc[@jednostka='bajt']", NS)
        real = contents.sizes.get(f"{DOCUMENTS}{where.removeprefix(METADATA)[:-4]}")
        if size is not None and real is not None and (size.text or "").strip() != str(real):
            yield Finding(
                where, "size_differs", f"{(size.text or '').strip()} / {real}", size.sourceline or 0
            )


def _case_files(contents: _Contents) -> Iterator[Finding]:
    for where, root in contents.cases.items():
        if root.findtext("n:typ/n:kategoria", namespaces=NS) != "Collection":
            yield Finding(where, "case_not_collection")
        if root.findtext("n:format/n:typ", namespaces=NS) != "Multipart/Header-Set":
            yield Finding(where, "case_format_wrong")


def _groups(contents: _Contents) -> Iterator[Finding]:
    known = {identifier for root in contents.cases.values() for identifier in identifiers(root)}
    for where, root in contents.metadata.items():
        codes = [
            (group.findtext("n:kod", namespaces=NS) or "").strip()
            for group in root.findall("n:grupowanie", NS)
            if (group.findtext("n:typ", namespaces=NS) or "").strip().casefold() == "znak sprawy"
        ]
        for code in codes:
            if code not in known:
                yield Finding(where, "case_missing", code)
        if not codes:
            yield Finding(where, "group_missing", blocking=False)


def is_for_courts(root: etree._Element) -> bool:
    """Is it a `dokument` of NES 2.0? It has the namespace of Metadane and other names inside."""
    return root.find("n:identyfikator/n:wartoscId", NS) is not None


def identifiers(root: etree._Element) -> list[str]:
    """Values of the identifiers of a document or case."""
    found = root.findall("n:identyfikator/n:wartosc", NS)
    return [(value.text or "").strip() for value in found]


def _identifiers(contents: _Contents) -> Iterator[Finding]:
    """The first identifier of a document is its own: two documents may not share it."""
    seen: dict[str, str] = {}
    for where, root in contents.metadata.items():
        for own in identifiers(root)[:1]:
            if own in seen:
                yield Finding(where, "identifier_doubled", f"{own}: {seen[own]}")
            seen.setdefault(own, where)


def _relations(contents: _Contents) -> Iterator[Finding]:
    known = {one for root in contents.metadata.values() for one in identifiers(root)}
    for where, root in contents.metadata.items():
        targets = []
        for relation in root.findall("n:relacja", NS):
            target = (relation.findtext("n:identyfikator/n:wartosc", namespaces=NS) or "").strip()
            targets.append(target)
            line = relation.sourceline or 0
            if target not in known:
                yield Finding(where, "relation_leads_out", target, line, blocking=False)
            if relation.findtext("n:typ", namespaces=NS) not in RELATIONS:
                word = relation.findtext("n:typ", namespaces=NS) or ""
                yield Finding(where, "relation_unknown", word, line, blocking=False)
        document = f"{DOCUMENTS}{where.removeprefix(METADATA)[:-4]}"
        if document in contents.evidence and not any(target in known for target in targets):
            yield Finding(where, "evidence_without_relation")
