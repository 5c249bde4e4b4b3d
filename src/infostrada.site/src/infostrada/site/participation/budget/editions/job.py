"""The job that counts a large past edition pool by pool; killed, it goes on with the pool it was at."""

from collections.abc import Iterator
from infostrada.core.errors import NotFound
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.site import _
from infostrada.site.participation.budget.editions.interfaces import IBudgetEdition
from infostrada.site.participation.budget.editions.operations import count_waiting
from infostrada.site.records.find import record_at
from typing import Any
from zope.interface import implementer


@implementer(IJobHandler)
class CountJob:
    """What waits stands in the edition itself, so there is nothing to remember beside it."""

    title = _("Counting a past edition")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """One pool a batch."""
        edition = record_at(params["edition"])
        if not IBudgetEdition.providedBy(edition):
            raise NotFound(field="uid", reason="unknown_object")
        total = len(edition.pools) + len(edition.waiting)
        while edition.waiting:
            count_waiting(edition)
            done = len(edition.pools)
            yield Progress(done, total, {}, words(_("Pools counted: ${count}", mapping={"count": done})))
