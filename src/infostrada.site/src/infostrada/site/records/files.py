"""Files of letters and documents: named, measured and sealed by their digest."""

from infostrada.core.search.interfaces import ISealedFile
from infostrada.core.security.settings import settings
from infostrada.core.security.uploads import harmless_name
from plone.namedfile.file import NamedBlobFile
from plone.namedfile.utils import get_contenttype
from typing import Any
from zope.interface import implementer

import hashlib
import uuid


MAX_NAME = 128
CHUNK = 1 << 20


def largest() -> int:
    """Bytes a file may have, as the registry says in megabytes (`infostrada.security.upload_limit`)."""
    return int(settings().upload_limit) * 2**20


@implementer(ISealedFile)
class RecordFile(NamedBlobFile):
    """A file of a record; `sha256` is the hexadecimal digest of its bytes.

    One persistent object beside its blob: the letter's path writes as little as it can.
    """

    def __init__(self, data: bytes, filename: str, content_type: str = "") -> None:
        name = safe_name(filename)
        kind = content_type or get_contenttype(filename=name)
        super().__init__(data=data, contentType=kind, filename=name)
        self.uid = uuid.uuid4().hex
        self.sha256 = hashlib.sha256(data).hexdigest()
        self.length = len(data)

    @classmethod
    def streamed(cls, source: Any, filename: str, content_type: str = "") -> "RecordFile":
        """A file read in pieces from a stream, however large."""
        made = cls(b"", filename, content_type)
        digest = hashlib.sha256()
        with made._blob.open("w") as out:
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                out.write(chunk)
            made.length = out.tell()
        made.sha256 = digest.hexdigest()
        return made

    def getSize(self) -> int:
        """Bytes, known without opening the blob."""
        return self.length


def safe_name(filename: str) -> str:
    """The sender's file name without folders, control characters, marks nobody sees and over-long stems."""
    name = harmless_name(filename)
    stem, dot, ending = name.rpartition(".")
    if len(name) > MAX_NAME and dot and len(ending) < 16:
        return f"{stem[: MAX_NAME - len(ending) - 1]}.{ending}"
    return name[:MAX_NAME]
