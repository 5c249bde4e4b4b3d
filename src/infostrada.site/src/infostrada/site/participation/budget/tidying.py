"""Every half minute the worker looks what of residents' data has to go; it costs three statements that find nothing."""

from infostrada.core.worker.interfaces import IChore
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.projects import drafts
from zope.interface import implementer

import transaction


@implementer(IChore)
class Tidying:
    """Drafts, support lists, paces and unconfirmed subscriptions whose time of keeping is over."""

    def run(self) -> None:
        """One transaction."""
        drafts.tidy()
        pace.tidy()
        transaction.commit()
