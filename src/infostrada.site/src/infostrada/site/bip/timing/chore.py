"""The worker looks every half minute whether an entry's moment has come."""

from infostrada.core.worker.interfaces import IChore
from infostrada.site.bip.timing.operations import tick
from zope.interface import implementer


@implementer(IChore)
class EntriesDue:
    """Entries whose publication or end is due."""

    def run(self) -> None:
        """Follow them."""
        tick()
