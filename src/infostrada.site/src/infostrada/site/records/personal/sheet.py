"""The report on one person as PDF, for the letter that answers a request (RODO art. 15)."""

from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from io import BytesIO
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from reportlab.platypus import TableStyle
from typing import Any
from xml.sax.saxutils import escape


GROUND, LINE = colors.HexColor("#eef1f4"), colors.HexColor("#5b6570")
WIDTH = 182


def sheet(report: dict[str, Any], parts: list[dict[str, Any]]) -> bytes:
    """The report on A4; `parts` have a title, headings with widths and rows of texts."""
    use_fonts()
    target = BytesIO()
    cell = ParagraphStyle("cell", fontName=REGULAR, fontSize=8, leading=10)
    bold = ParagraphStyle("bold", parent=cell, fontName=BOLD)
    head = ParagraphStyle("head", parent=bold, fontSize=14, leading=18)
    second = ParagraphStyle("second", parent=bold, fontSize=11, leading=15, spaceBefore=10, spaceAfter=4)
    title = f"Dane osobowe: {report['title']}"
    flow: list[Any] = [
        Paragraph(escape(title), head),
        Paragraph(escape(f"{report['unit']}; art. 15 RODO; {report['made_at']}; {report['made_by']}"), cell),
    ]
    for part in parts:
        flow.append(Paragraph(escape(f"{part['title']} ({len(part['rows'])})"), second))
        flow.append(_table(part, cell, bold) if part["rows"] else Paragraph("–", cell))
    flow.append(Spacer(0, 6 * mm))
    made = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=14 * mm,
        rightMargin=14 * mm,
        topMargin=14 * mm,
        bottomMargin=14 * mm,
        title=title,
        author=report["unit"],
        creator="Infostrada",
        lang="pl",
    )
    made.build(flow, onFirstPage=_foot, onLaterPages=_foot)
    return target.getvalue()


def _table(part: dict[str, Any], cell: ParagraphStyle, bold: ParagraphStyle) -> Table:
    rows = [[Paragraph(escape(text), bold) for text in part["headings"]]]
    rows += [[Paragraph(escape(text), cell) for text in row] for row in part["rows"]]
    shares = sum(part["widths"])
    table = Table(rows, colWidths=[width / shares * WIDTH * mm for width in part["widths"]], repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, LINE),
                ("BACKGROUND", (0, 0), (-1, 0), GROUND),
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ]
        )
    )
    return table


def _foot(canvas: Any, made: Any) -> None:
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(made.pagesize[0] - 14 * mm, 8 * mm, f"strona {canvas.getPageNumber()}")
    canvas.restoreState()
