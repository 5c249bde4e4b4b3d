"""Packed files: office documents and archives; nothing of them is unpacked to disk.

Sources: ECMA-376 part 2, 9.3 (relationships, `TargetMode`), part 4 (VBA project); OpenDocument 1.3, part 2, 3.16 (scripts).
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.core.damage import PART_DAMAGE
from infostrada.core.security.contents.markup import is_remote
from infostrada.core.security.contents.markup import PARSER
from infostrada.core.security.uploads import DANGEROUS
from infostrada.core.security.uploads import ending_of
from infostrada.core.security.uploads import is_program
from lxml import etree
from pathlib import PurePosixPath

import io
import stat
import zipfile


MOST_UNPACKED = 2_000_000_000
# Text packs to a tenth or a fortieth; what packs a thousandfold was made to fill a disk.
MOST_TIMES, FREE = 250, 50_000_000
MOST_MEMBERS = 100_000
MOST_PART = 50_000_000
# Pages inside an archive are read where it was unpacked, not from the office's address.
RUNNABLE = DANGEROUS - {
    "htm",
    "html",
    "mht",
    "mhtml",
    "php",
    "py",
    "shtml",
    "url",
    "xht",
    "xhtml",
    "js",
    "mjs",
    "inf",
}
PACKAGE = "Ole10Native".encode("utf-16-le")
MACROS = ("vbaproject.bin", "vbadata.xml")
XLINK = "{http://www.w3.org/1999/xlink}href"
ODF_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


Look = Callable[[zipfile.ZipFile, zipfile.ZipInfo], None]


class Refused(ValueError):
    """The reason, as a machine word."""


def judge_archive(data: bytes) -> str | None:
    """Why an archive is not taken."""
    return _judged(data, _member)


def judge_office(data: bytes) -> str | None:
    """Why a DOCX, XLSX or PPTX is not taken."""
    return _judged(data, _office_part)


def judge_opendocument(data: bytes) -> str | None:
    """Why an ODT, ODS or ODP is not taken."""
    return _judged(data, _opendocument_part)


def _judged(data: bytes, look: Look) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for member in _members(packed):
                look(packed, member)
    except Refused as refused:
        return str(refused)
    except PART_DAMAGE:
        return "file_content_differs"
    return None


def _members(packed: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    members = packed.infolist()
    unpacked = sum(member.file_size for member in members)
    kept = sum(member.compress_size for member in members) or 1
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or unpacked > max(FREE, MOST_TIMES * kept):
        raise Refused("file_unpacks_too_large")
    for member in members:
        if not _stays_inside(member):
            raise Refused("archive_leads_outside")
        yield member


def _stays_inside(member: zipfile.ZipInfo) -> bool:
    name = member.orig_filename.replace("\\", "/")
    path = PurePosixPath(name)
    drive = len(name) > 1 and name[1] == ":"
    return not (path.is_absolute() or ".." in path.parts or drive or stat.S_ISLNK(member.external_attr >> 16))


def _member(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    if member.is_dir():
        return
    if ending_of(member.filename) in RUNNABLE:
        raise Refused("file_program_inside")
    if not member.flag_bits & 1:
        with packed.open(member) as stream:
            if is_program(stream.read(64)):
                raise Refused("file_program_inside")


def _office_part(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    name = member.filename.lower()
    if name.endswith(MACROS) or "activex/" in name or ending_of(name) in RUNNABLE:
        raise Refused("file_program_inside")
    if name.endswith(".bin") and "embeddings/" in name and PACKAGE in _part(packed, member):
        raise Refused("file_program_inside")
    if name.endswith(".rels"):
        for tie in _xml(packed, member).iter("{*}Relationship"):
            link = tie.get("Type", "").endswith("/hyperlink")
            if tie.get("TargetMode") == "External" and not link and is_remote(tie.get("Target", "")):
                raise Refused("file_fetches")


def _opendocument_part(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
    name = member.filename
    if name.startswith(("Basic/", "Scripts/", "Dialogs/")) and not member.is_dir():
        raise Refused("file_program_inside")
    if name in ("content.xml", "styles.xml", "meta.xml"):
        for part in _xml(packed, member).iter():
            target = part.get(XLINK) if isinstance(part.tag, str) else None
            if target and part.tag != f"{ODF_TEXT}a" and is_remote(target):
                raise Refused("file_fetches")


def _part(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > MOST_PART:
        raise Refused("file_unpacks_too_large")
    return packed.read(member)


def _xml(packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> etree._Element:
    try:
        return etree.fromstring(_part(packed, member), PARSER)
    except etree.XMLSyntaxError as error:
        raise Refused("file_content_differs") from error
