"""A file whose signatures are looked into: read in pieces, whole only where a library wants it so, and then within a bound."""

from io import BytesIO
from io import SEEK_END
from typing import IO

import hashlib


LARGEST_WHOLE = 100_000_000
CHUNK = 1 << 20


class TooLargeError(ValueError):
    """A file above the bound of what is held in memory."""


class Source:
    """A file as bytes or as an open file, which stays the opener's to close."""

    def __init__(self, given: bytes | IO[bytes]) -> None:
        self._file = BytesIO(given) if isinstance(given, bytes) else given
        self.size = self._file.seek(0, SEEK_END)

    def opened(self) -> IO[bytes]:
        """The file from its beginning."""
        self._file.seek(0)
        return self._file

    def head(self, count: int) -> bytes:
        """The first bytes."""
        return self.opened().read(count)

    def whole(self) -> bytes:
        """All bytes; raises TooLargeError above 100 MB."""
        if self.size > LARGEST_WHOLE:
            raise TooLargeError("too large")
        return self.opened().read()

    @property
    def sha256(self) -> str:
        """Digest of the bytes, hexadecimal."""
        return hashlib.file_digest(self.opened(), "sha256").hexdigest()  # type: ignore[arg-type]

    def begins_with(self, other: "Source") -> bool:
        """Does it begin with all of another file?"""
        if self.size < other.size:
            return False
        mine, theirs = self.opened(), other.opened()
        while piece := theirs.read(CHUNK):
            if mine.read(len(piece)) != piece:
                return False
        return True

    def same_as(self, other: "Source") -> bool:
        """Are the bytes the same?"""
        return other is self or (self.size == other.size and self.begins_with(other))
