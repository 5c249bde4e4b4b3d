"""Polish working days and terms counted by article 57 of the code of administrative procedure.

Sources: act of 18 January 1951 on days off work (ustawa o dniach wolnych od pracy) with its
changes: 6 January since 2011, 24 December since 2025; act of 7 November 2018 (12 November 2018,
once only); code of administrative procedure (KPA), article 57 §§ 1-4.
"""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from dateutil.easter import easter
from dateutil.relativedelta import relativedelta
from functools import cache
from types import MappingProxyType
from typing import get_args
from typing import Literal
from zoneinfo import ZoneInfo


POLAND = ZoneInfo("Europe/Warsaw")
Unit = Literal["day", "week", "month", "year", "working_day"]

# The list of days off was still changing in 1989 and 1990.
FIRST_YEAR = 1991

_SATURDAY = 5
_FIXED = (
    (1, 1, "Nowy Rok"),
    (5, 1, "Święto Państwowe"),
    (5, 3, "Święto Narodowe Trzeciego Maja"),
    (8, 15, "Wniebowzięcie Najświętszej Maryi Panny"),
    (11, 1, "Wszystkich Świętych"),
    (11, 11, "Narodowe Święto Niepodległości"),
    (12, 25, "pierwszy dzień Bożego Narodzenia"),
    (12, 26, "drugi dzień Bożego Narodzenia"),
)
_ADDED = ((2011, 1, 6, "Święto Trzech Króli"), (2025, 12, 24, "Wigilia Bożego Narodzenia"))
_AFTER_EASTER = (
    (0, "pierwszy dzień Wielkiej Nocy"),
    (1, "drugi dzień Wielkiej Nocy"),
    (49, "pierwszy dzień Zielonych Świątek"),
    (60, "dzień Bożego Ciała"),
)
_ONCE = {date(2018, 11, 12): "Święto Narodowe z okazji Setnej Rocznicy Odzyskania Niepodległości"}


def polish_today() -> date:
    """The day it is in Poland, whatever the server's own time zone: offices date things by it."""
    return datetime.now(POLAND).date()


def polish_moment(moment: datetime) -> str:
    """A moment as lists show it, in Polish time whatever the clock of the server: `28.11.2026, 13:01`."""
    return f"{moment.astimezone(POLAND):%d.%m.%Y, %H:%M}"


@cache
def holidays(year: int) -> Mapping[date, str]:
    """Days off work by statute in a year, with their statutory names; Sundays are not listed.

    Raises `ValueError` before `FIRST_YEAR`.
    """
    if year < FIRST_YEAR:
        raise ValueError(f"days off work are known since {FIRST_YEAR}, not for {year}")
    days = {date(year, month, day): name for month, day, name in _FIXED}
    days |= {date(year, month, day): name for since, month, day, name in _ADDED if year >= since}
    days |= {easter(year) + timedelta(days=shift): name for shift, name in _AFTER_EASTER}
    days |= {day: name for day, name in _ONCE.items() if day.year == year}
    return MappingProxyType(dict(sorted(days.items())))


def is_working_day(day: date) -> bool:
    """Neither Saturday, Sunday nor a day off by statute."""
    return day.weekday() < _SATURDAY and day not in holidays(day.year)


def next_working_day(day: date) -> date:
    """The day itself when it is a working day, otherwise the nearest one after it."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def term_end(event: date, count: int, unit: Unit, shift: bool = True) -> date:
    """Last day of a term that an event opens.

    The day of the event is not counted (§ 1); weeks, months and years end on the day answering to
    it, months and years on the last day of the month when there is none (§§ 2-3a). A term ending
    on a day off or a Saturday moves to the next working day (§ 4), unless `shift` is false.
    A term in working days counts only those and needs no shift.
    """
    if count < 0:
        raise ValueError("a term cannot be negative")
    if unit not in get_args(Unit):
        raise ValueError(f"unknown unit of a term: {unit!r}")
    if unit == "working_day":
        return _working_days_after(event, count)
    end = event + relativedelta(**{f"{unit}s": count})
    return next_working_day(end) if shift else end


def _working_days_after(event: date, count: int) -> date:
    end = event
    for _ in range(count):
        end = next_working_day(end + timedelta(days=1))
    return end
