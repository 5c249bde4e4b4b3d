"""The posting book of a dispatch list as PDF, in the columns of the designated operator's form.

Columns of the form "książka nadawcza" of Poczta Polska: number, addressee, exact place of delivery,
declared value, mass, number of the parcel, remarks, fee, cash on delivery; money and mass are filled
in at the counter.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from infostrada.site.records.correspondence.outgoing.content import DispatchList
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.correspondence.outgoing.ways import PLAIN
from infostrada.site.records.correspondence.outgoing.ways import REGISTERED_PROOF
from infostrada.site.records.sheets import Sheet
from typing import Any


HEADINGS = (
    ("Lp.", 9),
    ("Adresat (imię i nazwisko lub nazwa)", 56),
    ("Dokładne miejsce doręczenia", 60),
    ("Wartość zł | gr", 20),
    ("Masa kg | g", 18),
    ("Numer nadawczy", 40),
    ("Uwagi", 36),
    ("Opłata zł | gr", 18),
    ("Kwota pobrania zł | gr", 22),
)


def posting_book(listed: DispatchList, letters: Sequence[Outgoing], unit: Any) -> bytes:
    """The list on landscape A4; the heading of the table stands on every page."""
    made = Sheet(f"Książka nadawcza nr {listed.label}", unit.title, across=True)
    made.heading(made.title)
    day = listed.handed_over_on.strftime("%d.%m.%Y") if listed.handed_over_on else "………………"
    for told in (
        f"Nadawca: {unit.title}, {_place(unit)}",
        f"Operator: {listed.carrier}",
        f"Data nadania: {day}",
        f"Liczba przesyłek: {len(letters)}",
    ):
        made.line(told, small=True)
    titles, widths = zip(*HEADINGS, strict=True)
    made.table(titles, widths, _rows(letters))
    made.signatures("pieczęć i podpis przyjmującego")
    return made.file()


def _place(unit: Any) -> str:
    town = " ".join(filter(None, (unit.postcode, unit.city)))
    return ", ".join(filter(None, (unit.street, town)))


def _rows(letters: Sequence[Outgoing]) -> Iterator[tuple[str, ...]]:
    for place, letter in enumerate(letters, start=1):
        kind = {REGISTERED_PROOF: "R, ZPO", PLAIN: "zwykły"}.get(letter.method, "R")
        remarks = "; ".join(filter(None, (kind, letter.rpw_number, letter.case_sign)))
        address = letter.addressee.address
        yield (str(place), letter.recipient, address, "", "", letter.tracking, remarks, "", "")
