"""The posting book of a dispatch list as PDF, in the columns of the designated operator's form.

Columns of the form "książka nadawcza" of Poczta Polska: number, addressee, exact place of delivery,
declared value, mass, number of the parcel, remarks, fee, cash on delivery; money and mass are filled
in at the counter.
"""

from collections.abc import Sequence
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.site.records.correspondence.outgoing.content import DispatchList
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.ways import PLAIN
from infostrada.site.records.correspondence.outgoing.ways import REGISTERED_PROOF
from io import BytesIO
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from reportlab.platypus import TableStyle
from typing import Any
from xml.sax.saxutils import escape


HEADINGS = (
    ("Lp.", 9),
    ("Adresat (imię i nazwisko lub nazwa)", 58),
    ("Dokładne miejsce doręczenia", 62),
    ("Wartość zł | gr", 20),
    ("Masa kg | g", 18),
    ("Numer nadawczy", 40),
    ("Uwagi", 34),
    ("Opłata zł | gr", 18),
    ("Kwota pobrania zł | gr", 20),
)
GROUND, LINE = colors.HexColor("#eef1f4"), colors.HexColor("#5b6570")


def posting_book(listed: DispatchList, letters: Sequence[Outgoing], unit: Any) -> bytes:
    """The list on landscape A4; the heading of the table stands on every page."""
    use_fonts()
    target = BytesIO()
    title = f"Książka nadawcza nr {listed.label}"
    sheet = SimpleDocTemplate(
        target,
        pagesize=landscape(A4),
        leftMargin=9 * mm,
        rightMargin=9 * mm,
        topMargin=12 * mm,
        bottomMargin=14 * mm,
        title=title,
        author=unit.title,
        creator="Infostrada",
        lang="pl",
    )
    cell = ParagraphStyle("cell", fontName=REGULAR, fontSize=8, leading=10)
    bold = ParagraphStyle("bold", parent=cell, fontName=BOLD)
    head = ParagraphStyle("head", parent=bold, fontSize=14, leading=18)
    rows = [[Paragraph(escape(text), bold) for text, _width in HEADINGS]]
    rows += [_row(place, letter, cell) for place, letter in enumerate(letters, start=1)]
    table = Table(rows, colWidths=[width * mm for _text, width in HEADINGS], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), GROUND),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    day = listed.handed_over_on.strftime("%d.%m.%Y") if listed.handed_over_on else "………………"
    sheet.build(
        [
            Paragraph(escape(title), head),
            Paragraph(escape(f"Nadawca: {unit.title}, {_place(unit)}"), cell),
            Paragraph(escape(f"Operator: {listed.carrier}"), cell),
            Paragraph(escape(f"Data nadania: {day}    Liczba przesyłek: {len(letters)}"), cell),
            Spacer(0, 4 * mm),
            table,
            Spacer(0, 10 * mm),
            Paragraph("Pieczęć i podpis przyjmującego: ……………………………………………", cell),
        ],
        onFirstPage=_foot,
        onLaterPages=_foot,
    )
    return target.getvalue()


def _place(unit: Any) -> str:
    town = " ".join(filter(None, (unit.postcode, unit.city)))
    return ", ".join(filter(None, (unit.street, town)))


def _row(place: int, letter: Outgoing, cell: ParagraphStyle) -> list[Any]:
    kind = {REGISTERED_PROOF: "R, ZPO", PLAIN: "zwykły"}.get(letter.method, "R")
    remarks = f"{kind}; {letter.rpw_number}; {letter.case_sign}"
    texts = (
        str(place),
        letter.recipient,
        letter.addressee.address,
        "",
        "",
        letter.tracking,
        remarks,
        "",
        "",
    )
    return [Paragraph(escape(text), cell) for text in texts]


def _foot(canvas: Any, sheet: Any) -> None:
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(sheet.pagesize[0] - 9 * mm, 7 * mm, f"strona {canvas.getPageNumber()}")
    canvas.restoreState()
