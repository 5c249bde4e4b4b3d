"""A package written to a file: the same cases give the same bytes.

ustar, names in order, no owner, no time: nothing in the file depends on when or where it was made.
"""

from collections.abc import Callable
from collections.abc import Iterable
from contextlib import closing
from typing import Any
from typing import BinaryIO
from typing import NamedTuple

import hashlib
import io
import re
import tarfile
import unicodedata


_UNLAWFUL = re.compile(r"[^A-Za-z0-9ĄĆĘŁŃÓŚŹŻąćęłńóśźż._-]+")
LONGEST_FILE_NAME = 60


class Entry(NamedTuple):
    """A file of the package: its place, size and how to open its content."""

    name: str
    size: int
    open: Callable[[], Any]


def entry(name: str, data: bytes) -> Entry:
    """An entry of bytes at hand."""
    return Entry(name, len(data), lambda: io.BytesIO(data))


def document_name(identifier: str, filename: str) -> str:
    """Lawful name of a document's file: identifier, then the name it had, within bounds."""
    plain = _UNLAWFUL.sub("-", unicodedata.normalize("NFC", filename)).strip("-.") or "plik"
    stem, dot, ending = plain.rpartition(".")
    room = LONGEST_FILE_NAME - len(identifier) - len(ending) - 2
    short = f"{stem[: max(room, 1)]}{dot}{ending}" if dot else plain[: max(room, 1)]
    return f"{identifier}-{short}"


class _Digesting:
    """A file that knows the SHA-256 of what was written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self.file.write(data)

    def tell(self) -> int:
        return self.file.tell()


def write_package(file: BinaryIO, entries: Iterable[Entry]) -> str:
    """Write the package; its SHA-256 as hexadecimal digits. `ValueError` for a doubled name."""
    out = _Digesting(file)
    written: set[str] = set()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT, encoding="utf-8") as archive:  # type: ignore[call-overload]
        for one in sorted(entries, key=lambda item: item.name):
            if one.name in written:
                raise ValueError(f"two files are called {one.name}")
            written.add(one.name)
            info = tarfile.TarInfo(one.name)
            info.size, info.mode = one.size, 0o644
            with closing(one.open()) as content:
                archive.addfile(info, content)
    return out.digest.hexdigest()
