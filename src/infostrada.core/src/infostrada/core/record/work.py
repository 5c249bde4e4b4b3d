"""What a transaction has to write to the side index, and what it has written."""

from dataclasses import dataclass
from dataclasses import field
from typing import Any


@dataclass(frozen=True)
class Stored:
    """Where a row stood in the index before this transaction removed it."""

    path: str
    access: str
    own: str
    unit: str | None
    grant_scope: str | None


@dataclass(frozen=True)
class Work:
    """Objects to write and UIDs to remove, and what flushes of this transaction wrote and removed so far."""

    wanted: dict[str, Any] = field(default_factory=dict)
    gone: dict[str, str] = field(default_factory=dict)
    removed: dict[str, Stored] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def has_met(self, uid: str) -> bool:
        """Has this transaction written, removed or been about to remove the row before?"""
        return uid in self.written or uid in self.removed or uid in self.gone

    def copy(self) -> "Work":
        return Work(dict(self.wanted), dict(self.gone), dict(self.removed), set(self.written))
