"""What may be uploaded: names, contents and sizes. Pure."""

from pathlib import PurePath
from typing import NamedTuple

import codecs


# Programs and pages with scripts: nobody's browser or desktop should open them from an office's site.
DANGEROUS = frozenset(
    [
        "app",
        "bat",
        "cmd",
        "com",
        "cpl",
        "dll",
        "dmg",
        "exe",
        "gadget",
        "hta",
        "htm",
        "html",
        "inf",
        "jar",
        "js",
        "jse",
        "lnk",
        "mht",
        "mhtml",
        "mjs",
        "msi",
        "msp",
        "pif",
        "php",
        "ps1",
        "py",
        "reg",
        "scf",
        "scr",
        "sh",
        "shtml",
        "svgz",
        "swf",
        "url",
        "vb",
        "vbe",
        "vbs",
        "wsc",
        "wsf",
        "wsh",
        "xht",
        "xhtml",
    ]
)

PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!")

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)

# First bytes of files by the ending of their name.
SIGNATURES: dict[str, tuple[bytes, ...]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "tif": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "tiff": (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+"),
    "rtf": (b"{\\rtf",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "gz": (b"\x1f\x8b",),
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp", "epub", "gpkgz", "zipx"), ZIP),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), OLE),
}

TEXTS = frozenset(["csv", "eml", "gml", "geojson", "json", "md", "txt", "xml", "xsd", "xsl", "svg", "yaml"])

# Enough for every signature above and for telling text from something else.
HEAD = 4096


class Refusal(NamedTuple):
    """Why a file is not taken: a machine word."""

    reason: str


def examine(name: str, head: bytes, size: int, limit: int) -> Refusal | None:
    """Judge a file by its name, its first `HEAD` bytes and its size in bytes; None: it may come in."""
    ending = PurePath(name).suffix.lstrip(".").lower()
    if size > limit:
        return Refusal("file_too_large")
    if ending in DANGEROUS or head.startswith(PROGRAMS):
        return Refusal("file_type_dangerous")
    if size and not _fits(ending, head):
        return Refusal("file_content_differs")
    return None


def _fits(ending: str, head: bytes) -> bool:
    if ending in SIGNATURES:
        return head.startswith(SIGNATURES[ending])
    if ending == "webp":
        return head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return ending not in TEXTS or _is_text(head)


def _is_text(head: bytes) -> bool:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return True
    # Older offices still send Windows-1250, which has a sign for nearly every byte: NUL tells binaries apart.
    return b"\0" not in head
