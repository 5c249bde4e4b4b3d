"""The job of an import ordered over REST: the archive is kept until it is done."""

from collections.abc import Iterator
from infostrada.core.errors import BadRequest
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.site import _
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.running import run
from infostrada.site.bip.migration.table import Reading
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.registers.imports import store
from infostrada.site.units.lookup import find_unit
from typing import Any
from zope.interface import implementer


NAME = "bip.archive.import"
REGISTER = "archive"


@implementer(IJobHandler)
class ArchiveJob:
    """Batch by batch; taken up after a kill it makes only what is not there yet."""

    title = _("Taking over the archive of a bulletin")

    def run(self, _job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Take the archive over, or only judge it."""
        known = store.get(params["import"], params["unit"])
        if known is None or known.register != REGISTER:
            raise BadRequest(reason="import_unknown")
        bulletin = find_unit(params["unit"])[BULLETIN]
        options = known.options
        archive, reading = Archive(store.content(known.id)), Reading.of(options["mapping"])
        first = True
        for report in run(bulletin, archive, reading, publish=options["publish"], dry_run=options["dry_run"]):
            if first:
                store.forget(known.id)
                store.add_faults(known.id, report.faults)
                first = False
            store.tell(
                known.id,
                state="checked" if options["dry_run"] else "making",
                row_count=report.rows,
                fault_count=len(report.faults),
                made_count=report.made + report.known,
            )
            done = report.made + report.known + len(report.faults)
            said = _("${count} entries made", mapping={"count": report.made})
            yield Progress(min(done, report.rows), max(report.rows, 1), {}, words(said))
        store.tell(known.id, state="checked" if options["dry_run"] else "done")
