"""Packages as downloads: of one case for the archive and for a court, of a transfer for the state archive."""

from base64 import b64encode
from infostrada.core import accesslog
from infostrada.core.record.row import unit_of
from infostrada.site.records.archive.package.build import Entry
from infostrada.site.records.archive.package.build import write_package
from infostrada.site.records.archive.package.cases import case_entries
from infostrada.site.records.archive.package.court import court_entries
from infostrada.site.records.archive.transfer import transfer_entries
from infostrada.site.records.problems import Blocked
from plone.uuid.interfaces import IUUID
from Products.Five import BrowserView
from tempfile import TemporaryFile
from typing import Any
from ZPublisher.Iterators import filestream_iterator

import os


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


class TransferPackage(BrowserView):
    """`<transfer>/@@transfer-package`: the package of all cases of the list."""

    def __call__(self) -> Any:
        """The package, once it was made and checked; it must still have the digest noted then."""
        record = self.context
        if record.parcel is None:
            raise Blocked([], reason="package_missing")
        return sent_package(self, transfer_entries(record), record.parcel.sha256)


def sent_package(view: BrowserView, entries: list[Entry], digest: str = "") -> Any:
    """A package streamed as an attachment, with the reading noted in the access log."""
    record = view.context
    with TemporaryFile() as out:
        found = write_package(out, entries)
        if digest and found != digest:
            raise Blocked([], reason="package_changed")
        size = out.tell()
        out.seek(0)
        # The iterator closes its own descriptor when the answer is sent.
        stream = filestream_iterator(os.dup(out.fileno()), "rb")
    accesslog.note(
        "records.package", uid=IUUID(record), unit=unit_of(record), outcome="granted", reason=found
    )
    response = view.request.response
    response.setHeader("Content-Type", "application/x-tar")
    response.setHeader("Content-Length", str(size))
    response.setHeader("Repr-Digest", f"sha-256=:{b64encode(bytes.fromhex(found)).decode()}:")
    response.setHeader("Content-Disposition", f'attachment; filename="{IUUID(record)}.tar"')
    response.setHeader("Cache-Control", "private, no-store")
    return stream
