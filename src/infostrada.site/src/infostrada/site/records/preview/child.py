"""The process that draws: pages of a PDF or of a picture, as PNG; photographs made anew as JPEG; what a PDF says of PDF/A.

    python -m infostrada.site.records.preview.child pages|frames|photo|pdfa|page NUMBER|frame NUMBER < FILE

A file from a stranger may make a drawing library crash or never end; here that ends only this
process, which has bounds of its own on time and memory.
"""

from infostrada.site.records.archive.preservation.pdfa import claimed
from infostrada.site.records.archive.preservation.pdfa import faults_in
from infostrada.site.records.archive.preservation.pdfa import UNFINISHED
from PIL import Image
from PIL import ImageCms
from PIL import ImageOps
from pypdfium2 import PdfiumError
from typing import Any

import io
import json
import pypdfium2
import resource
import sys


SECONDS = 20
MEMORY = 1_500_000_000
WIDTH = 1_100
LARGEST = 60_000_000
# Pillow refuses twice as much: a drawing on A0 scanned at 300 dots has 139 million.
LARGEST_SCAN = 100_000_000
LOCKED, TOO_LARGE = 3, 4
MOST_PAGES = 500
PHOTO_SIDE, PHOTO_QUALITY = 1_600, 82
PHOTO_KINDS = ("JPEG", "PNG", "WEBP")


def bound() -> None:
    """Bounds of this process: processor time in seconds and address space in bytes."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def sizes(data: bytes) -> list[tuple[int, int]]:
    """Width and height of every page as it is drawn, in pixels."""
    document = pypdfium2.PdfDocument(data)
    found = []
    for number in range(min(len(document), MOST_PAGES)):
        width, height = document.get_page_size(number)
        found.append((WIDTH, max(1, round(height * WIDTH / max(width, 1)))))
    return found


def page(data: bytes, number: int) -> bytes:
    """A page, counted from 1, as PNG."""
    drawn = pypdfium2.PdfDocument(data)[number - 1]
    width, height = drawn.get_size()
    scale = min(WIDTH / max(width, 1), (LARGEST / max(width * height, 1)) ** 0.5)
    return png(drawn.render(scale=scale, may_draw_forms=True).to_pil())


def frames(data: bytes) -> list[tuple[int, int]]:
    """Width and height of every page of a picture as it is drawn; a fax or a scan in TIFF has several.

    The first one is drawn, so that a damaged file is told of before anybody looks.
    """
    first = scanned(data, 1)
    with Image.open(io.BytesIO(data)) as held:
        count = getattr(held, "n_frames", 1) if held.format == "TIFF" else 1
        found = [first.size]
        for number in range(1, min(count, MOST_PAGES)):
            held.seek(number)
            found.append((WIDTH, max(1, round(held.height * WIDTH / held.width))))
    return found


def frame(data: bytes, number: int) -> bytes:
    """A page of a picture, counted from 1, made anew as PNG without what else its file may hold."""
    return png(scanned(data, number))


def scanned(data: bytes, number: int) -> Any:
    """A page of a picture as it is looked at: upright, on white, no wider than pages are shown."""
    Image.MAX_IMAGE_PIXELS = LARGEST_SCAN
    shown: Any = Image.open(io.BytesIO(data))
    shown.seek(number - 1)
    shown.draft("RGB", (WIDTH, WIDTH))
    shown = ImageOps.exif_transpose(shallow(shown))
    shown.thumbnail((WIDTH, WIDTH * 4))
    return on_white(shown)


def shallow(image: Any) -> Any:
    """The picture in at most eight bits a colour: Pillow cuts sixteen to white, and shrinks one bit by leaving dots out."""
    if image.mode.startswith("I"):
        deep = image.convert("I")
        return deep.point(lambda value: value * (1 / 257) + 0.5).convert("L")
    if image.mode == "1":
        return image.convert("L")
    return image.convert("RGBA") if image.mode == "P" else image


def on_white(image: Any) -> Any:
    """The picture without transparency: it lies on white paper."""
    if "A" not in image.getbands():
        return image.convert("RGB")
    pixels = image.convert("RGBA")
    flat = Image.new("RGB", pixels.size, "white")
    flat.paste(pixels, mask=pixels.getchannel("A"))
    return flat


def photo(data: bytes) -> bytes:
    """A photograph as a JPEG of its own pixels, upright, at most 1,600 pixels wide or high.

    Nothing else of the file is left: no EXIF (place, device, time), no XMP, no preview, no comment.
    """
    Image.MAX_IMAGE_PIXELS = LARGEST
    kinds: tuple[str, ...] = PHOTO_KINDS
    if data[4:8] == b"ftyp":
        # Only a telephone's HEIC needs the decoder; it costs nothing otherwise.
        from pillow_heif import register_heif_opener

        register_heif_opener()
        kinds = ("HEIF",)
    shown: Any = Image.open(io.BytesIO(data), formats=kinds)
    shown.draft(None, (PHOTO_SIDE, PHOTO_SIDE))
    shown = ImageOps.exif_transpose(shown)
    shown.thumbnail((PHOTO_SIDE, PHOTO_SIDE))
    out = io.BytesIO()
    on_white(srgb(shown).convert("RGBA")).save(
        out, "JPEG", quality=PHOTO_QUALITY, optimize=True, progressive=True
    )
    return out.getvalue()


def srgb(image: Any) -> Any:
    """The picture in sRGB, which a file without a profile is taken for: telephones and printers use wider ones.

    A profile that makes no sense is left out of account.
    """
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK", "L"):
        return image
    try:
        given = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        wanted = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, given, wanted, outputMode="RGB") or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image


def declared(data: bytes) -> tuple[str, list[str]]:
    """The PDF/A a file declares and the rules of it that it breaks."""
    import pikepdf

    with pikepdf.open(io.BytesIO(data)) as document:
        word = claimed(document)
        try:
            return word, faults_in(document, word)
        except Exception:
            # A part nobody can read does not take the file's own word away.
            return word, [UNFINISHED]


def png(image: Any) -> bytes:
    """PNG of a picture."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def main(words: list[str], data: bytes) -> bytes:
    """Do what the words say; the answer is JSON, PNG or JPEG."""
    if words[0] in ("pages", "frames"):
        return json.dumps((sizes if words[0] == "pages" else frames)(data)).encode()
    if words[0] == "photo":
        return photo(data)
    if words[0] == "pdfa":
        return json.dumps(declared(data)).encode()
    return (page if words[0] == "page" else frame)(data, int(words[1]))


if __name__ == "__main__":
    bound()
    given = sys.stdin.buffer.read()
    try:
        sys.stdout.buffer.write(main(sys.argv[1:], given))
    except PdfiumError as error:
        sys.exit(LOCKED if "password" in str(error) else str(error))
    except (Image.DecompressionBombError, MemoryError):
        sys.exit(TOO_LARGE)
