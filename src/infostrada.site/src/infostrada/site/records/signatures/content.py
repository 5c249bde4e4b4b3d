"""A signed file of a document's version, with the reports of its validation."""

from datetime import datetime
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from infostrada.site.records.signatures.report import Report
from typing import Any
from typing import NamedTuple


class SignedFile(NamedTuple):
    """What came back signed: the version it is of, the file, reports (the newest last), who brought it."""

    version: int
    file: RecordFile
    reports: tuple[Report, ...]
    actor: Actor
    at: datetime

    @property
    def report(self) -> Report:
        """What the last validation found."""
        return self.reports[-1]


def signed_files(document: Any) -> tuple[SignedFile, ...]:
    """Signed files of a document, oldest first."""
    found: tuple[SignedFile, ...] = document.signed_files
    return found


def letter_reports(letter: Any) -> dict[str, Report]:
    """The newest report of each of a letter's files that was checked, by the file's identifier."""
    return dict(getattr(letter, "signature_reports", ()))
