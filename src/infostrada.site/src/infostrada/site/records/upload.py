"""A file as a form or a REST request brings it: not held in memory, wherever it lies already."""

from base64 import b64decode
from dataclasses import dataclass
from infostrada.core.bodies import LaidAside
from infostrada.site.records.files import largest
from infostrada.site.records.files import RecordFile
from infostrada.site.records.problems import invalid
from io import BytesIO
from io import SEEK_END
from typing import Any
from typing import IO

import binascii
import hashlib


@dataclass(frozen=True)
class Upload:
    """Name and content of a file that is not stored yet; `source` are its bytes or an open file of its own."""

    filename: str
    source: bytes | IO[bytes]
    content_type: str = ""

    @property
    def size(self) -> int:
        """Bytes, the file not being read."""
        if isinstance(self.source, bytes):
            return len(self.source)
        return self.source.seek(0, SEEK_END)

    @property
    def data(self) -> bytes:
        """All bytes: for readers of kinds of files that are small."""
        return self.source if isinstance(self.source, bytes) else self.open().read()

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hexadecimal."""
        return hashlib.file_digest(self.open(), "sha256").hexdigest()  # type: ignore[arg-type]

    def open(self) -> IO[bytes]:
        """The content from its beginning, to be read in pieces; whoever reads leaves it open."""
        if isinstance(self.source, bytes):
            return BytesIO(self.source)
        self.source.seek(0)
        return self.source

    def stored(self) -> RecordFile:
        """The file as a record keeps it."""
        if isinstance(self.source, bytes):
            return RecordFile(self.source, self.filename, self.content_type)
        return RecordFile.streamed(self.open(), self.filename, self.content_type)


def fault_of(upload: Upload, limit: int | None = None) -> str | None:
    """Why a file cannot be kept, as a machine word: it is empty or above the limit (bytes; that of the registry)."""
    size = upload.size
    if not size:
        return "file_missing"
    return "file_too_large" if size > (largest() if limit is None else limit) else None


def from_form(value: Any) -> Upload | None:
    """Upload from a form's file field, as it lies on the disk; None when nothing was chosen."""
    name = getattr(value, "filename", "")
    if not name:
        return None
    return Upload(name, getattr(value, "file", value), value.headers.get("Content-Type", ""))


def all_from_form(value: Any) -> list[Upload]:
    """Uploads from a file field that takes several files."""
    given = value if isinstance(value, list) else [value]
    return [upload for each in given if (upload := from_form(each)) is not None]


def from_json(value: Any, field: str) -> Upload:
    """Upload from `{"filename", "data", "encoding": "base64", "content-type"}`; InvalidData."""
    if not isinstance(value, dict) or not isinstance(value.get("data"), str | LaidAside):
        raise invalid(field, "file_missing")
    if value.get("encoding", "base64") != "base64":
        raise invalid(f"{field}.encoding", "not_in_list")
    source = _decoded(value["data"])
    if source is None:
        raise invalid(f"{field}.data", "not_base64")
    name = value.get("filename")
    if not isinstance(name, str) or not name:
        raise invalid(f"{field}.filename", "required")
    return Upload(name, source, str(value.get("content-type") or ""))


def _decoded(told: str | LaidAside) -> bytes | IO[bytes] | None:
    if isinstance(told, LaidAside):
        return told.file
    try:
        return b64decode(told, validate=True)
    except (binascii.Error, ValueError):
        return None
