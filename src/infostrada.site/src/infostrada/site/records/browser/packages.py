"""Packages of one case: for the archive and for an administrative court."""

from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.court import court_entries
from infostrada.site.records.browser.transfers import sent_package
from Products.Five import BrowserView
from typing import Any


class CasePackage(BrowserView):
    """`<case>/@@archive-package`: the case as an archive package; its SHA-256 in `Repr-Digest`."""

    def __call__(self) -> Any:
        """The package, with the reading noted in the access log."""
        return sent_package(self, case_entries(self.context))


class CourtPackage(BrowserView):
    """`<case>/@@court-package`: the files of the case for an administrative court, not signed yet."""

    def __call__(self) -> Any:
        """The package, with the reading noted in the access log."""
        return sent_package(self, court_entries(self.context))
