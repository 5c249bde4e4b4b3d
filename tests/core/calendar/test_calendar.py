"""Terms and days off against the statute, a printed calendar and the shared tables."""

from datetime import date
from infostrada.core import calendar

import csv
import pytest


def d(text: str) -> date:
    return date.fromisoformat(text)


# Easter Sundays from the printed church calendar.
EASTERS = ["1999-04-04", "2000-04-23", "2008-03-23", "2011-04-24", "2026-04-05", "2038-04-25"]


@pytest.mark.parametrize("sunday", EASTERS)
def test_easter_monday_is_off(sunday):
    names = calendar.holidays(d(sunday).year)
    assert names[d(sunday)] == "pierwszy dzień Wielkiej Nocy"
    assert not calendar.is_working_day(d(sunday).replace(day=d(sunday).day + 1))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        ("2010-01-06", True),  # Wednesday, a year before the day came back
        ("2011-01-06", False),  # Thursday, the first free Epiphany
        ("2024-12-24", True),  # Tuesday
        ("2025-12-24", False),  # Wednesday, the first free Christmas Eve
        ("2018-11-12", False),  # the centenary, a Monday
        ("2019-11-12", True),
        ("2026-06-04", False),  # Corpus Christi, Thursday
        ("2026-06-05", True),
        ("2026-05-02", False),  # Saturday
        ("2026-05-24", False),  # Whit Sunday
        ("2026-05-25", True),  # Whit Monday is no day off in Poland
    ],
)
def test_working_day(day, working):
    assert calendar.is_working_day(d(day)) is working


def test_years_before_the_list_settled_are_refused():
    with pytest.raises(ValueError, match="1991"):
        calendar.is_working_day(date(1990, 5, 1))


@pytest.mark.parametrize(
    ("event", "count", "unit", "end"),
    [
        # Counted by hand on the calendars of 2025-2028.
        ("2026-03-02", 7, "day", "2026-03-09"),
        ("2026-03-06", 1, "day", "2026-03-09"),  # ends on Saturday
        ("2025-12-23", 1, "day", "2025-12-29"),  # 24, 25, 26 off, then a weekend
        ("2026-04-01", 2, "day", "2026-04-03"),  # Good Friday is a working day
        ("2026-04-02", 2, "day", "2026-04-07"),
        ("2026-03-02", 2, "week", "2026-03-16"),
        ("2026-08-31", 1, "month", "2026-09-30"),
        ("2027-12-31", 2, "month", "2028-02-29"),
        ("2028-02-29", 4, "year", "2032-03-01"),  # 29 February 2032 is a Sunday
        ("2026-10-01", 0, "day", "2026-10-01"),
        ("2025-12-22", 3, "working_day", "2025-12-30"),  # 23, 29, 30
        ("2026-04-30", 1, "working_day", "2026-05-04"),
    ],
)
def test_term_by_hand(event, count, unit, end):
    assert calendar.term_end(d(event), count, unit) == d(end)


def test_unshifted_end_stays_on_the_day_off():
    assert calendar.term_end(d("2026-03-06"), 1, "day", shift=False) == d("2026-03-07")


@pytest.mark.parametrize(("count", "unit"), [(-1, "day"), (1, "hour"), (1, "days")])
def test_senseless_terms_are_refused(count, unit):
    with pytest.raises(ValueError):
        calendar.term_end(d("2026-03-06"), count, unit)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, delimiter=";"))


def test_shared_table_of_days_off(shared_data):
    table = rows(shared_data / "pl/tables/dni-wolne-2020-2035.csv")
    listed = {d(row["data"]) for row in table}
    assert len(listed) > 200
    computed = {day for year in range(2020, 2036) for day in calendar.holidays(year)}
    assert computed == listed


UNITS = {"dzień": "day", "tydzień": "week", "miesiąc": "month", "rok": "year"}


def test_shared_vectors_of_terms(shared_data):
    vectors = rows(shared_data / "pl/tables/terminy-wektory.csv")
    assert len(vectors) == 14
    for row in vectors:
        event, count, unit = d(row["zdarzenie"]), int(row["liczba"]), UNITS[row["jednostka"]]
        bare = calendar.term_end(event, count, unit, shift=False)
        assert bare == d(row["koniec_bez_przesuniecia"]), row
        assert calendar.term_end(event, count, unit) == d(row["koniec_po_art_57_4"]), row
