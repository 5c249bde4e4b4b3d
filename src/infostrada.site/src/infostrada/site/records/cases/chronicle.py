"""An append-only list in leaves: a new line writes one small leaf, however long the list is."""

from collections.abc import Iterator
from persistent import Persistent
from persistent.list import PersistentList
from typing import Any


LEAF = 128


class Chronicle(Persistent):
    """What a list of acts needs: append, length, order, the last line."""

    def __init__(self) -> None:
        self.leaves: PersistentList = PersistentList()

    def append(self, line: Any) -> None:
        """Add a line at the end."""
        if not self.leaves or len(self.leaves[-1]) >= LEAF:
            self.leaves.append(PersistentList())
        self.leaves[-1].append(line)

    def __len__(self) -> int:
        return (len(self.leaves) - 1) * LEAF + len(self.leaves[-1]) if self.leaves else 0

    def __iter__(self) -> Iterator[Any]:
        for leaf in self.leaves:
            yield from leaf

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        at = place + len(self) if place < 0 else place
        if not 0 <= at < len(self):
            raise IndexError(place)
        return self.leaves[at // LEAF][at % LEAF]
