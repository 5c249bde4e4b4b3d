"""DOCX and ODT: text, and what a reader does not see at once (tracked changes, comments, author, hidden text)."""

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.readers.bounds import members
from infostrada.site.bip.gate.readers.bounds import xml
from infostrada.site.bip.gate.text import in_text
from lxml import etree

import zipfile


W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TRACKED = tuple(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
ODF_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
AUTHORS = ("{*}creator", "{*}lastModifiedBy", "{*}initial-creator", "{*}manager", "{*}printed-by")


def docx(where: str, archive: zipfile.ZipFile) -> Iterator[Finding]:
    """Findings of a Word document; every part with words is read, headers and notes too."""
    for info in members(archive):
        name = info.filename
        if name.startswith("docProps/") and name.endswith(".xml"):
            yield from _authors(where, archive.read(name))
        elif name.startswith("word/comments") and name.endswith(".xml"):
            yield from _comments(where, xml(archive.read(name)))
        elif name.startswith("word/") and name.endswith(".xml"):
            yield from _word_part(where, xml(archive.read(name)))


def _word_part(where: str, root: etree._Element) -> Iterator[Finding]:
    changes = list(root.iter(*TRACKED))
    words = sum(bool("".join(change.itertext()).strip()) for change in changes)
    if words:
        yield finding("tracked_changes", where, str(words), shown=str(words))
    for run in root.iter(f"{W}r"):
        if run.find(f"{W}rPr/{W}vanish") is not None and (text := _run_text(run).strip()):
            yield finding("hidden_text", where, text)
    for paragraph in root.iter(f"{W}p"):
        yield from in_text(where, _run_text(paragraph))


def _run_text(element: etree._Element) -> str:
    marks = {f"{W}tab": "\t", f"{W}br": "\n"}
    parts = (marks.get(part.tag, part.text or "") for part in element.iter(f"{W}t", f"{W}delText", *marks))
    return "".join(parts)


def _comments(where: str, root: etree._Element) -> Iterator[Finding]:
    comments = [_run_text(comment) for comment in root if isinstance(comment.tag, str)]
    if said := [text for text in comments if text.strip()]:
        yield finding("comments", where, "\n".join(said), shown=str(len(said)))
    for text in said:
        yield from in_text(where, text)


def _authors(where: str, data: bytes) -> Iterator[Finding]:
    root = xml(data)
    names = {(part.text or "").strip() for part in root.iter(*AUTHORS)} - {"", "python-docx"}
    for name in sorted(names):
        yield finding("author", where, name, shown=name)


def odt(where: str, archive: zipfile.ZipFile) -> Iterator[Finding]:
    """Findings of an OpenDocument text: content, styles (headers and footers) and metadata."""
    names = {info.filename for info in members(archive)}
    for name in sorted(names & {"content.xml", "styles.xml"}):
        yield from _odf_part(where, xml(archive.read(name)))
    if "meta.xml" in names:
        yield from _authors(where, archive.read("meta.xml"))


def _odf_part(where: str, root: etree._Element) -> Iterator[Finding]:
    changes = list(root.iter(f"{ODF_TEXT}changed-region"))
    if changes:
        yield finding("tracked_changes", where, str(len(changes)), shown=str(len(changes)))
    notes = [" ".join(note.itertext()) for note in root.iter(f"{ODF_OFFICE}annotation")]
    if notes:
        yield finding("comments", where, "\n".join(notes), shown=str(len(notes)))
    hidden = {
        style.get("{urn:oasis:names:tc:opendocument:xmlns:style:1.0}name")
        for style in root.iter("{*}style")
        if any(
            part.get("{urn:oasis:names:tc:opendocument:xmlns:text:1.0}display") == "none" for part in style
        )
    }
    for part in root.iter(f"{ODF_TEXT}hidden-text", f"{ODF_TEXT}hidden-paragraph"):
        yield finding("hidden_text", where, part.get(f"{ODF_TEXT}string-value") or "".join(part.itertext()))
    for part in root.iter(f"{ODF_TEXT}span", f"{ODF_TEXT}p"):
        if part.get(f"{ODF_TEXT}style-name") in hidden - {None}:
            yield finding("hidden_text", where, "".join(part.itertext()))
    for paragraph in root.iter(f"{ODF_TEXT}p", f"{ODF_TEXT}h"):
        yield from in_text(where, "".join(paragraph.itertext()))
