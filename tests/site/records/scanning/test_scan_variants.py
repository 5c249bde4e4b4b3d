"""Batches as scanners make them: pages turned, codes of other kinds, several codes, files damaged or locked."""

from infostrada.site.records.scanning.child import main
from io import BytesIO
from pikepdf import Encryption
from reportlab.graphics import renderPDF
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.eanbc import Ean13BarcodeWidget
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

import pikepdf
import pytest


FIRST, SECOND = "RPW-1-2026-gmina-lipnowo", "RPW-2-2026-gmina-lipnowo"
SIZE = 120 * mm


def line(canvas, code, x=8, y=60):
    Code128(code, barHeight=12 * mm, barWidth=0.3 * mm).drawOn(canvas, x * mm, y * mm)


def square(canvas, code, x=70, y=10):
    widget = QrCodeWidget(code)
    left, low, right, high = widget.getBounds()
    drawing = Drawing(
        40 * mm, 40 * mm, transform=[40 * mm / (right - left), 0, 0, 40 * mm / (high - low), 0, 0]
    )
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, x * mm, y * mm)


def goods(canvas, code="590123412345"):
    drawing = Drawing(40 * mm, 25 * mm)
    drawing.add(Ean13BarcodeWidget(code))
    renderPDF.draw(drawing, canvas, 10 * mm, 10 * mm)


def turned(degrees, draw, *given):
    def page(canvas):
        canvas.translate(SIZE / 2, SIZE / 2)
        canvas.rotate(degrees)
        canvas.translate(-SIZE / 2, -SIZE / 2)
        draw(canvas, *given)

    return page


def batch(*pages, rotate=()):
    out = BytesIO()
    canvas = Canvas(out, pagesize=(SIZE, SIZE), invariant=1)
    for page in pages:
        if page:
            page(canvas)
        canvas.showPage()
    canvas.save()
    if not rotate:
        return out.getvalue()
    made = BytesIO()
    with pikepdf.open(out) as source:
        for place, degrees in rotate:
            source.pages[place].Rotate = degrees
        source.save(made)
    return made.getvalue()


def told(data, folder):
    answer = main("PATCH-T", folder, BytesIO(data))
    return answer.get("fault") or [
        (scan["pages"], scan["number"], scan["reason"]) for scan in answer["scans"]
    ]


def test_pages_turned_and_codes_of_other_kinds(tmp_path):
    data = batch(
        turned(90, line, FIRST),
        None,
        turned(180, line, "PATCH-T"),
        lambda canvas: line(canvas, SECOND),
        # The same label twice in two kinds, beside the code of the goods in the envelope.
        lambda canvas: (line(canvas, SECOND, 5, 95), square(canvas, SECOND), goods(canvas)),
        lambda canvas: (line(canvas, FIRST, 5, 95), square(canvas, SECOND)),
        lambda canvas: square(canvas, FIRST, 10, 10),
        turned(4, line, "PATCH-T"),
        None,
        rotate=[(3, 270)],
    )
    assert told(data, tmp_path) == [
        ([1, 2], 1, ""),
        ([4, 5], 2, ""),
        ([6, 6], 0, "scan_two_labels"),
        ([7, 7], 1, ""),
        ([9, 9], 0, "scan_no_label"),
    ]


def locked(**passwords):
    out = BytesIO()
    with pikepdf.open(BytesIO(batch(lambda canvas: line(canvas, FIRST)))) as source:
        source.save(out, encryption=Encryption(**passwords))
    return out.getvalue()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda data: data, [([1, 1], 1, "")]),
        # No table of objects, or one that is wrong: readers look for the objects themselves.
        (lambda data: data[: data.rindex(b"xref")], [([1, 1], 1, "")]),
        (lambda data: data.replace(b"startxref", b"startxref\n99999999"), [([1, 1], 1, "")]),
        (lambda data: b"\r\n" + data + b"\n" * 2000, [([1, 1], 1, "")]),
        (lambda _data: locked(owner="a", user=""), [([1, 1], 1, "")]),
        (lambda _data: locked(owner="a", user="b"), "scan_encrypted"),
        (lambda _data: batch(None, None), [([1, 2], 0, "scan_no_label")]),
        (lambda _data: b"II*\0" + bytes(100), "scan_broken"),
    ],
)
def test_files_damaged_or_locked(change, expected, tmp_path):
    data = batch(lambda canvas: line(canvas, FIRST))
    assert told(change(data), tmp_path) == expected
