"""Office files as they are let in: a DOCX or ODT that carries no macro, no object, no link to load.

Both are zip files of XML. What a template may not have is refused when it is registered, not
silently taken out: its author shall know. A template of the word processor (DOTX, OTT) becomes an
ordinary document: Word does not open a DOCX that says it is a template.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from infostrada.core.damage import ZIP_DAMAGE
from lxml import etree
from typing import Any

import io
import re
import zipfile


MOST_PARTS = 2_000
MOST_BYTES = 60_000_000
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT = "application/vnd.oasis.opendocument.text"
TEXT_TEMPLATE = "application/vnd.oasis.opendocument.text-template"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SCRIPT = "urn:oasis:names:tc:opendocument:xmlns:script:1.0"
XLINK = "{http://www.w3.org/1999/xlink}href"
LOADED = ("http", "https", "file", "ftp", "vnd.sun.star.script")
WORD_MAIN = re.compile(r"word/document\d*\.xml\Z")
WORD_PARTS = re.compile(r"word/(?:document\d*|header\d*|footer\d*|footnotes|endnotes)\.xml\Z")
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
WORD_TEMPLATE = b"wordprocessingml.template.main+xml"
WORD_DOCUMENT = b"wordprocessingml.document.main+xml"
MANIFEST = "META-INF/manifest.xml"
# A DOCX with a password is a compound file with a part of this name ([MS-OFFCRYPTO] 2.3.4.4).
COMPOUND = b"\xd0\xcf\x11\xe0"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
ODT_PARTS = re.compile(r"(?:content|styles)\.xml\Z")
_MACROS = re.compile(r"vbaProject|vbaData|/activeX/|/embeddings/|^Basic/|^Scripts/|^Object ", re.IGNORECASE)
_COMMANDS = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|MACROBUTTON|IMPORT|LINK)\b")


class OfficeFault(ValueError):
    """Why a file cannot be a template: `args[0]` is the machine word."""


@dataclass(frozen=True)
class OfficeFile:
    """Parts of the file by name, in their order, and the trees of those with text."""

    kind: str
    parts: Mapping[str, bytes]
    trees: Mapping[str, Any]


def read_office(data: bytes) -> OfficeFile:
    """Open a DOCX or ODT; OfficeFault for anything that is not one or carries more than text."""
    parts = _unpacked(data)
    if any(_MACROS.search(name) for name in parts):
        raise OfficeFault("template_active")
    if parts.get("mimetype", b"").decode("ascii", "replace").strip() in (TEXT, TEXT_TEMPLATE):
        return _odt(parts)
    if any(map(WORD_MAIN.match, parts)) and "[Content_Types].xml" in parts:
        return _docx(parts)
    raise OfficeFault("not_an_office_file")


def write_office(file: OfficeFile) -> bytes:
    """The file with its trees as they are now; the same bytes for the same content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name, data in file.parts.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if name in file.trees:
                data = etree.tostring(
                    file.trees[name], encoding="UTF-8", xml_declaration=True, standalone=True
                )
            target.writestr(info, data)
    return out.getvalue()


def _unpacked(data: bytes) -> dict[str, bytes]:
    if data.startswith(COMPOUND) and ENCRYPTED in data:
        raise OfficeFault("template_encrypted")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as source:
            listed = source.infolist()
            if len(listed) > MOST_PARTS or sum(info.file_size for info in listed) > MOST_BYTES:
                raise OfficeFault("template_too_large")
            if any(info.flag_bits & 1 for info in listed):
                raise OfficeFault("template_encrypted")
            return {info.filename: _bounded(source, info) for info in listed if not info.is_dir()}
    except OfficeFault:
        raise
    except ZIP_DAMAGE as error:
        raise OfficeFault("not_an_office_file") from error


def _bounded(source: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part, never longer than its entry says: the sum of the entries is what was checked."""
    with source.open(info) as part:
        data = part.read(info.file_size + 1)
    if len(data) > info.file_size:
        raise OfficeFault("template_too_large")
    return data


def parse_xml(data: bytes) -> Any:
    """A tree without entities, external files or a document type; OfficeFault otherwise."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise OfficeFault("template_broken") from error
    if root.getroottree().docinfo.doctype:
        raise OfficeFault("template_broken")
    return root


def _docx(parts: dict[str, bytes]) -> OfficeFile:
    if b"macroEnabled" in parts["[Content_Types].xml"]:
        raise OfficeFault("template_active")
    for name, data in parts.items():
        if name.endswith(".rels"):
            for relation in parse_xml(data).iter(f"{{{RELATIONS}}}Relationship"):
                outside = relation.get("TargetMode") == "External"
                if outside and not relation.get("Type", "").endswith("/hyperlink"):
                    raise OfficeFault("template_links")
    trees = {name: parse_xml(data) for name, data in parts.items() if WORD_PARTS.match(name)}
    if any(tree.tag == f"{{{STRICT}}}document" for tree in trees.values()):
        raise OfficeFault("template_strict")
    types = parts["[Content_Types].xml"].replace(WORD_TEMPLATE, WORD_DOCUMENT)
    parts = {**parts, "[Content_Types].xml": types}
    for tree in trees.values():
        codes = "".join(tree.itertext(f"{{{W}}}instrText"))
        codes += " ".join(node.get(f"{{{W}}}instr", "") for node in tree.iter(f"{{{W}}}fldSimple"))
        if _COMMANDS.search(codes):
            raise OfficeFault("template_links")
    return OfficeFile("docx", parts, trees)


def _odt(parts: dict[str, bytes]) -> OfficeFile:
    if b"encryption-data" in parts.get(MANIFEST, b"") or "encrypted-package" in parts:
        raise OfficeFault("template_encrypted")
    if "content.xml" not in parts:
        raise OfficeFault("template_broken")
    plain = {"mimetype": TEXT.encode()}
    if MANIFEST in parts:
        plain[MANIFEST] = parts[MANIFEST].replace(TEXT_TEMPLATE.encode(), TEXT.encode())
    parts = {**parts, **plain}
    trees = {name: parse_xml(data) for name, data in parts.items() if ODT_PARTS.match(name)}
    for tree in trees.values():
        for node in tree.iter():
            if isinstance(node.tag, str) and node.tag.startswith(f"{{{SCRIPT}}}"):
                raise OfficeFault("template_active")
            outside = node.get(XLINK, "").partition(":")[0].lower() in LOADED
            if outside and not str(node.tag).endswith("}a"):
                raise OfficeFault("template_links")
    return OfficeFile("odt", parts, trees)
