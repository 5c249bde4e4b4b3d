"""Dates and times as they are written in filters and in `datetime`."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC


OPEN = ("..", "")


def moment_of(text: str) -> datetime:
    """A moment in UTC: RFC 3339, or a date, which is its first moment. ValueError otherwise."""
    if len(text) == 10:
        day = date.fromisoformat(text)
        return datetime(day.year, day.month, day.day, tzinfo=UTC)
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def last_moment_of(text: str) -> datetime:
    """The last moment of a date, or the moment itself."""
    moment = moment_of(text)
    return moment + timedelta(days=1, microseconds=-1) if len(text) == 10 else moment


def period_of(text: str) -> tuple[datetime | None, datetime | None]:
    """The `datetime` parameter: a moment, or two joined by a slash; None is without an end."""
    first, slash, last = text.partition("/")
    if not slash:
        return moment_of(first), last_moment_of(first)
    since = None if first in OPEN else moment_of(first)
    until = None if last in OPEN else last_moment_of(last)
    if since and until and since > until:
        raise ValueError("ends before it begins")
    return since, until
