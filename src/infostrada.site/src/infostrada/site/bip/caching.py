"""Which pages of the bulletin every visitor may get from memory, and until when."""

from datetime import datetime
from datetime import time
from datetime import timedelta
from infostrada.core.pagecache.generation import shared
from infostrada.core.pagecache.keeping import is_everybodys
from infostrada.core.pagecache.keeping import keep
from infostrada.core.sql import reader
from infostrada.site.bip.interfaces import IBulletin
from infostrada.site.bip.registers.kinds import TYPES
from infostrada.site.records.deed import WARSAW
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


# A page is rendered anew after so many seconds in any case.
LONGEST = 300
VIEWS = (
    "view", "changes", "archive", "past-editions", "rejestr", "feed.xml", "entries.csv", "entries.json", "edition",
    "compare", "verify-changes", "dane-gov-pl.xml", "dane-gov-pl.xml.md5", "catalog.jsonld", "popolo.json",
)  # fmt: skip
NEXT = """
    SELECT extract(epoch FROM least(
        (SELECT min(effective) FROM core.record WHERE type = ANY(%(types)s) AND effective > now()),
        (SELECT min(expires) FROM core.record WHERE type = ANY(%(types)s) AND expires > now())))
"""
_known: dict[int, float | None] = {}


@adapter(IPubAfterTraversal)
def let_keep(event: IPubAfterTraversal) -> None:
    """Say until when the page about to be rendered may be kept, if it is a public one asked by nobody in particular."""
    request = event.request
    if is_everybodys(request, VIEWS) and any(
        IBulletin.providedBy(place) for place in request.get("PARENTS", ())
    ):
        keep(request, until(datetime.now(WARSAW)))


def until(now: datetime) -> float:
    """The moment a page rendered now may not outlive: the next publication or end, midnight, five minutes at most."""
    midnight = datetime.combine(now.date() + timedelta(days=1), time(), WARSAW)
    return min(
        moment for moment in (now.timestamp() + LONGEST, midnight.timestamp(), _next()) if moment is not None
    )


def _next() -> float | None:
    """The next moment an entry becomes public or ends; asked once after each change."""
    number = shared().number
    if number not in _known:
        with reader() as connection:
            row = connection.execute(NEXT, {"types": list(TYPES)}).fetchone()
        found = float(row[0]) if row and row[0] is not None else None
        _known.clear()
        _known[number] = found
    found = _known.get(number)
    if found is not None and found <= datetime.now(WARSAW).timestamp():
        # That moment is over: the one after it counts.
        _known.clear()
    return found
