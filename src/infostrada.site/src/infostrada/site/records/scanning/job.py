"""The job that reads an office's folder, and the chore that orders it."""

from collections.abc import Iterator
from infostrada.core import jobs
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.sql import session
from infostrada.core.worker.interfaces import IChore
from infostrada.site import _
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require
from infostrada.site.records.scanning.operations import opened
from infostrada.site.records.scanning.operations import put_away
from infostrada.site.records.scanning.operations import refuse_unread
from infostrada.site.records.scanning.operations import take_batch
from infostrada.site.records.scanning.operations import TooLargeError
from infostrada.site.records.scanning.operations import waiting
from infostrada.site.records.scanning.settings import watch_of
from infostrada.site.records.scanning.settings import watched
from infostrada.site.units.lookup import find_unit
from pathlib import Path
from sqlalchemy import text
from tempfile import TemporaryDirectory
from typing import Any
from zope.interface import implementer

import logging
import transaction


logger = logging.getLogger(__name__)
NAME = "records.scans"
REGISTER = "infostrada.site: Register letters"
RUNNING = text("""
    SELECT id FROM core.job WHERE name = :name AND unit = :unit AND state IN ('queued', 'running')
    ORDER BY created LIMIT 1
""")


def order(unit: Any) -> str:
    """Order the reading of the office's folder now; the job that runs already, when one does."""
    require(REGISTER, unit)
    if watch_of(unit) is None:
        raise Blocked([], reason="folder_not_watched")
    return enqueue(unit.unit_id)


def enqueue(unit_id: str) -> str:
    """One job for an office at a time."""
    running = session().execute(RUNNING, {"name": NAME, "unit": unit_id}).scalar_one_or_none()
    return str(running or jobs.enqueue(NAME, {"unit": unit_id}, unit=unit_id))


@implementer(IJobHandler)
class ReadFolder:
    """Reads the batches that lie ready, each in a transaction of its own."""

    title = _("Reading of scanned batches")
    leads_to = "@@scans"

    def run(self, job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """A batch is put away only after its transaction: killed before, it is read again and doubles nothing."""
        unit = find_unit(params["unit"])
        watch = watch_of(unit)
        files = waiting(watch) if watch is not None else []
        for done, file in enumerate(files, 1):
            try:
                batch = opened(file)
            except TooLargeError:
                refuse_unread(unit, watch, file, str(job.id))  # type: ignore[arg-type]
                yield Progress(done, len(files), {"done": done})
                continue
            if batch is None:
                continue
            with batch, TemporaryDirectory(prefix="skany-", ignore_cleanup_errors=True) as place:
                refused = take_batch(unit, watch, file.name, batch, Path(place), str(job.id))  # type: ignore[arg-type]
                yield Progress(done, len(files), {"done": done})
                put_away(watch, file, refused)  # type: ignore[arg-type]
        yield Progress(len(files), len(files), {"done": len(files)})


@implementer(IChore)
class WatchFolders:
    """Orders the job for offices whose folder holds a batch."""

    def run(self) -> None:
        """An office whose folder cannot be read holds up no other."""
        for unit_id, watch in watched().items():
            try:
                if waiting(watch):
                    enqueue(unit_id)
                    transaction.commit()
            except (OSError, ValueError):
                transaction.abort()
                logger.exception("Scans: the folder of %s cannot be read", unit_id)
