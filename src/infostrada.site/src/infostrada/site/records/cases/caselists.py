"""Spis spraw as a paper: the cases of one organisational unit, class and year in the columns of the form.

Source: model records instruction (Dz.U. 2011 nr 14 poz. 67, annex 1): the head says the year, the unit, the class
with its title and the category; a row the case, who began it by which letter, when it began and ended, and how.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from infostrada.site.desk.days import whole
from infostrada.site.records.deed import now
from infostrada.site.records.deed import WARSAW
from infostrada.site.records.sheets import Sheet
from infostrada.site.theme.dates import long_date
from typing import Any
from typing import NamedTuple


DASH = "–"
HEADINGS = ("Lp.", "Sprawa (krótka treść)", "Od kogo wpłynęła", "Znak pisma", "Data pisma", "Wszczęcie", "Ostateczne załatwienie", "Prowadzący", "Uwagi")  # fmt: skip
WIDTHS = (2, 12, 8, 5, 4, 4, 5, 6, 6)


class Head(NamedTuple):
    """What stands above a list: names of the office and the unit, sign of the list, class, category, year."""

    office: str
    org: str
    sign: str
    class_title: str
    category: str
    year: int


def case_list(head: Head, cases: Iterable[Mapping[str, Any]]) -> bytes:
    """The list on A4 across."""
    made = Sheet(f"Spis spraw {head.sign}.{head.year}", head.office, across=True)
    made.line(f"{head.office}\n{head.org}")
    made.heading(f"Spis spraw {head.sign}.{head.year}")
    told = {
        "Rok": str(head.year),
        "Klasa": head.class_title,
        "Kategoria archiwalna": head.category,
        "Stan na": f"{now().astimezone(WARSAW):%d.%m.%Y, %H:%M}",
    }
    made.line("; ".join(f"{name}: {value}" for name, value in told.items() if value))
    write_cases(made, cases)
    return made.file()


def write_cases(made: Sheet, cases: Iterable[Mapping[str, Any]]) -> None:
    """The table of cases on a paper in the making."""
    made.table(HEADINGS, WIDTHS, _rows(cases))


def _rows(cases: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, ...]]:
    for case in cases:
        number = ".".join(str(case[name]) for name in ("number", "inside") if case.get(name))
        day = whole(case["initiating_letter_date"] or "")
        yield (
            number,
            case["title"],
            case["party"],
            case["initiator_reference"] or DASH,
            long_date(day, "pl") if day else case["initiating_letter_date"] or DASH,
            _day(case["started_on"]),
            _day(case["closed_on"]),
            case["officer_name"],
            case["resolution_note"],
        )


def _day(day: Any) -> str:
    return long_date(day, "pl") if day else ""
