"""Once a day the worker lets messages go that were kept for long enough."""

from datetime import datetime
from infostrada.core.calendar import polish_today
from infostrada.core.jobs.owner import acting_as
from infostrada.core.journal.rows import SYSTEM
from infostrada.core.maintenance import night
from infostrada.core.worker.interfaces import IChore
from infostrada.site.records.correspondence.unregistered.operations import BATCH
from infostrada.site.records.correspondence.unregistered.operations import erase_due
from infostrada.site.records.deed import WARSAW
from typing import Any
from zope.interface import implementer

import transaction


NAME = "records.mail.erase"


@implementer(IChore)
class EraseMail:
    """Looks once a day, Polish time."""

    def run(self) -> None:
        """Batches, each in a transaction of its own."""
        here = datetime.now(WARSAW)
        opened = here.replace(hour=0, minute=0, second=0, microsecond=0)
        night.once(NAME, here, opened, _erase)


def _erase() -> dict[str, Any]:
    erased = 0
    with acting_as(SYSTEM):
        while found := erase_due(polish_today()):
            transaction.commit()
            erased += found
            if found < BATCH:
                break
    return {"erased": erased}
