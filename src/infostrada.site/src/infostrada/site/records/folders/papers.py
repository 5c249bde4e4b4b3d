"""Papers of a folder as PDF: its title pages, the lists of its cases year by year, and the handover list of folders.

Source: model records instruction and instruction of the archive (Dz.U. 2011 nr 14 poz. 67, annexes 1 and 6): on the
folder stand the office and the organisational unit (top middle), the sign (top left), the category with its years (top
right), the title (middle) with the years below it and the number of the volume; the archive's signature (bottom left) is
written in when the folder is handed over.
"""

from infostrada.geo.printing.fonts import BOLD
from infostrada.geo.printing.fonts import REGULAR
from infostrada.site.records.archive.content import Handover
from infostrada.site.records.cases.caselists import write_cases
from infostrada.site.records.folders import store
from infostrada.site.records.folders.rules import Folder
from infostrada.site.records.sheets import Sheet
from infostrada.site.theme.dates import long_date
from infostrada.site.units.lookup import orgs_of
from infostrada.site.units.lookup import structure_of
from infostrada.site.units.lookup import unit_of
from itertools import groupby
from plone.uuid.interfaces import IUUID
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak
from reportlab.platypus import Paragraph
from reportlab.platypus import Spacer
from reportlab.platypus import Table
from typing import Any
from xml.sax.saxutils import escape


def title_pages(unit: Any, folder: Folder) -> bytes:
    """The description of the folder, one page for each volume."""
    made = Sheet(f"Opis teczki {folder.sign}, {folder.years}", unit.title)
    for volume in range(1, folder.volumes + 1):
        if volume > 1:
            made.flow.append(PageBreak())
        made.flow += _title_page(made, unit, folder, volume)
    return made.file()


def _title_page(made: Sheet, unit: Any, folder: Folder, volume: int) -> list[Any]:
    plain = ParagraphStyle("plain", fontName=REGULAR, fontSize=14, leading=19, alignment=TA_CENTER)
    strong = ParagraphStyle("strong", parent=plain, fontName=BOLD)
    corner = ParagraphStyle("corner", parent=strong, fontSize=16, leading=20, alignment=0)
    right = ParagraphStyle("right", parent=corner, alignment=TA_RIGHT)
    large = ParagraphStyle("large", parent=strong, fontSize=22, leading=29)
    half = made.width / 2 * mm
    corners = Table(
        [[Paragraph(escape(folder.sign), corner), Paragraph(f"Kat. {escape(folder.category)}", right)]],
        colWidths=[half, half],
    )
    office = [
        Paragraph(escape(unit.title), strong),
        Paragraph(escape(org_title(unit, folder.org_symbol)), plain),
    ]
    title = [Paragraph(escape(folder.class_title), large)]
    if folder.contents:
        title.append(Paragraph(escape(folder.contents), plain))
    tome = f"Tom {volume} z {folder.volumes}" if folder.volumes > 1 else "Tom 1"
    signature = folder.signature or "………………………"
    return [
        *office,
        Spacer(0, 10 * mm),
        corners,
        Spacer(0, 45 * mm),
        *title,
        Spacer(0, 12 * mm),
        Paragraph(escape(folder.years), large),
        Spacer(0, 8 * mm),
        Paragraph(tome, plain),
        Spacer(0, 60 * mm),
        Paragraph(
            f"Sygnatura archiwalna: {escape(signature)}", ParagraphStyle("foot", parent=plain, alignment=0)
        ),
    ]


def case_lists(unit: Any, folder: Folder) -> bytes:
    """Spis spraw of each year of the folder; how many cases the reader may not see is told."""
    made = Sheet(f"Spisy spraw teczki {folder.sign}, {folder.years}", unit.title, across=True)
    made.line(f"{unit.title}, {org_title(unit, folder.org_symbol)}")
    made.heading(f"Spisy spraw teczki {folder.sign}: {folder.title}, {folder.years}")
    shown = store.cases_shown(folder)
    by_year = {year: list(cases) for year, cases in groupby(shown, key=lambda case: case["year"])}
    for year in range(folder.first_year, folder.last_year + 1):
        made.part(f"Rok {year}, {folder.sign}: {folder.class_title}")
        write_cases(made, by_year.get(year, ()))
    hidden = len(store.cases_within(folder)) - len(shown)
    if hidden > 0:
        made.line(f"W spisie pominięto sprawy, do których czytający nie ma dostępu: {hidden}.", small=True)
    return made.file()


def handover_paper(handover: Handover) -> bytes:
    """Spis zdawczo-odbiorczy as it is signed: rows are folders when folders are handed over, else cases."""
    unit = unit_of(handover)
    number = f"{handover.number}/{handover.year}"
    made = Sheet(f"Spis zdawczo-odbiorczy {number}", unit.title, across=True)
    made.line(f"{unit.title}\n{org_title(unit, handover.org_symbol)}")
    made.heading(f"Spis zdawczo-odbiorczy akt nr {number}")
    held = {folder.uid: folder for folder in store.of_handover(IUUID(handover))}
    if handover.folders:
        headings = ("Lp.", "Znak teczki", "Tytuł teczki lub tomu", "Daty skrajne", "Kat. akt", "Liczba teczek (tomów)", "Miejsce przechowywania akt w archiwum", "Data zniszczenia lub przekazania do archiwum państwowego")  # fmt: skip
        folders = [held[uid] for uid in handover.folders if uid in held]
        ordered = sorted(folders, key=lambda each: (each.org_symbol, each.class_symbol, each.first_year))
        rows = [
            (str(place), each.sign, each.title, each.years, each.category, str(each.volumes), "", "")
            for place, each in enumerate(ordered, start=1)
        ]
        made.table(headings, (2, 5, 14, 5, 3, 4, 6, 7), rows)
        made.part("Sprawy w teczkach")
    headings = ("Lp.", "Znak sprawy", "Tytuł sprawy", "Wszczęcie", "Zakończenie", "Kat. akt", "Dokumenty", "Uwagi")  # fmt: skip
    cases = [
        (
            str(place),
            row.sign,
            row.title,
            _day(row.started_on),
            _day(row.closed_on),
            row.category,
            str(row.documents),
            row.remarks,
        )
        for place, row in enumerate(handover.rows, start=1)
    ]
    made.table(headings, (2, 6, 14, 5, 5, 3, 4, 6), cases)
    made.signatures(f"przekazujący: {handover.made_by.name}", "kierownik komórki", "przejmujący (archiwista)")
    return made.file()


def org_title(unit: Any, symbol: str) -> str:
    """Name of the organisational unit with this symbol; the symbol when there is none any more."""
    found = (org.title for org in orgs_of(structure_of(unit)) if org.symbol == symbol)
    return next(found, symbol)


def _day(day: Any) -> str:
    return long_date(day, "pl") if day else ""
