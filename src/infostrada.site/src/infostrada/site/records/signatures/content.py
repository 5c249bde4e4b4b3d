"""A signed file of a document's version, with the reports of its validation."""

from datetime import datetime
from infostrada.site.records.actor import Actor
from infostrada.site.records.files import RecordFile
from infostrada.site.records.signatures.report import INVALID
from infostrada.site.records.signatures.report import Report
from typing import Any
from typing import NamedTuple


# Formats in which the signed document is read by itself; of the others the document has to go along.
WHOLE = frozenset(["pades", "asic-s", "asic-e"])


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


def newest_signed(document: Any, version: int) -> tuple[int, SignedFile] | None:
    """The signed file of a version that came last and its place, from 1; none whose signature was found invalid since."""
    found = [
        (place, item)
        for place, item in enumerate(signed_files(document), start=1)
        if item.version == version and item.report.verdict != INVALID
    ]
    return found[-1] if found else None


def letter_reports(letter: Any) -> dict[str, Report]:
    """The newest report of each of a letter's files that was checked, by the file's identifier."""
    return dict(getattr(letter, "signature_reports", ()))
