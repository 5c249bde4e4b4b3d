"""Which classes of the plan are led in another system or kept without a metryka: the office's list. Pure.

A mark counts for its class and everything below it from one day to another; of several the one of the nearest class wins.
"""

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from infostrada.site.records.cases.rules import Fault
from infostrada.site.records.texts import unwritable
from typing import NamedTuple


MOST, LONGEST_SYSTEM, LONGEST_BASIS = 500, 200, 500


class Mark(NamedTuple):
    """`system` leads the cases of the class, or nobody but this one (empty); `metryka` says whether one is kept."""

    class_symbol: str
    system: str
    metryka: bool
    basis: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Does it count on the day?"""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def mark_of(marks: Iterable[Mark], symbol: str, day: date) -> Mark | None:
    """The mark that counts for a class on a day."""
    found = [each for each in marks if symbol.startswith(each.class_symbol) and each.holds_on(day)]
    return max(found, key=lambda each: len(each.class_symbol), default=None)


def said_faults(system: str, metryka: bool, basis: str) -> list[tuple[str, str]]:
    """(field, reason) for what a mark of a class or type says; nothing said is no fault here."""
    found = [(name, "text_unwritable") for name in unwritable({"system": system, "basis": basis})]
    if (system or not metryka) and not basis:
        found.append(("basis", "required"))
    if len(system) > LONGEST_SYSTEM:
        found.append(("system", "too_long"))
    if len(basis) > LONGEST_BASIS:
        found.append(("basis", "too_long"))
    return found


def mark_faults(marks: Sequence[Mark], known: Iterable[str]) -> list[Fault]:
    """Everything wrong with a list; `known` are symbols of the plan. A fault's field begins with the mark's place."""
    classes = set(known)
    found = [Fault("marks", "too_many")] if len(marks) > MOST else []
    for place, each in enumerate(marks):
        wrong = said_faults(each.system, each.metryka, each.basis)
        if not each.system and each.metryka:
            wrong.append(("system", "mark_says_nothing"))
        if each.class_symbol not in classes:
            wrong.append(("class_symbol", "class_unknown"))
        if each.valid_to is not None and each.valid_to < each.valid_from:
            wrong.append(("valid_to", "before_start"))
        if any(_meet(each, other) for other in marks[:place]):
            wrong.append(("class_symbol", "marks_overlap"))
        found += [Fault(f"{place}.{field}", reason) for field, reason in wrong]
    return found


def _meet(one: Mark, other: Mark) -> bool:
    """Do two marks of one class count on a common day?"""
    if one.class_symbol != other.class_symbol:
        return False
    ends = (one.valid_to or date.max, other.valid_to or date.max)
    return max(one.valid_from, other.valid_from) <= min(ends)
