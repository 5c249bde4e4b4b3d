"""The job of an import of an archive; taken up after a kill it makes only what is not there yet."""

from collections.abc import Iterator
from infostrada.core.jobs.interfaces import IJobHandler
from infostrada.core.jobs.interfaces import Progress
from infostrada.core.jobs.messages import words
from infostrada.site import _
from infostrada.site.bip.migration.archive import Archive
from infostrada.site.bip.migration.operations import begin
from infostrada.site.bip.migration.operations import kept_import
from infostrada.site.bip.migration.operations import reading_of
from infostrada.site.bip.migration.running import carried_out
from infostrada.site.bip.operations import BULLETIN
from infostrada.site.bip.registers.imports import store
from infostrada.site.units.lookup import find_unit
from typing import Any
from zope.interface import implementer


@implementer(IJobHandler)
class ArchiveJob:
    """Batch by batch, each noted with its report."""

    title = _("Taking over the archive of a bulletin")

    def run(self, _job: Any, params: dict[str, Any]) -> Iterator[Progress]:
        """Take the archive over, or only judge it."""
        known = kept_import(params["import"], params["unit"])
        bulletin = find_unit(params["unit"])[BULLETIN]
        begin(bulletin, known.options["publish"])
        archive, reading = Archive(store.content(known.id)), reading_of(known.options["mapping"])
        for report in carried_out(known, bulletin, archive, reading):
            done = report.made + report.known + len({fault.line for fault in report.faults})
            said = _("${count} entries made", mapping={"count": report.made})
            yield Progress(min(done, report.rows), max(report.rows, 1), {}, words(said))
