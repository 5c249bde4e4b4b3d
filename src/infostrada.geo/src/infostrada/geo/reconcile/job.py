"""The comparison as a job: by button, and every night by the worker."""

from collections.abc import Iterator
from datetime import datetime
from infostrada.core.jobs import enqueue
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.owner import acting_as
from infostrada.core.journal.rows import SYSTEM
from infostrada.core.maintenance.interfaces import IMaintenanceSettings
from infostrada.core.maintenance.window import parse
from infostrada.core.record.sql import rows
from infostrada.core.worker.interfaces import IChore
from infostrada.geo import _
from infostrada.geo.reconcile.checks import note
from infostrada.geo.reconcile.operations import reconcile
from infostrada.geo.reconcile.operations import Report
from plone import api
from typing import Any
from zoneinfo import ZoneInfo
from zope.interface import implementer

import transaction


NAME = "infostrada.geo.reconcile"
WARSAW = ZoneInfo("Europe/Warsaw")

LAST = """
SELECT max(moment) AS moment FROM (
    SELECT max(ended) AS moment FROM geo.mirror_check
    UNION ALL SELECT max(created) FROM core.job WHERE name = %(name)s) AS m
"""


@implementer(IJobHandler)
class ReconcileJob:
    """Compare layers and links with their rows; repair unless `repair` is false."""

    title = _("Comparison of the map's links with the documents")

    def run(self, _job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """A killed comparison begins again: what it repaired needs no second repair."""
        portal = api.portal.get()
        report = Report()
        for report in reconcile(portal, repair=params.get("repair", True)):
            portal._p_jar.cacheMinimize()
            yield Progress(report.compared)
        note(report)
        yield Progress(report.compared, report.compared)


def order(repair: bool) -> str:
    """Ask the worker for a comparison; returns the job's id."""
    return enqueue(NAME, {"repair": repair}, unit=None)


@implementer(IChore)
class Nightly:
    """The worker asks every half minute; once a night there is something to do."""

    def run(self) -> None:
        """Order the comparison when the night has begun."""
        with acting_as(SYSTEM):
            if nightly():
                transaction.commit()


def nightly(now: datetime | None = None) -> bool:
    """Order the comparison once a night within the time of maintenance; True when it did."""
    setting = api.portal.get_registry_record(
        "infostrada.maintenance.pack_window",
        default=IMaintenanceSettings.getDescriptionFor("pack_window").default,
    )
    window = parse(setting or "")
    opened = window.opened((now or datetime.now(WARSAW)).astimezone(WARSAW)) if window else None
    if opened is None:
        return False
    (last,) = rows(LAST, {"name": NAME})
    if last["moment"] is not None and last["moment"] >= opened:
        return False
    order(repair=True)
    return True
