"""Pictures: where they were taken, by whom, and what their hidden fields say."""

from collections.abc import Iterator
from infostrada.site.bip.gate.model import Finding
from infostrada.site.bip.gate.model import finding
from infostrada.site.bip.gate.readers.bounds import UnreadableError
from infostrada.site.bip.gate.text import in_text
from PIL import Image
from PIL.ExifTags import Base
from PIL.ExifTags import IFD
from typing import Any

import io


MOST_PIXELS = 200_000_000
NAMES = (Base.Artist, Base.Copyright, Base.XPAuthor)
TEXTS = (
    Base.ImageDescription,
    Base.XPComment,
    Base.XPTitle,
    Base.XPSubject,
    Base.XPKeywords,
    Base.UserComment,
)


def image(where: str, data: bytes) -> Iterator[Finding]:
    """Findings of a picture's metadata; what the picture shows a person has to see."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnreadableError("too large")
            yield from _exif(where, picture.getexif())
            yield from _fields(where, picture.info)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableError("damaged") from error


def _exif(where: str, exif: Any) -> Iterator[Finding]:
    gps = exif.get_ifd(IFD.GPSInfo)
    if gps:
        yield finding("gps", where, str(sorted(gps.items(), key=str)), shown="EXIF GPS")
    detail = exif.get_ifd(IFD.Exif)
    for tag in NAMES:
        if name := _words(exif.get(tag)):
            yield finding("author", where, name, shown=name)
    for tag in TEXTS:
        yield from in_text(where, _words(exif.get(tag) or detail.get(tag)))


def _fields(where: str, info: dict[Any, Any]) -> Iterator[Finding]:
    for name, value in info.items():
        if name == "exif" or not isinstance(value, str | bytes):
            continue
        text = value if isinstance(value, str) else value.decode("utf-8", "ignore")
        if "exif:GPSLatitude" in text:
            yield finding("gps", where, text, shown="XMP GPS")
        if name != "icc_profile":
            yield from in_text(where, text[:20_000])


def _words(value: Any) -> str:
    if isinstance(value, bytes):
        wide = b"\0" in value
        value = value.removeprefix(b"ASCII\0\0\0").removeprefix(b"UNICODE\0")
        return value.decode("utf-16-le" if wide else "utf-8", "ignore").strip("\0 ")
    return str(value).strip("\0 ") if value else ""
