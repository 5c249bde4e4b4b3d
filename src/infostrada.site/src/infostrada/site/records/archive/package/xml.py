"""Metadata read from strangers: no document type, no entities, no network, bounded size."""

from collections.abc import Iterator
from dataclasses import dataclass
from infostrada.site.records.archive.package.grammar import ATTRIBUTES
from infostrada.site.records.archive.package.grammar import CHOICES
from infostrada.site.records.archive.package.grammar import GRAMMAR
from infostrada.site.records.archive.package.grammar import NAMESPACE
from infostrada.site.records.archive.package.grammar import Part
from infostrada.site.records.archive.package.grammar import TEXTS
from lxml import etree


LARGEST_XML = 5_000_000
# Without comments a value is one text, wherever somebody put a remark.
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False, "remove_comments": True,
           "remove_pis": True}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong, and where: file, line (0: the whole file), machine word, detail."""

    where: str
    reason: str
    detail: str = ""
    line: int = 0
    blocking: bool = True


def read(data: bytes, where: str) -> etree._Element | Finding:
    """The root of an XML file, or why it cannot be read."""
    if len(data) > LARGEST_XML:
        return Finding(where, "xml_too_large")
    try:
        root = etree.fromstring(data, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        return Finding(
            where, "xml_broken", str(getattr(error, "msg", error) or ""), getattr(error, "lineno", 0) or 0
        )
    if root.getroottree().docinfo.doctype:
        return Finding(where, "doctype_refused")
    return root


def local(element: etree._Element) -> str:
    """Name without its namespace; empty for comments and instructions."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def check_document(root: etree._Element, where: str) -> Iterator[Finding]:
    """Every breach of the metadata's grammar, in the order of the file."""
    if root.tag != f"{{{NAMESPACE}}}dokument":
        yield Finding(where, "root_wrong", str(root.tag), root.sourceline or 0)
        return
    yield from _check(root, "dokument", where)


def _check(element: etree._Element, kind: str, where: str) -> Iterator[Finding]:
    name, line = local(element), element.sourceline or 0
    needed = ATTRIBUTES.get(name)
    if needed and not (element.get(needed) or "").strip():
        yield Finding(where, "attribute_missing", f"{name}/@{needed}", line)
    parts = GRAMMAR.get(kind)
    if parts is None:
        fits, reason = TEXTS[kind]
        if not fits(element.text or ""):
            yield Finding(where, reason, f"{name}: {(element.text or '').strip()[:80]}", line)
        for child in element.iterchildren(etree.Element):
            yield Finding(where, "element_unexpected", local(child), child.sourceline or 0)
        return
    yield from _children(element, kind, parts, where)


def _children(element: etree._Element, kind: str, parts: tuple[Part, ...], where: str) -> Iterator[Finding]:
    order = {part.name: number for number, part in enumerate(parts)}
    counts = dict.fromkeys(order, 0)
    last = 0
    for child in element.iterchildren(etree.Element):
        name, line = local(child), child.sourceline or 0
        if name not in order or child.tag != f"{{{NAMESPACE}}}{name}":
            yield Finding(where, "element_unexpected", f"{local(element)}/{name}", line)
            continue
        counts[name] += 1
        part = parts[order[name]]
        if order[name] < last:
            yield Finding(where, "element_misplaced", f"{local(element)}/{name}", line)
        if part.most is not None and counts[name] == part.most + 1:
            yield Finding(where, "element_doubled", f"{local(element)}/{name}", line)
        last = max(last, order[name])
        yield from _check(child, part.type, where)
    for part in parts:
        if counts[part.name] < part.least:
            yield Finding(where, "element_missing", f"{local(element)}/{part.name}", element.sourceline or 0)
    choices = CHOICES.get(kind)
    if choices and [set(one) for one in choices].count(_chosen(counts, choices)) != 1:
        wanted = " | ".join("+".join(one) for one in choices)
        yield Finding(where, "choice_wrong", f"{local(element)}: {wanted}", element.sourceline or 0)


def _chosen(counts: dict[str, int], choices: tuple[tuple[str, ...], ...]) -> set[str]:
    return {name for one in choices for name in one if counts[name]}
