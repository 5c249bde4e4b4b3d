"""LibreOffice itself: what it makes is PDF/A-2b, and nothing a file points to is fetched. Skipped where it is not installed."""

from docx.opc.constants import RELATIONSHIP_TYPE
from http.server import BaseHTTPRequestHandler
from http.server import HTTPServer
from infostrada.site.records.preview.office import has_converter
from infostrada.site.records.preview.office import to_pdf
from io import BytesIO
from PIL import Image
from threading import Thread

import docx
import pikepdf
import pypdfium2
import pytest


pytestmark = pytest.mark.skipif(not has_converter(), reason="LibreOffice is not installed")
TEXT = "Zażółć gęślą jaźń: decyzja nr 5"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
PICTURE = 3


def picture():
    out = BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def outside():
    """A server that notes what is asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def _note(self):
            asked.append(f"{self.command} {self.path}")
            self.send_response(200)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            self.wfile.write(picture())

        do_GET = do_HEAD = do_OPTIONS = _note

        def log_message(self, *words): ...

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/obraz.png", asked
    server.shutdown()
    server.server_close()
    running.join()


def letter(*links):
    """A letter in Polish with a picture of its own and pictures that lie elsewhere."""
    made, out = docx.Document(), BytesIO()
    made.add_heading("Decyzja", 1)
    made.add_paragraph(TEXT)
    for _each in ("", *links):
        made.add_picture(BytesIO(picture()))
    blips = made.element.body.xpath(".//*[local-name()='blip']")
    for blip, url in zip(blips[1:], links, strict=True):
        del blip.attrib[f"{LINK}embed"]
        blip.set(f"{LINK}link", made.part.relate_to(url, RELATIONSHIP_TYPE.IMAGE, is_external=True))
    made.save(out)
    return out.getvalue()


def test_a_letter_becomes_pdf_a_and_fetches_nothing(outside, tmp_path):
    url, asked = outside
    secret = tmp_path / "tajne.png"
    secret.write_bytes(picture())
    made = to_pdf(letter(url, secret.as_uri()), "decyzja.docx")
    assert asked == []
    (page,) = pypdfium2.PdfDocument(made)
    assert TEXT in page.get_textpage().get_text_range()
    # Its own picture alone; what it points to has no place in it.
    assert len([each for each in page.get_objects() if each.type == PICTURE]) == 1
    _facts(made)


def _facts(made):
    """What ISO 19005-2 wants of level B as far as it can be seen: profile, output intent, fonts, nothing active."""
    with pikepdf.open(BytesIO(made)) as pdf:
        with pdf.open_metadata() as told:
            assert told.pdfa_status == "2B"
        (intent,) = pdf.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"
        assert "/ID" in pdf.trailer
        assert "/Encrypt" not in pdf.trailer
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                held = font.DescendantFonts[0] if "/DescendantFonts" in font else font
                assert any(name.startswith("/FontFile") for name in dict(held.FontDescriptor))
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary):
                assert item.get("/S") not in ("/JavaScript", "/Launch", "/URI", "/SubmitForm")
                assert "/JS" not in item and "/EF" not in item
