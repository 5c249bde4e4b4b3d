"""Text of scanned PDF files by Tesseract, put under the picture of each page as text nobody sees.

Chosen over OCRmyPDF, which does the same by the same program: it needs Ghostscript (AGPL) and keeps whole trees of
temporary files, while drawing pages and laying text over them is done here already by libraries the product has. The
page itself, its picture included, is not drawn anew. Runs as a program of its own, behind everybody else and within
bounds: a PDF on the standard input, a line of JSON (`text`, `size`) and the new PDF on the output. Only that program loads
what opens PDF files.
"""

from __future__ import annotations

from functools import cache
from infostrada.core.reading.bounds import bounded
from io import BytesIO
from typing import NamedTuple
from typing import TYPE_CHECKING

import json
import os
import shutil
import subprocess
import sys


if TYPE_CHECKING:
    from pypdfium2 import PdfPage

PROGRAM, LANGUAGE = "tesseract", "pol"
MODULE = "infostrada.core.reading.recognition"
MOST_PAGES = 60
DPI, MOST_PIXELS = 300, 25_000_000
PAGE_SECONDS, PATIENCE = 60, 1_200
MOST_MEMORY = 2_000_000_000
NICE = 15


class Recognised(NamedTuple):
    """The words, and the PDF with them."""

    text: str
    pdf: bytes


class UnrecognisedError(Exception):
    """A file could not be recognised; the text is a word for programs."""


@cache
def available() -> bool:
    """Is Tesseract here, with its Polish data? Looked up once by each process."""
    program = shutil.which(PROGRAM)
    if program is None:
        return False
    done = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False, timeout=30)  # noqa: S603 - no shell
    return LANGUAGE in (done.stdout + done.stderr).split()


def recognise(data: bytes, patience: float = PATIENCE) -> Recognised:
    """The scan with a text layer, made in a process of its own; raises `UnrecognisedError`."""
    try:
        done = subprocess.run(  # noqa: S603 - our own program, no shell
            [sys.executable, "-m", MODULE], input=data, capture_output=True, timeout=patience, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise UnrecognisedError("timeout") from error
    head, _newline, rest = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise UnrecognisedError("died")
    said = json.loads(head)
    if "fault" in said:
        raise UnrecognisedError(said["fault"])
    return Recognised(said["text"], rest)


def layered(data: bytes) -> Recognised:
    """The PDF with a text layer over the pages that have no text of their own; the others stay as they are."""
    import pikepdf
    import pypdfium2

    texts = []
    with pikepdf.open(BytesIO(data)) as made:
        drawn = pypdfium2.PdfDocument(data)
        for number in range(min(len(drawn), MOST_PAGES)):
            page = drawn[number]
            if page.get_textpage().get_text_bounded().strip():
                continue
            text, layer = _page(page)
            if text.strip():
                texts.append(text)
                with pikepdf.open(BytesIO(layer)) as over:
                    made.pages[number].add_overlay(over.pages[0], None)
        out = BytesIO()
        made.save(out)
    return Recognised("\n".join(texts), out.getvalue())


def _page(page: PdfPage) -> tuple[str, bytes]:
    """Text of a page, and a PDF page of the same size with nothing but that text, invisible."""
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    picture = BytesIO()
    page.render(scale=scale, grayscale=True).to_pil().save(picture, "PNG")
    options = ["--dpi", str(max(70, round(scale * 72))), "-l", LANGUAGE]
    text = _tesseract(picture.getvalue(), [*options, "txt"])
    layer = _tesseract(picture.getvalue(), [*options, "-c", "textonly_pdf=1", "pdf"]) if text.strip() else b""
    return text.decode("utf-8", errors="replace").replace("\x0c", ""), layer


def _tesseract(picture: bytes, options: list[str]) -> bytes:
    done = subprocess.run(  # noqa: S603 - no shell, our own words
        [shutil.which(PROGRAM) or PROGRAM, "stdin", "stdout", *options],
        input=picture, capture_output=True, check=True, timeout=PAGE_SECONDS,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"},
    )  # fmt: skip
    return done.stdout


def main() -> None:
    """Recognise what comes on the standard input."""
    said = bounded(NICE, MOST_MEMORY)
    try:
        made = layered(sys.stdin.buffer.read())
        said.write(json.dumps({"text": made.text, "size": len(made.pdf)}).encode() + b"\n" + made.pdf)
    except Exception as error:
        # Every kind of failure is about the file; whoever asked hears of it.
        said.write(json.dumps({"fault": type(error).__name__}).encode() + b"\n")
    said.flush()


if __name__ == "__main__":
    main()
