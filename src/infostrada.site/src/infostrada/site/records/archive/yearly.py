"""The yearly check of a sample and the review of formats and signatures, ordered by the worker for every office that has an archive.

Source: rozporządzenie MSWiA z 30.10.2006 (Dz.U. nr 206 poz. 1518), § 6. Once a day the worker looks which offices have
archived cases and no check of this year yet; one that failed is ordered again the next day.
"""

from datetime import datetime
from infostrada.core import jobs
from infostrada.core.jobs.owner import acting_as
from infostrada.core.journal.rows import SYSTEM
from infostrada.core.maintenance import night
from infostrada.core.record.sql import rows
from infostrada.core.worker.interfaces import IChore
from infostrada.site.records.archive.destruction import SAMPLE
from infostrada.site.records.archive.preservation.review import REVIEW
from infostrada.site.records.deed import WARSAW
from typing import Any
from zope.interface import implementer

import transaction


NAME = "records.archive.yearly"
SIZE = 50
UNCHECKED = """
    SELECT DISTINCT record.unit FROM core.record AS record
    WHERE record.type = 'records_case' AND record.state = 'archived' AND record.unit IS NOT NULL AND NOT EXISTS (
        SELECT FROM core.job WHERE job.name = %(name)s AND job.unit = record.unit
            AND job.params ->> 'year' = %(year)s AND job.state IN ('queued', 'running', 'done'))
    ORDER BY record.unit
"""


@implementer(IChore)
class YearlySample:
    """Looks once a day, Polish time."""

    def run(self) -> None:
        """Order what is missing."""
        order_missing()


def order_missing(now: datetime | None = None) -> bool:
    """Order the checks of this year that are missing; False when that was looked at today already."""
    here = (now or datetime.now(WARSAW)).astimezone(WARSAW)
    opened = here.replace(hour=0, minute=0, second=0, microsecond=0)
    return night.once(NAME, here, opened, lambda: _order(here.year))


def _order(year: int) -> dict[str, Any]:
    ordered = {}
    with acting_as(SYSTEM):
        for name in (SAMPLE, REVIEW):
            units = [row["unit"] for row in rows(UNCHECKED, {"name": name, "year": str(year)})]
            for unit in units:
                jobs.enqueue(name, {"unit": unit, "year": year, "size": SIZE}, unit=unit)
            ordered[name] = units
        transaction.commit()
    return {"units": ordered[SAMPLE], "reviews": ordered[REVIEW]}
