"""How fine a scan is, beside the least the records instruction allows. Pure.

Source: table of technical minimums of the model records instruction (Dz.U. 2011 nr 14 poz. 67, annex): resolution and
depth by the kind of paper. The rows are dated; a scan that is coarser is told of, not refused.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import SEEK_END
from PIL import Image
from PIL import UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from typing import Any
from typing import IO
from typing import NamedTuple


INCH = 72.0
MOST_PAGES, MOST_BYTES = 200, 60_000_000
PICTURES = frozenset({"image/tiff", "image/jpeg", "image/png"})


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least for a kind of paper: dots per inch, or pixels along the longer side; bits of a pixel."""

    key: str
    words: str
    dpi: int
    bits: int
    pixels: int = 0
    valid_from: date = date.min
    valid_to: date = date.max


MINIMUMS: tuple[Minimum, ...] = (
    Minimum("print", "druk czarno-biały A4–A3", 150, 1),
    Minimum("manuscript", "rękopis A4–A3", 200, 8),
    Minimum("photo", "fotografia czarno-biała", 0, 8, 2500),
    Minimum("small_print", "druk mniejszy niż A4", 200, 1, 1600),
    Minimum("small_manuscript", "rękopis mniejszy niż A4", 200, 8, 1600),
    Minimum("large", "format większy niż A3", 200, 1),
    Minimum("colour_print", "druk z istotnym kolorem", 200, 8),
    Minimum("colour_photo", "fotografia kolorowa", 0, 24, 2500),
)


class Page(NamedTuple):
    """A page of a scan: pixels, dots per inch (0: not known), bits of a pixel."""

    width: int
    height: int
    dpi: int
    bits: int


def minimum_of(key: str, day: date) -> Minimum | None:
    """The row of this kind that holds on a day."""
    return next(
        (each for each in MINIMUMS if each.key == key and each.valid_from <= day <= each.valid_to), None
    )


def too_coarse(page: Page, least: Minimum) -> bool:
    """Is the page coarser than the least? Where a side in pixels will do as well as dots, either is enough."""
    if page.bits < least.bits:
        return True
    enough = [
        bool(least.dpi) and page.dpi >= least.dpi,
        bool(least.pixels) and max(page.width, page.height) >= least.pixels,
    ]
    return not any(enough)


def pages_of(file: IO[bytes], content_type: str) -> list[Page]:
    """The pictures a scan is made of, read from an open file; empty for what is no scan, or cannot be read."""
    if file.seek(0, SEEK_END) > MOST_BYTES:
        return []
    file.seek(0)
    kind = content_type.partition(";")[0].strip().lower()
    try:
        if kind in PICTURES:
            return list(_pictures(file))
        return list(_scanned(file)) if file.read(5) == b"%PDF-" else []
    except (
        PyPdfError,
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        ValueError,
        KeyError,
        TypeError,
    ):
        return []


def _pictures(file: IO[bytes]) -> Iterator[Page]:
    with Image.open(file) as picture:
        for number in range(min(getattr(picture, "n_frames", 1), MOST_PAGES)):
            picture.seek(number)
            given = picture.info.get("dpi") or (0, 0)
            yield Page(picture.width, picture.height, round(float(given[0])), _bits(picture.mode))


def _bits(mode: str) -> int:
    return {"1": 1, "L": 8, "P": 8, "LA": 8, "RGB": 24, "RGBA": 24, "CMYK": 24, "YCbCr": 24}.get(mode, 8)


def _scanned(file: IO[bytes]) -> Iterator[Page]:
    """The largest picture of each page, spread over it; a page that is no picture is left out."""
    reader = PdfReader(file)
    for page in reader.pages[:MOST_PAGES]:
        found = [each for each in _xobjects(page) if each.get("/Subtype") == "/Image"]
        if not found:
            continue
        picture = max(found, key=lambda each: int(each.get("/Width", 0)) * int(each.get("/Height", 0)))
        width, height = int(picture.get("/Width", 0)), int(picture.get("/Height", 0))
        # A scanner may lay a sheet on its side: the longer side of the picture lies along the longer one of the page.
        sides = sorted((float(page.mediabox.width), float(page.mediabox.height)))
        across = sides[0 if width <= height else 1] / INCH
        dpi = round(width / across) if across > 0 else 0
        yield Page(width, height, dpi, _pdf_bits(picture))


def _xobjects(page: Any) -> list[Any]:
    resources = page.get("/Resources")
    held = resources.get_object().get("/XObject") if resources is not None else None
    return [each.get_object() for each in held.get_object().values()] if held is not None else []


def _pdf_bits(picture: Any) -> int:
    """Bits of a pixel: those of a colour times the colours; JPEG 2000 tells its own, and scanners write colour so."""
    depth = int(picture.get("/BitsPerComponent", 1 if picture.get("/ImageMask") else 8))
    space = picture.get("/ColorSpace")
    if space is None:
        return depth * (3 if picture.get("/Filter") in ("/JPXDecode", ["/JPXDecode"]) else 1)
    name = space if isinstance(space, str) else str(space[0])
    if name == "/ICCBased":
        return depth * min(3, int(space[1].get_object().get("/N", 1)))
    return depth * (3 if name in ("/DeviceRGB", "/DeviceCMYK", "/CalRGB", "/Lab") else 1)
