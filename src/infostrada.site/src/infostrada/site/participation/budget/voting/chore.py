"""Every half minute: checkpoints over new ballots, keys of certified votes, what was kept long enough, sent messages."""

from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from infostrada.site.participation.budget.voting import published
from infostrada.site.participation.budget.voting import sms
from infostrada.site.participation.budget.voting.certification import tidy_keys
from infostrada.site.participation.budget.voting.commission import erase_due
from sqlalchemy import text
from zope.interface import implementer

import transaction


@implementer(IChore)
class Checkpoints:
    """Votes that are open or wait for their certification."""

    def run(self) -> None:
        """One transaction for each vote."""
        rows = (
            session().execute(text("SELECT election FROM site.budget_election WHERE state = 'frozen'")).all()
        )
        transaction.abort()
        for row in rows:
            published.checkpoint(row.election)
            transaction.commit()
        tidy_keys()
        transaction.abort()
        erase_due()
        sms.forget_old()
        transaction.commit()
