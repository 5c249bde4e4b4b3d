"""Labels with a barcode for papers of the registers, as PDF.

One label is a page of 89 × 36 mm, the size of label printers; the code is Code 128 (ISO/IEC 15417) with the register,
number, year and office, which a scanner at the store types like a keyboard. The same text stands as a QR code
(ISO/IEC 18004) beside the number: a document scanner at 200 dpi reads it where thin bars run together.
"""

from collections.abc import Sequence
from html import escape
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from io import BytesIO
from reportlab.graphics import renderPDF
from reportlab.graphics import renderSVG
from reportlab.graphics.barcode import createBarcodeDrawing
from reportlab.graphics.barcode.code128 import Code128
from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.graphics.shapes import Group
from reportlab.graphics.shapes import String
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from typing import NamedTuple


WIDTH, HEIGHT, MARGIN = 89 * mm, 36 * mm, 4 * mm
SQUARE = 12 * mm
# A dot of a label printer (203 dpi): thinner bars cannot be printed.
DOT = 0.125 * mm


PAGE = """<!DOCTYPE html>
<html lang="pl"><head><meta charset="utf-8"><title>{title}</title>
<style>@page {{ size: 89mm 36mm; margin: 0 }} body {{ margin: 0; font-family: sans-serif }}
svg {{ display: block; width: 89mm; height: 36mm }}</style></head><body>{svg}</body></html>
"""


class Label(NamedTuple):
    """What a label says: office, number as people read it, code, and lines below."""

    office: str
    number: str
    code: str
    lines: tuple[str, ...] = ()


def code_of(register: str, number: int, year: int, unit_id: str) -> str:
    """The barcode's text: `RPW-12-2026-gmina-lipnowo`, in letters every scanner types."""
    return f"{register}-{number}-{year}-{unit_id}"


# Sequences of the chronological store, as their boxes say them.
STORES = {
    "full": "w pełni odwzorowane",
    "partial": "nie w pełni odwzorowane",
    "internal": "pisma wewnętrzne",
    "receipts": "zwrotne potwierdzenia odbioru",
    "returns": "zwroty",
    "invoices": "faktury",
    "media": "informatyczne nośniki danych",
}


def box_label(office: str, unit_id: str, sequence: str, year: int, first: int, last: int) -> Label:
    """The label of a box of the store: office, store, year, range of numbers."""
    code = f"SKLAD-{sequence.upper()}-{year}-{first}-{last}-{unit_id}"
    return Label(office, f"{year}: {first}–{last}", code, ("Skład chronologiczny", STORES[sequence]))


def labels_pdf(labels: Sequence[Label]) -> bytes:
    """One page for each label."""
    use_fonts()
    target = BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), pageCompression=1, lang="pl")
    canvas.setTitle("Etykiety")
    canvas.setCreator("Infostrada")
    for label in labels:
        _draw(canvas, label)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def label_page(label: Label) -> str:
    """The label as a page a browser prints, of the same size and with the same codes."""
    use_fonts()
    drawing, width = Drawing(WIDTH, HEIGHT), WIDTH - 2 * MARGIN
    lines = [(6.0, 7, label.office, width - SQUARE), (11.5, 13, label.number, width - SQUARE)]
    lines += [(26.5 + 3.2 * place, 7, line, width) for place, line in enumerate(label.lines[:3])]
    for down, size, line, room in lines:
        font = BOLD if size > 7 else REGULAR
        text = _cut(line, font, size, room)
        drawing.add(String(MARGIN, HEIGHT - down * mm, text, fontName=font, fontSize=size))
    bars = createBarcodeDrawing(
        "Code128", value=label.code, barHeight=10 * mm, quiet=False, humanReadable=False
    )
    code = Group(*bars.contents)
    code.transform = (min(1.0, width / bars.width), 0, 0, 1, MARGIN, HEIGHT - 23 * mm)
    drawing.add(code)
    widget = QrCodeWidget(label.code, barLevel="M", barBorder=2)
    left, low, right, high = widget.getBounds()
    square = Group(widget)
    square.transform = (
        SQUARE / (right - left), 0, 0, SQUARE / (high - low), WIDTH - MARGIN - SQUARE, HEIGHT - 0.7 * mm - SQUARE,
    )  # fmt: skip
    drawing.add(square)
    svg = renderSVG.drawToString(drawing)
    return PAGE.format(title=escape(label.number), svg=svg[svg.index("<svg") :])


def _draw(canvas: Canvas, label: Label) -> None:
    width = WIDTH - 2 * MARGIN
    canvas.setFont(REGULAR, 7)
    canvas.drawString(MARGIN, HEIGHT - 6 * mm, _cut(label.office, REGULAR, 7, width - SQUARE))
    canvas.setFont(BOLD, 13)
    canvas.drawString(MARGIN, HEIGHT - 11.5 * mm, label.number)
    _square(canvas, label.code)
    barcode = Code128(label.code, barHeight=10 * mm, barWidth=0.28 * mm, quiet=False)
    while barcode.width > width and barcode.barWidth > DOT:
        barcode = Code128(label.code, barHeight=10 * mm, barWidth=barcode.barWidth - 0.01 * mm, quiet=False)
    barcode.drawOn(canvas, MARGIN, HEIGHT - 23 * mm)
    canvas.setFont(REGULAR, 7)
    for place, line in enumerate(label.lines[:3]):
        canvas.drawString(MARGIN, HEIGHT - (26.5 + 3.2 * place) * mm, _cut(line, REGULAR, 7, width))


def _square(canvas: Canvas, code: str) -> None:
    """The QR code in the upper right corner, with its quiet zone."""
    widget = QrCodeWidget(code, barLevel="M", barBorder=2)
    left, low, right, high = widget.getBounds()
    scale = SQUARE / (right - left)
    drawing = Drawing(SQUARE, SQUARE, transform=[scale, 0, 0, SQUARE / (high - low), 0, 0])
    drawing.add(widget)
    renderPDF.draw(drawing, canvas, WIDTH - MARGIN - SQUARE, HEIGHT - 0.7 * mm - SQUARE)


def _cut(text: str, font: str, size: int, width: float) -> str:
    """As much of a line as fits, with a mark where it ends."""
    if stringWidth(text, font, size) <= width:
        return text
    while text and stringWidth(f"{text}…", font, size) > width:
        text = text[:-1]
    return f"{text}…"
