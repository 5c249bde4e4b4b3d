"""Labels: what they say in words, and that their bars fit the page for the longest code."""

from infostrada.site.records.correspondence.labels import code_of
from infostrada.site.records.correspondence.labels import Label
from infostrada.site.records.correspondence.labels import label_page
from infostrada.site.records.correspondence.labels import labels_pdf
from io import BytesIO
from pypdf import PdfReader
from reportlab.graphics.barcode.code128 import Code128


def test_label_says_office_number_and_sender():
    label = Label(
        "Gmina Łąck", "RPW 12/2026", code_of("RPW", 12, 2026, "gmina-lack"), ("Żuk Zoë", "Wniosek " * 30)
    )
    (page,) = PdfReader(BytesIO(labels_pdf([label]))).pages
    text = " ".join(page.extract_text().split())
    for said in ("Gmina Łąck", "RPW 12/2026", "Żuk Zoë", "Wniosek", "…"):
        assert said in text
    assert [round(float(side)) for side in page.mediabox[2:]] == [252, 102]  # 89 x 36 mm in points
    assert len(PdfReader(BytesIO(labels_pdf([label] * 3))).pages) == 3


def test_code_is_plain_text_of_code_128():
    code = code_of("RPWYCH", 123456, 2026, "urzad-marszalkowski")
    assert code == "RPWYCH-123456-2026-urzad-marszalkowski"
    bars = Code128(code)
    assert bars.validate() is None or bars.valid


def test_the_page_a_browser_prints_bears_the_same_code():
    """SVG of the label's size; words of a letter are text in it, never markup."""
    page = label_page(Label("Gmina & Lipnowo", "RPW 12/2026", "RPW-12-2026-gmina", ("Wniosek <script>",)))
    assert "size: 89mm 36mm" in page
    assert "<script" not in page
    assert "Wniosek &lt;script&gt;" in page
    assert "RPW 12/2026" in page
