"""The process that draws: pages of a PDF or a picture, as PNG.

    python -m infostrada.site.records.preview.child pages|picture|page NUMBER < FILE

A file from a stranger may make a drawing library crash or never end; here that ends only this
process, which has bounds of its own on time and memory.
"""

from PIL import Image
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
MOST_PAGES = 500


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


def picture(data: bytes) -> bytes:
    """A picture made anew as PNG, without what else its file may hold."""
    Image.MAX_IMAGE_PIXELS = LARGEST
    shown: Any = Image.open(io.BytesIO(data))
    shown.draft("RGB", (WIDTH, WIDTH))
    shown.thumbnail((WIDTH, WIDTH * 4))
    return png(shown.convert("RGB"))


def png(image: Any) -> bytes:
    """PNG of a picture."""
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def main(words: list[str], data: bytes) -> bytes:
    """Do what the words say; the answer is JSON or PNG."""
    if words[0] == "pages":
        return json.dumps(sizes(data)).encode()
    return picture(data) if words[0] == "picture" else page(data, int(words[1]))


if __name__ == "__main__":
    bound()
    given = sys.stdin.buffer.read()
    sys.stdout.buffer.write(main(sys.argv[1:], given))
