"""Values of attributes as people read them: days and moments in words, whatever else as it is. Pure.

National models and services write days as `2026-11-28` and moments as `2026-11-28T09:58:12Z` (ISO 8601).
"""

from datetime import date
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo
from zope.i18n.locales import locales

import json
import re


POLAND = ZoneInfo("Europe/Warsaw")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?")


def said(value: Any, language: str) -> str:
    """A value in words of `language` (a two-letter code); empty for none."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return moment(value, language)
    if isinstance(value, date):
        return day(value, language)
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        if DAY.fullmatch(value):
            return day(date.fromisoformat(value), language)
        if MOMENT.fullmatch(value):
            return moment(datetime.fromisoformat(value), language)
    except ValueError:
        # Like a day, but none of the calendar.
        return value
    return value


def day(value: date, language: str) -> str:
    """`28 listopada 2026`, `28 November 2026`."""
    locale = locales.getLocale(language if language == "pl" else "en")
    if language == "pl":
        return str(locale.dates.getFormatter("date", "long").format(value))
    month = locale.dates.calendars["gregorian"].getMonthNames()[value.month - 1]
    return f"{value.day} {month} {value.year}"


def moment(value: datetime, language: str) -> str:
    """A day with the time of Poland; without it at midnight, which registers write for none."""
    here = value.astimezone(POLAND) if value.tzinfo else value
    written = day(here.date(), language)
    is_day = (0, 0) in ((value.hour, value.minute), (here.hour, here.minute))
    return written if is_day else f"{written}, {here:%H:%M}"
