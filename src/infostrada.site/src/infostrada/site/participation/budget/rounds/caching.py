"""The pages every resident asks for during the vote: kept for a minute, never beyond the moment they change by.

What a page of an edition shows besides its objects is the turnout of days that are over (new after midnight, and by
paper cards entered late) and what is possible at this moment (new at each date of the edition).
"""

from collections.abc import Iterable
from datetime import datetime
from datetime import time
from datetime import timedelta
from infostrada.core.pagecache.keeping import is_everybodys
from infostrada.core.pagecache.keeping import keep
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.terms.rules import WARSAW
from typing import Any
from zope.component import adapter
from ZPublisher.interfaces import IPubAfterTraversal


VIEWS = ("view", "vote", "receipt")
LONGEST = 60


@adapter(IPubAfterTraversal)
def let_keep(event: IPubAfterTraversal) -> None:
    """Say until when the page about to be rendered may be kept."""
    request = event.request
    if not is_everybodys(request, VIEWS):
        return
    view = request.get("PUBLISHED")
    edition: Any = getattr(getattr(view, "__self__", view), "context", None)
    if IBudgetRound.providedBy(edition):
        keep(request, until(now(), edition.terms().phases.values()))


def until(moment: datetime, changes: Iterable[datetime]) -> float:
    """A minute from now, midnight, or the next date of the edition, whichever comes first."""
    midnight = datetime.combine(moment.astimezone(WARSAW).date() + timedelta(days=1), time(), WARSAW)
    ahead = [change for change in changes if change > moment]
    return min(found.timestamp() for found in (moment + timedelta(seconds=LONGEST), midnight, *ahead))
