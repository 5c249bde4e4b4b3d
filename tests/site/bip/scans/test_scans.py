"""A scan gets a text layer by the real Tesseract; without it, it is flagged."""

from functools import cache
from infostrada.core.reading import recognition
from infostrada.core.record.sql import write
from infostrada.core.search import find
from infostrada.core.search import scans
from infostrada.site.bip import operations
from infostrada.site.bip.gate.reading import scan_file
from infostrada.site.bip.scan import scan
from infostrada.site.records.upload import Upload
from PIL import Image
from PIL import ImageDraw
from PIL import ImageFont
from tests.core.search.reading import Reading
from tests.site.bip.test_bip_operations import DATA
from tests.site.bip.test_bip_searching import NOBODY

import io
import pikepdf
import pypdfium2
import pytest


FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def picture(lines, rotate=0):
    """A PDF page that is nothing but a picture of these lines, as a scanner makes it."""
    page = Image.new("L", (1100, 500), 255)
    try:
        font = ImageFont.truetype(FONT, 36)
    except OSError:
        font = ImageFont.load_default(36)
    draw = ImageDraw.Draw(page)
    for number, line in enumerate(lines):
        draw.text((80, 80 + 80 * number), line, font=font, fill=0)
    out = io.BytesIO()
    page.rotate(rotate, expand=True, fillcolor=255).save(out, "PDF", resolution=150)
    return out.getvalue()


def turned(data, degrees):
    with pikepdf.open(io.BytesIO(data)) as document:
        document.pages[0].Rotate = degrees
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def drawn(data):
    return pypdfium2.PdfDocument(data)[0].render(scale=0.5).to_pil().tobytes()


def words(data):
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    return page.get_text_bounded().split()


LINES = ["Uchwała w sprawie targowiska", "PESEL 44051401359"]


pytestmark = pytest.mark.skipif(
    not recognition.available(), reason="tesseract-ocr-pol is not installed: make system-dev"
)
SCAN = turned(picture(LINES, rotate=90), 90)


@cache
def recognised():
    return recognition.recognise(SCAN)


def test_a_scan_gets_words_and_looks_as_before():
    """A page put askew on the glass: the layer is turned with it."""
    made = recognised()
    assert "targowiska" in made.text
    assert "targowiska" in words(made.pdf) and not words(SCAN)
    assert drawn(made.pdf) == drawn(SCAN)
    assert recognition.layered(made.pdf).text == "", "what has a text is left alone"


def test_a_file_that_cannot_be_recognised():
    with pytest.raises(pikepdf.PdfError):
        recognition.layered(b"%PDF-1.7 broken")
    with pytest.raises(recognition.UnrecognisedError, match="timeout"):
        recognition.recognise(SCAN, patience=0.01)


def flagged(uid):
    return scans.without_text(uid)


def test_a_scan_in_the_bulletin(office, section):
    """Flagged first; then its rendition is searched, the gate reads it, the scan itself stays."""
    upload = Upload("uchwala.pdf", SCAN, "application/pdf")
    with office.acting("maria.bip"):
        entry = operations.draft_entry(section, DATA._replace(title="Skan", files=(upload,)))
        uid = entry.UID()
        with Reading() as reading:
            reading()
        assert flagged(uid) == 1 and scans.standing()["files"] == 1
        assert "no_text_layer" in {item.kind for item in scan(entry)}
        digest = entry.files[0].sha256
        made = recognised()
        (row,) = write("SELECT files FROM core.fulltext WHERE uid = %(uid)s", {"uid": uid})
        scans.settle(entry, uid, row["files"], {digest: made})
        assert flagged(uid) == 0
        assert {item.kind for item in scan(entry)} >= {"pesel"} and scan_file("uchwala.pdf", made.pdf)
        assert entry.files[0].sha256 == digest and entry.files[0].data == upload.data
        layer = entry.layers[digest]
        assert entry.file(layer.sha256) is layer and "targowiska" in words(layer.data)
    assert find("targowisko", NOBODY).total == 0, "a draft"


def test_without_the_program_scans_wait(monkeypatch):
    monkeypatch.setattr(scans, "available", lambda: False)
    assert scans.step() is False
