"""A version of the plan, its classes kept in one BTree and not as content."""

from BTrees.OOBTree import OOBTree
from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from infostrada.core.hints import hints_for_readers_only
from infostrada.site.records.actor import Actor
from infostrada.site.records.plan.interfaces import IPlan
from infostrada.site.records.plan.rules import PlanClass
from plone.dexterity.content import Item
from typing import Any
from zope.interface import implementer


@implementer(IPlan)
@hints_for_readers_only
class Plan(Item):
    """A version of the plan: 1,258 classes are some forty buckets, read one at a time."""

    source: str = ""
    file_name: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    basic_mode: str = "ezd"
    exceptions_basis: str = ""
    approved_by: Actor | None = None
    approved_at: datetime | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._classes = OOBTree()
        self._modes = OOBTree()

    def fill(self, classes: Iterable[PlanClass]) -> None:
        """Put the classes in, instead of those there were."""
        self._classes.clear()
        for item in classes:
            row = (item.title, item.category_lead, item.category_other, item.note)
            self._classes[item.symbol] = row

    def get(self, symbol: str) -> PlanClass | None:
        """The class with this symbol."""
        row = self._classes.get(symbol)
        return None if row is None else PlanClass(symbol, *row)

    def classes(self) -> Iterator[PlanClass]:
        """All classes by symbol, which is the order of the plan."""
        for symbol, row in self._classes.items():
            yield PlanClass(symbol, *row)

    def below(self, symbol: str) -> list[PlanClass]:
        """Classes directly under one class; the empty symbol gives the first order."""
        end = symbol[:-1] + chr(ord(symbol[-1]) + 1) if symbol else None
        found = self._classes.items(min=symbol, max=end, excludemin=True, excludemax=bool(end))
        return [PlanClass(key, *row) for key, row in found if len(key) == len(symbol) + 1]

    def is_final(self, symbol: str) -> bool:
        """Has the class none below it?"""
        return symbol in self._classes and not self.below(symbol)

    def takes_cases(self, symbol: str) -> bool:
        """May cases be kept in the class? It is final and has a category."""
        item = self.get(symbol)
        return item is not None and bool(item.category_lead) and self.is_final(symbol)

    def __len__(self) -> int:
        return len(self._classes)

    def __bool__(self) -> bool:
        return True

    def mode(self, symbol: str) -> str:
        """How cases of the class are kept: the class's exception or the office's basic mode."""
        mode: str = self._modes.get(symbol, self.basic_mode)
        return mode

    def set_mode(self, symbol: str, mode: str) -> None:
        """Make the class an exception from the basic mode."""
        self._modes[symbol] = mode

    def exceptions(self) -> dict[str, str]:
        """Classes kept otherwise than the basic mode."""
        return {symbol: mode for symbol, mode in self._modes.items() if mode != self.basic_mode}
