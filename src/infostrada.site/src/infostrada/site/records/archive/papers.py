"""Papers of a destruction list as PDF: the application to the state archive, the list, the protocol.

Source: rozporządzenie MKiDN z 20.10.2015 (t.j. Dz.U. 2019 poz. 246): the seven data of the application, the columns of
the list, what the protocol says. The head of the office signs the application.
"""

from collections.abc import Callable
from collections.abc import Iterator
from infostrada.site.records.archive.content import Disposal
from infostrada.site.records.archive.content import Row
from infostrada.site.records.archive.state import archive_of
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.content import documents_of
from infostrada.site.records.find import record_at
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.sheets import Sheet
from infostrada.site.theme.dates import long_date
from infostrada.site.units.lookup import unit_of
from typing import Any


MEGABYTE, LEAST = 2**20, 0.01
KINDS = {"B": "niearchiwalna (B)", "BE": "niearchiwalna podlegająca ekspertyzie (BE)", "Bc": "o krótkotrwałym znaczeniu praktycznym (Bc)"}  # fmt: skip


def application_paper(disposal: Disposal) -> bytes:
    """Wniosek o zgodę na brakowanie with its seven data."""
    unit, (first, last) = unit_of(disposal), years_of(disposal)
    made = Sheet(f"Wniosek o zgodę na brakowanie, spis {_number(disposal)}", unit.title)
    made.line(f"{unit.title}\n{_address(unit)}")
    made.line(_place_and_day(unit, disposal))
    made.line(archive_of(unit.teryt or "") or "Archiwum Państwowe")
    made.heading("Wniosek o wyrażenie zgody na brakowanie dokumentacji niearchiwalnej")
    told = (
        ("Jednostka wnioskująca", unit.title),
        ("Jednostka, której dokumentacja ma być brakowana", owners_of(disposal)),
        ("Podstawa kwalifikowania", basis_of(disposal)),
        ("Daty roczne", f"{first}–{last}" if first != last else str(first)),
        (
            "Rodzaj dokumentacji",
            f"dokumentacja {'papierowa i elektroniczna' if disposal.paper else 'elektroniczna'} {KINDS[disposal.group]}",
        ),
        ("Rozmiar", f"liczba spraw: {len(disposal.rows)}, pliki: {megabytes(disposal)} MB"),
        ("Oświadczenie", disposal.declaration),
    )
    made.table(("Dane", "Treść"), (4, 10), told)
    count = len(disposal.rows)
    made.line(f"Załącznik: spis dokumentacji niearchiwalnej nr {_number(disposal)}, liczba pozycji: {count}.")
    made.signatures("kierownik jednostki")
    return made.file()


def list_paper(disposal: Disposal) -> bytes:
    """Spis dokumentacji niearchiwalnej przeznaczonej do brakowania: one group, numbered rows."""
    unit = unit_of(disposal)
    made = Sheet(f"Spis brakowania {_number(disposal)}", unit.title)
    made.line(unit.title)
    made.heading(f"Spis dokumentacji niearchiwalnej przeznaczonej do brakowania nr {_number(disposal)}")
    made.line(f"Dokumentacja {KINDS[disposal.group]}")
    made.line(_place_and_day(unit, disposal))
    headings = ("Lp.", "Znak sprawy", "Sygnatura archiwalna", "Tytuł (hasło klasyfikacyjne)", "Daty roczne", "Liczba jednostek", "Uwagi")  # fmt: skip
    made.table(headings, (2, 8, 6, 18, 5, 4, 6), list(_rows(disposal)))
    by = disposal.made_by
    made.signatures(f"sporządził(a): {by.name}, {by.post}")
    return made.file()


def protocol_paper(disposal: Disposal) -> bytes:
    """Protokół zniszczenia; for a list that was carried out."""
    unit, protocol = unit_of(disposal), disposal.protocol
    made = Sheet(f"Protokół brakowania, spis {_number(disposal)}", unit.title)
    made.line(unit.title)
    made.heading("Protokół zniszczenia dokumentacji niearchiwalnej")
    consent = disposal.consent
    agreed = f"{consent.reference} z {_day(consent.given_on)}" if consent else "niewymagana (dokumentacja elektroniczna Bc)"  # fmt: skip
    approvals = "; ".join(f"{one.actor.name}, {one.actor.post}, {_day(one.at)}" for one in disposal.approvals)
    told = [
        (
            "Spis",
            f"nr {_number(disposal)}, liczba pozycji: {len(disposal.rows)}, pliki: {megabytes(disposal)} MB",
        ),
        ("Zgoda archiwum państwowego", agreed),
        ("Ekspertyza", disposal.opinion or "–"),
        ("Zatwierdzenia", approvals),
    ]
    if protocol is not None:
        told += [
            ("Data zniszczenia", _day(protocol.destroyed_on)),
            ("Sposób zniszczenia", protocol.method),
            ("Świadkowie", protocol.witnesses),
            ("Zniszczenie zlecił(a)", f"{protocol.actor.name}, {protocol.actor.post}"),
        ]
    made.table(("Dane", "Treść"), (4, 10), told)
    made.part("Zniszczone pozycje")
    made.table(("Lp.", "Znak sprawy", "Tytuł"), (1, 4, 9), [row[:2] + row[3:4] for row in _rows(disposal)])
    if disposal.excluded:
        made.part("Wyłączone przez archiwum państwowe")
        made.table(("Znak sprawy", "Nowa kategoria", "Powód"), (4, 3, 7), [(row.sign, row.category, row.remarks) for row in disposal.excluded])  # fmt: skip
    made.line("Zniszczono pliki; metadane, metryki spraw, spis i protokół pozostają w systemie.")
    made.signatures("archiwista", "świadkowie")
    return made.file()


PAPERS: dict[str, Callable[[Disposal], bytes]] = {
    "application": application_paper,
    "list": list_paper,
    "protocol": protocol_paper,
}


def papers_of(disposal: Disposal) -> list[str]:
    """The papers there are: no application for electronic Bc, no protocol before the destruction."""
    asked = ["application"] if disposal.asks_archive else []
    return [*asked, "list", *(["protocol"] if disposal.protocol is not None else [])]


def owners_of(disposal: Disposal) -> str:
    """Organisational units whose cases are on the list."""
    symbols = dict.fromkeys(row.sign.partition(".")[0] for row in disposal.rows)
    return f"{unit_of(disposal).title}, komórki: {', '.join(symbols)}" if symbols else unit_of(disposal).title


def basis_of(disposal: Disposal) -> str:
    """The plan whose categories the list follows: that of the day the last of its cases began."""
    days = [row.started_on for row in disposal.rows]
    plan = plan_on(disposal, max(days)) if days else None
    if plan is None:
        return "jednolity rzeczowy wykaz akt obowiązujący w dniu wszczęcia spraw"
    return f"{plan.title}, obowiązuje od {_day(plan.valid_from)}"


def years_of(disposal: Disposal) -> tuple[int, int]:
    """First and last year of the records."""
    first = min((row.started_on.year for row in disposal.rows), default=disposal.year)
    return first, max((row.closed_on.year for row in disposal.rows), default=disposal.year)


def megabytes(disposal: Disposal) -> str:
    """The extent of the files in megabytes, as electronic records are measured; known after their destruction too."""
    total = sum(_bytes(record_at(row.uid)) for row in disposal.rows)
    return f"{total / MEGABYTE:.2f}".replace(".", ",") if not 0 < total < LEAST * MEGABYTE else "poniżej 0,01"


def _bytes(case: Case | None) -> int:
    if case is None:
        return 0
    files = [version.file for document in documents_of(case) for version in document.versions]
    files += [item.file for document in documents_of(case) for item in document.signed_files]
    for letter in map(record_at, case.letters):
        files += letter.files if letter is not None else ()
    return sum(file.getSize() for file in files)


def _rows(disposal: Disposal) -> Iterator[tuple[str, ...]]:
    for place, row in enumerate(disposal.rows, start=1):
        yield (str(place), row.sign, "–", _title(row), _years(row), str(row.documents), row.remarks)


def _title(row: Row) -> str:
    return f"{row.class_symbol} {row.class_title}: {row.title}"


def _years(row: Row) -> str:
    first, last = row.started_on.year, row.closed_on.year
    return str(first) if first == last else f"{first}–{last}"


def _number(disposal: Disposal) -> str:
    return f"{disposal.number}/{disposal.year}"


def _day(day: Any) -> str:
    return f"{long_date(day, 'pl')} r." if day else ""


def _place_and_day(unit: Any, disposal: Disposal) -> str:
    return ", ".join(filter(None, (unit.city, _day(disposal.made_at))))


def _address(unit: Any) -> str:
    place = " ".join(filter(None, (unit.postcode, unit.city)))
    return ", ".join(filter(None, (unit.street, place)))
