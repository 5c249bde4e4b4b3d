"""The page of the office's archive."""

from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.browser.archive.checking import Checking
from infostrada.site.records.browser.archive.checking import Sample
from infostrada.site.records.browser.archive.disposals import Disposals
from infostrada.site.records.browser.archive.due import Due
from infostrada.site.records.browser.archive.handovers import Handovers
from infostrada.site.records.browser.archive.transfers import Transfers
from infostrada.site.records.browser.tables import files
from typing import Any


PRINTED = (
    "sign",
    "title",
    "category",
    "closed_on",
    "handover_from",
    "destroy_from",
    "transfer_from",
    "hold",
    "due",
    "state",
)


class ArchivePage(DeskPage):
    """The office's archive: what is due, the lists of each kind, a check of packages."""

    heading = _("Archive")
    lead = _("Ended cases you may see: what is due today, and the lists of the archive.")
    folds = True
    parts = (Due, Handovers, Transfers, Disposals, Sample, Checking)

    @property
    def links(self) -> list[dict[str, Any]]:
        """The retention report as a file, the folders of papers."""
        url = self.unit.absolute_url()
        found = [{"label": _("Folders of papers (teczki)"), "url": f"{url}/@@folders"}]
        if self.may(KEEP):
            found.append({"label": _("Preservation of electronic records"), "url": f"{url}/@@preservation"})
        return [*found, *files(self.unit, "retention", PRINTED)]
