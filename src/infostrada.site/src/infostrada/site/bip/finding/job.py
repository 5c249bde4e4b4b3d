"""The job that writes what entries are found by, for entries older than the search."""

from collections.abc import Iterator
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.record.sql import rows
from infostrada.site import _
from infostrada.site.bip.registers.kinds import TYPES
from plone import api
from typing import Any
from zope.interface import implementer


BATCH = 200
NEXT = """
    SELECT uid, path FROM core.record WHERE type = ANY(%(types)s) AND uid > %(after)s ORDER BY uid LIMIT %(size)s
"""
COUNT = "SELECT count(*) AS n FROM core.record WHERE type = ANY(%(types)s)"


@implementer(IJobHandler)
class FacetsJob:
    """Entry by entry in the order of their UIDs; a killed job goes on after its last batch."""

    title = _("Search of the bulletins: entries written before it")

    def run(self, job: Any, _params: dict[str, Any]) -> Iterator[Progress]:
        """Index every entry anew."""
        state = dict(job.checkpoint or {"after": "", "done": 0})
        total = rows(COUNT, {"types": list(TYPES)})[0]["n"]
        portal = api.portal.get()
        while found := rows(NEXT, {"types": list(TYPES), "after": state["after"], "size": BATCH}):
            for row in found:
                entry = portal.unrestrictedTraverse(row["path"], None)
                if entry is not None:
                    entry.reindexObject()
            state = {"after": found[-1]["uid"], "done": state["done"] + len(found)}
            portal._p_jar.cacheGC()
            yield Progress(state["done"], max(total, state["done"]), dict(state))
