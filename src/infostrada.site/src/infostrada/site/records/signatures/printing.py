"""Sheets that go on paper with a letter that was signed electronically, as PDF.

Sources: KPA art. 39³ (what the print of a letter issued electronically says); model records instruction, Dz.U. 2011 nr 14
poz. 67 (the note on the print of a signed letter that came: day, what the signature is worth, who printed it). The
statement of the print is a dated row.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.geo.printing.fonts import use_fonts
from infostrada.site.records.actor import Actor
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import Report
from infostrada.site.records.signatures.report import VALID
from io import BytesIO
from pypdf import PdfReader
from pypdf import PdfWriter
from pypdf.errors import PyPdfError
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph
from reportlab.platypus import SimpleDocTemplate
from reportlab.platypus import Spacer
from typing import NamedTuple
from xml.sax.saxutils import escape


# What the instruction's note says of a signature.
WORTH = {VALID: "ważny", INVALID: "nieważny"}
UNKNOWN = "brak możliwości weryfikacji"


@dataclass(frozen=True, slots=True)
class Statement:
    """The words the law wants on the print of a letter issued electronically."""

    basis: str
    words: str
    valid_from: date
    valid_to: date = date.max


STATEMENTS: tuple[Statement, ...] = (
    Statement(
        "art. 39³ Kodeksu postępowania administracyjnego",
        "Pismo zostało wydane w postaci elektronicznej i podpisane kwalifikowanym podpisem elektronicznym, podpisem zaufanym, "
        "podpisem osobistym albo kwalifikowaną pieczęcią elektroniczną.",
        date(2018, 6, 11),
    ),
)  # fmt: skip


class Facts(NamedTuple):
    """What the sheet of a certified print says of the letter."""

    office: str
    sign: str
    title: str
    identifier: str
    version: int
    sha256: str
    accepted_by: Actor
    signed_as: str
    reports: tuple[Report, ...]


class BrokenPdfError(ValueError):
    """The letter's pages cannot be read."""


def statement_on(day: date) -> Statement | None:
    """The words that hold on a day."""
    return next((each for each in STATEMENTS if each.valid_from <= day <= each.valid_to), None)


def worth(report: Report) -> str:
    """What the note says of a file's signatures: ważny, nieważny or brak możliwości weryfikacji."""
    return WORTH.get(report.verdict, UNKNOWN)


def certified_print(pages: bytes, facts: Facts, by: Actor, at: datetime) -> bytes:
    """The letter's pages with the sheet behind them; raises `BrokenPdfError`."""
    writer = PdfWriter()
    try:
        writer.append(PdfReader(BytesIO(pages)))
        count = len(writer.pages)
        writer.append(
            PdfReader(BytesIO(_sheet("Wydruk pisma w postaci elektronicznej", _told(facts, count, by, at))))
        )
        writer.add_metadata({"/Title": f"Wydruk: {facts.title}", "/Creator": "Infostrada"})
        out = BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise BrokenPdfError(str(error)) from error
    return out.getvalue()


def _told(facts: Facts, count: int, by: Actor, at: datetime) -> list[str]:
    rule = statement_on(at.date())
    lines = [f"{rule.words} ({rule.basis})" if rule is not None else ""]
    who = ", ".join(filter(None, (facts.accepted_by.name, facts.accepted_by.post)))
    lines.append(f"Pismo podpisał(a): {' – '.join(filter(None, (facts.signed_as, who)))}")
    for report in facts.reports:
        for one in report.signatures:
            moment = one.stamped_at or one.signed_at
            when = f", {moment:%d.%m.%Y %H:%M}" if moment is not None else ""
            lines.append(
                f"Podpis: {one.person or one.signer}{when}; wystawca: {one.issuer}; weryfikacja {report.checked_at:%d.%m.%Y}: "
                f"{WORTH.get(one.verdict, UNKNOWN)}"
            )  # fmt: skip
    lines += [
        f"Organ: {facts.office}",
        f"Znak sprawy: {facts.sign}",
        f"Tytuł pisma: {facts.title}",
        f"Identyfikator pisma: {facts.identifier}, wersja {facts.version}",
        f"Skrót SHA-256: {facts.sha256}",
        f"Liczba stron pisma: {count}",
        f"Wydruk sporządził(a): {', '.join(filter(None, (by.name, by.post)))}, {at:%d.%m.%Y %H:%M}",
        "Data i podpis sporządzającego wydruk: ……………………………………",
    ]
    return [line for line in lines if line]


def signature_note(number: str, filename: str, report: Report, by: Actor, at: datetime) -> bytes:
    """The note that goes on the print of a signed letter that came."""
    lines = [
        f"RPW {number}, plik: {filename}",
        f"Data weryfikacji podpisu: {report.checked_at:%d.%m.%Y %H:%M}",
        f"Wynik weryfikacji: podpis {worth(report)}"
        if report.verdict in WORTH
        else f"Wynik weryfikacji: {UNKNOWN}",
    ]
    lines += [f"Podpisał(a): {one.person or one.signer}; wystawca: {one.issuer}" for one in report.signatures]
    lines += [
        f"Skrót SHA-256 pliku: {report.sha256}",
        f"Wydruk sporządził(a): {', '.join(filter(None, (by.name, by.post)))}, {at:%d.%m.%Y %H:%M}",
        "Podpis sporządzającego wydruk: ……………………………………",
    ]
    return _sheet("Adnotacja o weryfikacji podpisu elektronicznego", lines)


def _sheet(heading: str, lines: Sequence[str]) -> bytes:
    use_fonts()
    out = BytesIO()
    page = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=25 * mm,
        rightMargin=25 * mm,
        topMargin=25 * mm,
        bottomMargin=25 * mm,
        title=heading,
        creator="Infostrada",
        lang="pl",
    )
    head = ParagraphStyle("head", fontName=BOLD, fontSize=14, leading=18)
    text = ParagraphStyle(
        "text", fontName=REGULAR, fontSize=10, leading=14, spaceAfter=2 * mm, wordWrap="CJK"
    )
    page.build(
        [
            Paragraph(escape(heading), head),
            Spacer(0, 5 * mm),
            *(Paragraph(escape(line), text) for line in lines),
        ]
    )
    return out.getvalue()
