"""The number of the last change, shared by all processes of an installation through a mapped file.

A page is kept with the number read before its rendering began; it is served only while the number is the same. Who
commits raises the number just before and just after, and is noted as under way in between: what is rendered then is
not kept. So a page kept is one rendered wholly between two commits. A process that dies while committing leaves its
note; whoever finds the note without its process raises the number and clears it.
"""

from infostrada.core.config import settings
from pathlib import Path
from threading import Lock

import fcntl
import mmap
import os
import struct


SLOTS = 64
NUMBER = struct.Struct("<Q")
SLOT = struct.Struct("<QQ")
SIZE = NUMBER.size + SLOTS * SLOT.size


class Generation:
    """The shared number, and who is committing."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if os.fstat(self._file).st_size < SIZE:
            os.ftruncate(self._file, SIZE)
        self._map = mmap.mmap(self._file, SIZE)
        self._alone = Lock()
        self._path = path
        # Whatever stopped before this process began may have committed without telling.
        with _Locked(self):
            self._raise()

    @property
    def number(self) -> int:
        """The number of the last change; eight aligned bytes are read at once."""
        found: int = NUMBER.unpack_from(self._map, 0)[0]
        return found

    def begin(self) -> None:
        """A commit of this process is about to begin."""
        with _Locked(self):
            place, count = self._mine()
            SLOT.pack_into(self._map, place, os.getpid(), count + 1)
            self._raise()

    def end(self) -> None:
        """It is over, one way or the other."""
        with _Locked(self):
            place, count = self._mine()
            self._raise()
            SLOT.pack_into(self._map, place, os.getpid(), max(0, count - 1))

    @property
    def quiet(self) -> bool:
        """Is nobody committing? A dead process's note is cleared, which is itself a change."""
        for place in _PLACES:
            owner, count = SLOT.unpack_from(self._map, place)
            if not count:
                continue
            if not _lives(owner):
                with _Locked(self):
                    if SLOT.unpack_from(self._map, place) == (owner, count):
                        self._raise()
                        SLOT.pack_into(self._map, place, 0, 0)
            return False
        return True

    def _raise(self) -> None:
        NUMBER.pack_into(self._map, 0, self.number + 1)

    def _mine(self) -> tuple[int, int]:
        free = None
        for place in _PLACES:
            owner, count = SLOT.unpack_from(self._map, place)
            if owner == os.getpid():
                return place, count
            if free is None and (owner == 0 or not _lives(owner)):
                free = place
        if free is None:
            raise RuntimeError(f"more than {SLOTS} processes share {self._path}")
        if SLOT.unpack_from(self._map, free)[1]:
            self._raise()
        SLOT.pack_into(self._map, free, os.getpid(), 0)
        return free, 0


class _Locked:
    """One thread of one process at a time."""

    def __init__(self, owner: Generation) -> None:
        self.owner = owner

    def __enter__(self) -> None:
        self.owner._alone.acquire()
        fcntl.flock(self.owner._file, fcntl.LOCK_EX)

    def __exit__(self, *_problem: object) -> None:
        fcntl.flock(self.owner._file, fcntl.LOCK_UN)
        self.owner._alone.release()


_PLACES = tuple(NUMBER.size + number * SLOT.size for number in range(SLOTS))
_known: dict[tuple[int, Path], Generation] = {}


def shared() -> Generation:
    """The number of this installation; a forked process opens the file anew."""
    path = settings().var / "run" / "page-generation"
    key = (os.getpid(), path)
    if key not in _known:
        _known[key] = Generation(path)
    return _known[key]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
