"""One maker of a thing at a time: the others wait for their turn and find it made."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Locks by key, which go when nobody holds or awaits them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._locks: dict[str, Lock] = {}
        self._wanted: Counter[str] = Counter()

    @contextmanager
    def of(self, key: str) -> Iterator[None]:
        """The turn of a key."""
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
            self._wanted[key] += 1
        try:
            with lock:
                yield
        finally:
            with self._lock:
                self._wanted[key] -= 1
                if not self._wanted[key]:
                    del self._wanted[key], self._locks[key]
