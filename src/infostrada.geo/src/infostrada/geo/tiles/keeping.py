"""Things made before, kept within a limit of bytes; what was asked for longest ago goes first."""

from collections import OrderedDict
from threading import Lock
from typing import Any


# What the dictionary and the key cost beside the bytes themselves.
BESIDE = 400


class Kept:
    """Safe to use from several threads."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self._lock = Lock()
        self._held: OrderedDict[str, tuple[Any, int]] = OrderedDict()
        self._bytes = 0

    def get(self, key: str) -> Any:
        """What was kept under the key, None when it is not there."""
        with self._lock:
            found = self._held.get(key)
            if found is None:
                return None
            self._held.move_to_end(key)
            return found[0]

    def put(self, key: str, thing: Any, size: int) -> None:
        """Keep a thing of so many bytes; one larger than a quarter of the limit is not kept."""
        if size > self.most_bytes // 4:
            return
        with self._lock:
            self._drop(key)
            self._held[key] = (thing, size + BESIDE)
            self._bytes += size + BESIDE
            while self._bytes > self.most_bytes:
                self._drop(next(iter(self._held)))

    def drop(self, key: str) -> None:
        """Forget what was kept under the key."""
        with self._lock:
            self._drop(key)

    def _drop(self, key: str) -> None:
        _thing, size = self._held.pop(key, (None, 0))
        self._bytes -= size
