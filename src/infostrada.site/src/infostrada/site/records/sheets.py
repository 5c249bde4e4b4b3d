"""Papers on A4 that the office signs or hands out: headings, lines, tables, page numbers."""

from collections.abc import Iterable
from collections.abc import Sequence
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.site.records.widths import fitted
from io import BytesIO
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.pagesizes import landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from reportlab.platypus import TableStyle
from typing import Any
from xml.sax.saxutils import escape


GROUND, LINE = colors.HexColor("#eef1f4"), colors.HexColor("#5b6570")
MARGIN = 14
PADDING = 6
"""Points between a frame or a cell and what stands in it, as the library sets them."""


class Sheet:
    """A paper in the making; texts are plain and may be of any length."""

    def __init__(self, title: str, author: str, *, across: bool = False) -> None:
        use_fonts()
        self.size = landscape(A4) if across else A4
        self.width = (self.size[0] - 2 * PADDING) / mm - 2 * MARGIN
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
        """A table whose heading stands on every page; `widths` are shares, widened where a word would break."""
        texts = list(rows)
        if not texts:
            self.line("–", small=True)
            return
        told = [[Paragraph(escape(text), self.bold) for text in headings]]
        told += [[Paragraph(escape(text), self.cell) for text in row] for row in texts]
        least = [
            max(self._longest(text, self.bold if at == 0 else self.cell) for at, text in enumerate(column))
            for column in zip(headings, *texts, strict=True)
        ]
        made = Table(told, colWidths=fitted(widths, least, self.width * mm), repeatRows=1)
        style = [
            ("GRID", (0, 0), (-1, -1), 0.5, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), GROUND),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ]
        made.setStyle(TableStyle(style))
        self.flow += [Spacer(0, 1.5 * mm), made, Spacer(0, 2 * mm)]

    def _longest(self, text: str, style: ParagraphStyle) -> float:
        """Points the longest word of a cell takes, with the cell's padding."""
        words = (stringWidth(each, style.fontName, style.fontSize) for each in text.split())
        return max(words, default=0) + 2 * PADDING + 1

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
        made.build([*self.flow, Spacer(0, 6 * mm)], canvasmaker=_Numbered)
        return target.getvalue()


class _Numbered(Canvas):
    """Pages that say what paper they belong to and how many there are."""

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._kept: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Keep the page until their number is known."""
        self._kept.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the feet of all pages, then the file."""
        for number, page in enumerate(self._kept, start=1):
            self.__dict__.update(page)
            self._foot(number, len(self._kept))
            super().showPage()
        super().save()

    def _foot(self, number: int, count: int) -> None:
        edge = MARGIN * mm + PADDING
        self.setFont(REGULAR, 8)
        if number > 1:
            self.drawString(edge, 8 * mm, str(self._doc.info.title))
        self.drawRightString(self._pagesize[0] - edge, 8 * mm, f"strona {number} z {count}")
