"""Papers that go with a package on a carrier of data: the covering letter, and the receipt the state archive signs.

Sources: rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518), whose § 21 ust. 2 keeps the material in the office until
the archive has confirmed that it took it, and rozporządzenie MSWiA z 2.11.2006 (Dz.U. nr 206 poz. 1519) on the carriers.
"""

from collections.abc import Sequence
from datetime import date
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
from typing import NamedTuple
from xml.sax.saxutils import escape


LAW = "Dz.U. z 2006 r. nr 206 poz. 1518 i 1519"
LINE = colors.HexColor("#5b6570")
use_fonts()
TEXT = ParagraphStyle("text", fontName=REGULAR, fontSize=10.5, leading=15, spaceAfter=3 * mm)
STRONG = ParagraphStyle("strong", parent=TEXT, fontName=BOLD)
TITLE = ParagraphStyle("title", parent=STRONG, fontSize=13, leading=18, spaceBefore=6 * mm)
RIGHT = ParagraphStyle("right", parent=TEXT, alignment=2)
CELL = ParagraphStyle("cell", parent=TEXT, fontSize=9.5, leading=13, spaceAfter=0)


class Covering(NamedTuple):
    """What both papers say; `lines` are the names of facts with their values."""

    sender: tuple[str, ...]
    town: str
    addressee: tuple[str, ...]
    sign: str
    day: date
    lines: tuple[tuple[str, str], ...]
    signer: str


def covering_letter(said: Covering) -> bytes:
    """The letter (PDF): what lies on the carrier, how it is checked, what is enclosed."""
    return _sheet(
        "Przekazanie materiałów archiwalnych",
        said,
        [
            Paragraph(
                f"W załączeniu przekazuję materiały archiwalne w postaci elektronicznej, zapisane na informatycznym nośniku "
                f"danych ({LAW}), według załączonego spisu zdawczo-odbiorczego.",
                TEXT,
            ),
            _facts(said.lines),
            Paragraph(
                "Zgodność pliku z nośnika z tym pismem potwierdza skrót SHA-256. Proszę o potwierdzenie przejęcia na załączonym "
                "druku. Do tego czasu urząd przechowuje przekazane materiały (§ 21 ust. 2 rozporządzenia z 30 października 2006 r.).",
                TEXT,
            ),
            Paragraph("Załączniki:", STRONG),
            Paragraph("1. nośnik z paczką archiwalną", CELL),
            Paragraph("2. spis zdawczo-odbiorczy (spis-zdawczo-odbiorczy.xml, także na nośniku)", CELL),
            Paragraph("3. potwierdzenie przejęcia, dwa egzemplarze", CELL),
            Spacer(0, 14 * mm),
            Paragraph(escape(said.signer), RIGHT),
        ],
    )


def takeover_receipt(said: Covering) -> bytes:
    """The receipt (PDF) the state archive fills in, signs and sends back."""
    dots = "……………………………………"
    return _sheet(
        "Potwierdzenie przejęcia materiałów archiwalnych",
        said._replace(sender=said.addressee, addressee=said.sender, town="", day=None),  # type: ignore[arg-type]
        [
            _facts(said.lines),
            Paragraph(
                "Skrót SHA-256 pliku odczytanego z nośnika:   ☐ zgodny   ☐ niezgodny".replace("☐", "[  ]"),
                TEXT,
            ),
            Paragraph("Paczka według standardu:   [  ] poprawna   [  ] niepoprawna", TEXT),
            Paragraph(f"Uwagi: {dots}{dots}", TEXT),
            Paragraph(f"Znak archiwum: {dots}", TEXT),
            Spacer(0, 12 * mm),
            Paragraph(f"{dots}<br/>data i podpis przejmującego", RIGHT),
        ],
    )


def _facts(lines: Sequence[tuple[str, str]]) -> Table:
    rows = [[Paragraph(escape(name), CELL), Paragraph(escape(value), CELL)] for name, value in lines]
    table = Table(rows, colWidths=[52 * mm, 118 * mm], spaceBefore=2 * mm, spaceAfter=5 * mm)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, LINE), ("VALIGN", (0, 0), (-1, -1), "TOP")]))
    return table


def _sheet(title: str, said: Covering, story: list[Any]) -> bytes:
    target = BytesIO()
    sheet = SimpleDocTemplate(
        target, pagesize=A4, leftMargin=20 * mm, rightMargin=20 * mm, topMargin=18 * mm, bottomMargin=18 * mm,
        title=title, author=said.sender[0], creator="Infostrada", lang="pl", invariant=1,
    )  # fmt: skip
    dated = f"{said.town}, {said.day.strftime('%d.%m.%Y')}" if said.day else "……………………………, dnia ………………………"
    sheet.build(
        [
            Paragraph("<br/>".join(map(escape, said.sender)), TEXT),
            Paragraph(escape(dated), RIGHT),
            Paragraph(escape(f"Znak: {said.sign}"), TEXT),
            Paragraph("<br/>".join(map(escape, said.addressee)), STRONG),
            Paragraph(escape(title), TITLE),
            *story,
        ]
    )
    return target.getvalue()
