"""Every half minute the worker looks what of residents' data has to go; it costs a few statements that find nothing."""

from infostrada.core.worker.interfaces import IChore
from infostrada.site.participation.budget import pace
from infostrada.site.participation.budget.projects import drafts
from infostrada.site.participation.budget.talks import operations as talks
from zope.interface import implementer

import transaction


@implementer(IChore)
class Tidying:
    """Drafts, support lists, paces, unconfirmed subscriptions and addresses of comments whose time of keeping is over."""

    def run(self) -> None:
        """One transaction."""
        drafts.tidy()
        talks.tidy()
        pace.tidy()
        transaction.commit()
