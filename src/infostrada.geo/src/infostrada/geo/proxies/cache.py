"""Answers of outside services kept for a while, bounded in bytes."""

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

import time


@dataclass(frozen=True)
class Kept:
    """An answer: its body and content type."""

    body: bytes
    content_type: str


class Cache:
    """Least recently used answers go first; each lives for `seconds`."""

    def __init__(self, most_bytes: int, seconds: float) -> None:
        self.most_bytes, self.seconds = most_bytes, seconds
        self._kept: OrderedDict[str, tuple[float, Kept]] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def get(self, key: str) -> Kept | None:
        """The answer, if it is not too old."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            if time.monotonic() - found[0] > self.seconds:
                self._drop(key)
                return None
            self._kept.move_to_end(key)
            return found[1]

    def put(self, key: str, answer: Kept) -> None:
        """Keep an answer; one larger than a quarter of the room is not kept."""
        if len(answer.body) * 4 > self.most_bytes:
            return
        with self._lock:
            if key in self._kept:
                self._drop(key)
            self._kept[key] = (time.monotonic(), answer)
            self._bytes += len(answer.body)
            while self._bytes > self.most_bytes:
                self._drop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._kept.clear()
            self._bytes = 0

    def _drop(self, key: str) -> None:
        self._bytes -= len(self._kept.pop(key)[1].body)
