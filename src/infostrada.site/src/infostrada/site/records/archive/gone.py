"""What stays of a file after its destruction: everything but the bytes."""

from infostrada.core.errors import Problem
from infostrada.site import _
from persistent import Persistent
from typing import Any


class Gone(Problem):
    """The record was lawfully destroyed; its metadata are still there."""

    status = 410
    reason = "destroyed"
    default = _("The file was destroyed by a protocol of the archive; its metadata remain.")


class GoneFile(Persistent):
    """Name, size, type and digest of a file that is no more."""

    def __init__(self, file: Any) -> None:
        self.uid = file.uid
        self.filename = file.filename
        self.contentType = file.contentType
        self.sha256 = file.sha256
        self.length = file.getSize()

    def getSize(self) -> int:
        """Bytes the file had."""
        size: int = self.length
        return size

    @property
    def data(self) -> bytes:
        """Nothing to read any more."""
        raise Gone()

    def open(self, mode: str = "r") -> Any:
        """Nothing to read any more."""
        raise Gone()
