"""The moment the terms are asked at. A scenario played afterwards (the demo region) says when it happened.

Casting asks the database's clock besides, so no scenario can put a ballot into a vote that is over.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from infostrada.site.records import deed


_played: ContextVar[datetime | None] = ContextVar("budget_played", default=None)


def now() -> datetime:
    """This moment in Polish time."""
    return _played.get() or deed.now()


@contextmanager
def as_of(moment: datetime) -> Iterator[None]:
    """Play what follows as if it were this moment."""
    # A fixed offset: objects keep moments, and a time zone's rules cannot be stored in ZODB.
    token = _played.set(moment.replace(tzinfo=timezone(moment.utcoffset() or timedelta())))
    try:
        yield
    finally:
        _played.reset(token)


def played() -> bool:
    """Is a scenario being played?"""
    return _played.get() is not None
