"""Which way the cases of a class are kept on a day: the plan's own rule, and the office's dated exceptions. Pure.

Source: model records instruction (Dz.U. 2011 nr 14 poz. 67): an office has one basic way, EZD or paper; its head may
except final classes from it. Of one case exactly one way is authoritative: that of the day it was opened.
"""

from collections.abc import Callable
from collections.abc import Iterable
from datetime import date
from datetime import datetime
from datetime import timedelta
from infostrada.site.records.actor import Actor
from infostrada.site.records.plan.rules import HANDLING_MODES
from typing import NamedTuple


LONGEST = 500


class ModeException(NamedTuple):
    """A class kept otherwise than the plan says, from `first` to `last` (both belong to it; None: until it is ended).

    `basis` is the order of the head it rests on, `ended_basis` the one that ended it before its time, or the version of the
    plan it ended with. `title` is that of the class on the day it was entered.
    """

    symbol: str
    title: str
    mode: str
    first: date
    last: date | None
    basis: str
    by: Actor
    at: datetime
    ended_basis: str = ""

    def in_force(self, day: date) -> bool:
        """Does it hold on a day?"""
        return self.first <= day and (self.last is None or day <= self.last)

    def meets(self, first: date, last: date | None) -> bool:
        """Has it a day of this period?"""
        begins = last is None or self.first <= last
        return begins and (self.last is None or self.last >= max(first, self.first))


def mode_on(listed: Iterable[ModeException], symbol: str, day: date, otherwise: str) -> str:
    """The way of keeping of a class on a day; `otherwise` is what the plan says."""
    return next((each.mode for each in listed if each.symbol == symbol and each.in_force(day)), otherwise)


def exception_faults(
    given: ModeException, held: Iterable[ModeException], otherwise: str
) -> list[tuple[str, str]]:
    """(field, reason) for everything wrong with a new exception; `otherwise` is what the plan says of the class."""
    found = []
    if not given.basis.strip():
        found.append(("basis", "required"))
    if len(given.basis) > LONGEST:
        found.append(("basis", "too_long"))
    if given.mode not in HANDLING_MODES:
        found.append(("mode", "not_in_list"))
    elif given.mode == otherwise:
        found.append(("mode", "mode_already"))
    if given.last is not None and given.last < given.first:
        found.append(("last", "before_start"))
    elif any(each.symbol == given.symbol and each.meets(given.first, given.last) for each in held):
        found.append(("symbol", "exception_overlaps"))
    return found


def carried_over(
    held: Iterable[ModeException],
    valid_from: date,
    takes_cases: Callable[[str], bool],
    otherwise: Callable[[str], str],
    version: str,
) -> list[ModeException]:
    """The exceptions as they stand when a version of the plan binds from a day.

    One goes on while its class takes cases in the version and the version says another way; else it ends the day before,
    and one that had not begun never begins.
    """
    found = []
    for each in held:
        runs = each.meets(valid_from, None)
        if runs and not (takes_cases(each.symbol) and each.mode != otherwise(each.symbol)):
            last = max(valid_from, each.first) - timedelta(days=1)
            each = each._replace(last=last, ended_basis=version)
        found.append(each)
    return found
