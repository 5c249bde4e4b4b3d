"""Papers on A4 that the office signs or hands out: headings, lines, tables, page numbers."""

from collections.abc import Iterable
from collections.abc import Sequence
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
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


GROUND, LINE = colors.HexColor("#eef1f4"), colors.HexColor("#5b6570")
MARGIN = 14


class Sheet:
    """A paper in the making; texts are plain and may be of any length."""

    def __init__(self, title: str, author: str, *, across: bool = False) -> None:
        use_fonts()
        self.size = landscape(A4) if across else A4
        self.width = self.size[0] / mm - 2 * MARGIN
        self.title, self.author = title, author
        self.cell = ParagraphStyle("cell", fontName=REGULAR, fontSize=8, leading=10)
        self.bold = ParagraphStyle("bold", parent=self.cell, fontName=BOLD)
        self.text = ParagraphStyle("text", parent=self.cell, fontSize=10, leading=14, spaceAfter=4)
        self.head = ParagraphStyle("head", parent=self.bold, fontSize=14, leading=18, spaceAfter=6)
        self.second = ParagraphStyle(
            "second", parent=self.bold, fontSize=11, leading=15, spaceBefore=10, spaceAfter=4
        )
        self.flow: list[Any] = []

    def heading(self, text: str) -> None:
        """The title on the paper."""
        self.flow.append(Paragraph(escape(text), self.head))

    def part(self, text: str) -> None:
        """The title of a part."""
        self.flow.append(Paragraph(escape(text), self.second))

    def line(self, text: str, *, small: bool = False) -> None:
        """A paragraph; line breaks stay."""
        told = escape(text).replace("\n", "<br/>")
        self.flow.append(Paragraph(told, self.cell if small else self.text))

    def table(self, headings: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[str]]) -> None:
        """A table whose heading stands on every page; `widths` are shares."""
        told = [[Paragraph(escape(text), self.bold) for text in headings]]
        told += [[Paragraph(escape(text), self.cell) for text in row] for row in rows]
        if len(told) == 1:
            self.line("–", small=True)
            return
        shares = sum(widths)
        made = Table(told, colWidths=[width / shares * self.width * mm for width in widths], repeatRows=1)
        style = [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), GROUND),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
        made.setStyle(TableStyle(style))
        self.flow.append(made)

    def signatures(self, *people: str) -> None:
        """Places to sign, side by side."""
        self.flow.append(Spacer(0, 18 * mm))
        dots = [Paragraph(f"………………………………<br/>{escape(each)}", self.cell) for each in people]
        self.flow.append(Table([dots], colWidths=[self.width / len(people) * mm] * len(people)))

    def file(self) -> bytes:
        """The PDF."""
        target = BytesIO()
        margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), MARGIN * mm)
        made = SimpleDocTemplate(
            target,
            pagesize=self.size,
            title=self.title,
            author=self.author,
            creator="Infostrada",
            lang="pl",
            **margins,
        )
        made.build([*self.flow, Spacer(0, 6 * mm)], onFirstPage=_foot, onLaterPages=_foot)
        return target.getvalue()


def _foot(canvas: Any, made: Any) -> None:
    canvas.saveState()
    canvas.setFont(REGULAR, 8)
    canvas.drawRightString(made.pagesize[0] - MARGIN * mm, 8 * mm, f"strona {canvas.getPageNumber()}")
    canvas.restoreState()
