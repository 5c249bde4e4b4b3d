"""Days as clerks type them: "22.11.2026", "22.11", "11.2026", "2026"; days that may be incomplete, shown in words."""

from datetime import date
from datetime import timedelta
from infostrada.site import _

import re


DAY = re.compile(r"(?P<day>\d{1,2})[.\-/ ](?P<month>\d{1,2})(?:[.\-/ ](?P<year>\d{4}|\d{2})?)?(?: ?r\.?)?\Z")
YEAR_FIRST = re.compile(r"(?P<year>\d{4})[.\-/](?P<month>\d{1,2})[.\-/](?P<day>\d{1,2})\Z")
MONTH = re.compile(r"(?P<month>\d{1,2})[.\-/ ](?P<year>\d{4})\Z")
PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?\Z")
MONTHS_PL = (
    "styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec",
    "lipiec", "sierpień", "wrzesień", "październik", "listopad", "grudzień",
)  # fmt: skip
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
HINT = _("22.11.2026 or 22.11; d is today, w yesterday; if the day is not known, 11.2026 or 2026.")
BACK = {"d": 0, "dziś": 0, "dzis": 0, "today": 0, "w": 1, "wczoraj": 1, "yesterday": 1}
"""Words for a day near today, and how many days back it lies."""


def typed_day(text: str, today: date) -> str:
    """What was typed, in the form `2026`, `2026-11` or `2026-11-22`; what is none of these stays as it was.

    A day without a year is the last one that was: letters are not dated ahead. Two figures of a year are of this century.
    """
    said = " ".join(text.split())
    if said.casefold() in BACK:
        return (today - timedelta(days=BACK[said.casefold()])).isoformat()
    if match := MONTH.match(said):
        return f"{match['year']}-{int(match['month']):02}"
    match = YEAR_FIRST.match(said) or DAY.match(said)
    if match is None:
        return said
    day, month = int(match["day"]), int(match["month"])
    if match["year"]:
        year = int(match["year"]) + (2000 if len(match["year"]) == 2 else 0)
    else:
        year = today.year if (month, day) <= (today.month, today.day) else today.year - 1
    return f"{year}-{month:02}-{day:02}"


def month_of(text: str, *, polish: bool) -> str:
    """A day of which the month is known, "listopad 2026"; empty for a whole day, a year or anything else."""
    match = PARTIAL.match(text)
    if match is None or match["day"] or not match["month"] or not 1 <= int(match["month"]) <= 12:
        return ""
    return f"{(MONTHS_PL if polish else MONTHS_EN)[int(match['month']) - 1]} {match['year']}"


def whole(text: str) -> date | None:
    """The day, when all of it is known."""
    try:
        return date.fromisoformat(text) if PARTIAL.match(text) else None
    except ValueError:
        return None
