"""When a version of the plan may begin to bind an office."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from infostrada.site.records.plan.rules import parents_of
from infostrada.site.records.plan.rules import PlanClass


@dataclass(frozen=True, slots=True)
class ApprovalBlocker:
    """Why a version cannot be approved from the given day."""

    reason: str
    field: str
    symbol: str = ""


def approval_blockers(
    classes: Iterable[PlanClass],
    *,
    valid_from: date,
    running_from: date | None,
    used: Iterable[tuple[str, int]] = (),
) -> list[ApprovalBlocker]:
    """What stands against a version binding from `valid_from`.

    `running_from` is the first day of the version it replaces, None for the office's first
    one: only that one may begin inside a year, later ones begin on 1 January. `used` lists
    (class, year) pairs that hold cases: such a class gets no classes below it in the same year
    (Dz.U. 2011 nr 14 poz. 67, model instruction).
    """
    parents = parents_of(classes)
    blockers = []
    if running_from is not None:
        if (valid_from.month, valid_from.day) != (1, 1):
            blockers.append(ApprovalBlocker("not_first_of_january", "valid_from"))
        if valid_from <= running_from:
            blockers.append(ApprovalBlocker("not_after_running", "valid_from"))
    for symbol, year in sorted(set(used)):
        if year >= valid_from.year and symbol in parents:
            blockers.append(ApprovalBlocker("used_class_divided", "classes", symbol))
    return blockers


def valid_on(day: date, valid_from: date | None, valid_to: date | None) -> bool:
    """Does a version with these dates bind on `day`? Both ends belong to the period."""
    return valid_from is not None and valid_from <= day and (valid_to is None or day <= valid_to)
