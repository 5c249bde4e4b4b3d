"""A package from anywhere, checked, then read file by file; nothing is unpacked."""

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from infostrada.core.errors import Problem
from infostrada.site import _
from infostrada.site.records.archive.package.check import CASES
from infostrada.site.records.archive.package.check import check_package
from infostrada.site.records.archive.package.check import DOCUMENTS
from infostrada.site.records.archive.package.check import METADATA
from infostrada.site.records.archive.package.container import is_tar
from infostrada.site.records.archive.package.container import members
from infostrada.site.records.archive.package.container import opened
from infostrada.site.records.archive.package.container import RefusedArchiveError
from infostrada.site.records.archive.package.report import Report
from infostrada.site.records.archive.package.xml import Finding
from infostrada.site.records.archive.package.xml import read
from infostrada.site.records.bundle.takeover.reading import is_nes
from lxml import etree
from typing import Any
from typing import BinaryIO

import tarfile
import zipfile


MARK = b"PK\x03\x04"


class PackageRefused(Problem):
    """A package that cannot be taken over; the faults of its `report` say what is wrong with it."""

    status = 400
    reason = "package_not_valid"
    default = _("The package is not valid.")

    def __init__(self, report: Report) -> None:
        self.report = report
        super().__init__(field="file", reason=self.reason)


class Package:
    """The metadata of a package; its files are read one by one from `source`."""

    def __init__(self, source: BinaryIO) -> None:
        self.source = source
        self.metadata: dict[str, bytes] = {}
        self.cases: dict[str, bytes] = {}
        self.documents: dict[str, int] = {}
        self._file_of: Callable[[str], Any] = self.documents.__getitem__

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Keep the archive open while its files are read."""
        self.source.seek(0)
        with opened(self.source) as file_of:
            self._file_of = file_of
            yield

    def opened(self, name: str) -> Any:
        """A document to read from, inside `reading`."""
        return self._file_of(name)


def is_bundle(source: BinaryIO) -> bool:
    """Is the file a bundle of records rather than a package? Anything that is no package counts as one."""
    source.seek(0)
    head = source.read(tarfile.BLOCKSIZE)
    source.seek(0)
    if is_tar(head):
        return False
    if head[:4] != MARK:
        return True
    try:
        with zipfile.ZipFile(source) as archive:
            found = any(f"/{METADATA}" in f"/{name}" for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return True
    finally:
        source.seek(0)
    return not found


def open_package(source: BinaryIO, name: str) -> Package:
    """The package in a file. Raises PackageRefused for a hostile archive and for one that is not valid.

    Metadane 1.7 are checked as `archive-package check` does; of NES 2.0 that every document has metadata, and every
    document a case.
    """
    package, nes, report = Package(source), False, Report()
    try:
        source.seek(0)
        for member in members(source, name):
            if member.name.startswith(DOCUMENTS):
                package.documents[member.name] = member.size
            elif member.name.startswith((METADATA, CASES)):
                held = package.metadata if member.name.startswith(METADATA) else package.cases
                held[member.name] = member.head
                root = read(member.head, member.name)
                nes = nes or (isinstance(root, etree._Element) and is_nes(root))
    except RefusedArchiveError as refused:
        report.add([refused.finding])
        raise PackageRefused(report) from refused
    source.seek(0)
    if nes:
        report.add(_faults(package))
    else:
        report = check_package(source, name)
    if not report.valid:
        raise PackageRefused(report)
    return package


def _faults(package: Package) -> Iterator[Finding]:
    for name in package.documents:
        if metadata_of(name) not in package.metadata:
            yield Finding(name, "metadata_missing", metadata_of(name))
    wanted = {metadata_of(name) for name in package.documents}
    for name in package.metadata.keys() - wanted:
        yield Finding(name, "document_missing", name.removeprefix(METADATA)[:-4])
    for name, data in (*package.metadata.items(), *package.cases.items()):
        root = read(data, name)
        if isinstance(root, Finding):
            yield root
    if not package.cases:
        yield Finding(CASES, "list_without_cases")


def metadata_of(document: str) -> str:
    """Where the metadata of a document lie."""
    return f"{METADATA}{document.removeprefix(DOCUMENTS)}.xml"
