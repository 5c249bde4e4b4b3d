"""Names for the bytes of files: whether their text has been read already can be told without reading it."""

from collections import OrderedDict
from infostrada.core.reading.extraction import has_reader
from infostrada.core.search.interfaces import ISealedFile
from infostrada.core.search.interfaces import ISearchableParts
from threading import Lock
from typing import Any
from ZODB.utils import z64

import hashlib


MOST_FILES = 20
# Raised when texts are to be read differently: every file is then due again as its object is indexed.
EDITION = 1
_KEPT = 5_000


def files_of(obj: Any) -> list[Any]:
    """The attached files of an object that have text to be read."""
    source: Any = ISearchableParts(obj)
    return with_text(source.files())


def with_text(files: list[Any]) -> list[Any]:
    """Those of an object's files that have text to be read."""
    return [file for file in files[:MOST_FILES] if has_reader(file.contentType or "", file.getSize())]


def name_of(files: list[Any]) -> str | None:
    """One name for the bytes of all `files` and how they are read, None for no files."""
    if not files:
        return None
    each = "\n".join(f"{file.contentType} {_digest(file)}" for file in files)
    return f"{EDITION}:{hashlib.sha256(each.encode()).hexdigest()}"


def _digest(file: Any) -> str:
    """SHA-256 of the bytes; a stored file's is kept while the file stays the same."""
    if ISealedFile.providedBy(file):
        return str(file.sha256)
    key = _state(getattr(file, "_blob", file))
    known = _digests.get(key) if key else None
    if known is None:
        with file.open() as stream:
            known = hashlib.file_digest(stream, "sha256").hexdigest()
        if key:
            _digests.put(key, known)
    return known


class _Digests:
    """The last digests of stored files, by object id and serial."""

    def __init__(self) -> None:
        self.kept: OrderedDict[tuple[bytes, bytes], str] = OrderedDict()
        self.alone = Lock()

    def get(self, key: tuple[bytes, bytes]) -> str | None:
        with self.alone:
            return self.kept.get(key)

    def put(self, key: tuple[bytes, bytes], digest: str) -> None:
        with self.alone:
            self.kept[key] = digest
            while len(self.kept) > _KEPT:
                self.kept.popitem(last=False)


_digests = _Digests()


def _state(holder: Any) -> tuple[bytes, bytes] | None:
    """What names the stored bytes of a persistent object; None while they are not stored."""
    if getattr(holder, "_p_oid", None) is None:
        return None
    holder._p_activate()
    if holder._p_changed or holder._p_serial == z64:
        return None
    return holder._p_oid, holder._p_serial
