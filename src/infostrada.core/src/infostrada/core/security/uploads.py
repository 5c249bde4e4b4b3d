"""What may be uploaded: names, contents and sizes. Pure."""

from typing import NamedTuple

import codecs
import re
import unicodedata


# Programs, documents made to carry programs, and pages with scripts: nobody's browser or desktop should open them from an
# office's site.
DANGEROUS = frozenset(
    [
        "accde",
        "ade",
        "app",
        "apk",
        "appref-ms",
        "bat",
        "chm",
        "cmd",
        "com",
        "command",
        "cpl",
        "deb",
        "desktop",
        "dll",
        "dmg",
        "docm",
        "dotm",
        "elf",
        "exe",
        "gadget",
        "hlp",
        "hta",
        "htm",
        "html",
        "inf",
        "iqy",
        "iso",
        "jar",
        "js",
        "jse",
        "library-ms",
        "lnk",
        "mht",
        "mhtml",
        "mjs",
        "msc",
        "msi",
        "msp",
        "one",
        "php",
        "pif",
        "potm",
        "ppam",
        "ppsm",
        "pptm",
        "ps1",
        "psm1",
        "py",
        "reg",
        "rpm",
        "scf",
        "scr",
        "search-ms",
        "settingcontent-ms",
        "sh",
        "shtml",
        "slk",
        "sldm",
        "svgz",
        "swf",
        "url",
        "vb",
        "vbe",
        "vbs",
        "vhd",
        "vhdx",
        "wasm",
        "wsc",
        "wsf",
        "wsh",
        "xht",
        "xhtml",
        "xlam",
        "xll",
        "xlsm",
        "xltm",
    ]
)
PROGRAMS = (b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe")
SCRIPT = b"#!"

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

# What a name has that a reader does not see or that leads elsewhere: marks that turn the direction of writing, signs without
# width, folders, streams of Windows.
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')

# Enough for every signature above and for telling text from something else.
HEAD = 4096


class Refusal(NamedTuple):
    """Why a file is not taken: a machine word."""

    reason: str


def examine(name: str, head: bytes, size: int, limit: int) -> Refusal | None:
    """Judge a file by its name, its first `HEAD` bytes and its size in bytes; None: it may come in."""
    ending = ending_of(name)
    if size > limit:
        return Refusal("file_too_large")
    if ending in DANGEROUS or is_program(head) or head.startswith(SCRIPT):
        return Refusal("file_type_dangerous")
    if size and not _fits(ending, head):
        return Refusal("file_content_differs")
    return None


def harmless_name(filename: str) -> str:
    """The name a person reads: without folders, control characters and marks nobody sees; `plik` when nothing is left."""
    last = unicodedata.normalize("NFC", filename.replace("\\", "/")).rsplit("/", 1)[-1]
    seen = "".join(char for char in last if unicodedata.category(char) not in ("Cf", "Co", "Cs", "Zl", "Zp"))
    return _FORBIDDEN.sub("_", seen).strip(" .") or "plik"


def ending_of(name: str) -> str:
    """The ending a desktop would go by, in small letters; "" without one."""
    stem, dot, ending = harmless_name(name).rpartition(".")
    return ending.strip().lower() if dot and stem else ""


def is_program(head: bytes) -> bool:
    """Do the first bytes say ELF, Java, Mach-O, or the header of DOS, which a text beginning with MZ does not have?"""
    return head.startswith(PROGRAMS) or (head.startswith(b"MZ") and b"\0" in head[:64])


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
