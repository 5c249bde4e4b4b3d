"""Dates as people write them: "22 listopada 2026", "22 November 2026"."""

from datetime import date
from zope.i18n.locales import locales


def long_date(value: date, language: str) -> str:
    """`value` in words of `language` (a two-letter code); unknown languages get English."""
    locale = locales.getLocale(language if language in ("pl", "en") else "en")
    if language != "pl":
        return (
            f"{value.day} {locale.dates.calendars['gregorian'].getMonthNames()[value.month - 1]} {value.year}"
        )
    return locale.dates.getFormatter("date", "long").format(value)
