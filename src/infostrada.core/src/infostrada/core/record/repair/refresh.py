"""The job that makes rows of some types anew: after an update whose lists say more than the older ones did.

An upgrade step orders it; the site is served meanwhile. Unlike `rebuild` it holds a hundred rows at a time and writes
only those that are no longer what their objects say.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from infostrada.core import jobs
from infostrada.core.i18n import _
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.record import pending
from infostrada.core.record.repair import walk
from infostrada.core.record.sql import write
from plone import api
from typing import Any
from zope.interface import implementer


NAME = "core.record.refresh"
BATCH = 100
COUNT = "SELECT count(*) AS n FROM core.record WHERE type = ANY(%(types)s)"
# Held until the batch is committed, in the order writers take them. What was written a moment ago was written by this
# version, and its object may be newer than what this transaction sees.
NEXT = """
    SELECT uid, path, written < now() - interval '1 minute' AS settled FROM core.record
    WHERE type = ANY(%(types)s) AND uid > %(after)s ORDER BY uid LIMIT %(size)s FOR UPDATE
"""


def order(types: Iterable[str]) -> str:
    """Order the job for types of content; answers with its id."""
    made: str = jobs.enqueue(NAME, {"types": sorted(types)}, unit=None)
    return made


@implementer(IJobHandler)
class Refresh:
    """Row after row in the order of their UIDs."""

    title = _("job_refresh", default="Rows of the lists made anew after an update")

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Batches; a killed one is done again."""
        state = dict(job.checkpoint or {"after": "", "done": 0})
        root = api.portal.get().getPhysicalRoot()
        total = write(COUNT, {"types": params["types"]})[0]["n"]
        while found := write(NEXT, {"types": params["types"], "after": state["after"], "size": BATCH}):
            for row in found:
                obj = walk.at(root, row["path"]) if row["settled"] else None
                if obj is not None:
                    pending.pending().want(obj)
            pending.flush()
            state = {"after": found[-1]["uid"], "done": state["done"] + len(found)}
            yield Progress(state["done"], max(total, state["done"]), dict(state))
            root._p_jar.cacheMinimize()
