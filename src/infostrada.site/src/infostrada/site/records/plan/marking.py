"""The office keeps its list of classes led elsewhere or without a metryka; a case takes over what is said of its class."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.marks import Mark
from infostrada.site.records.plan.marks import mark_faults
from infostrada.site.records.plan.marks import mark_of
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.units.lookup import unit_of
from persistent.mapping import PersistentMapping
from typing import Any
from zope.annotation.interfaces import IAnnotations


KEY = "infostrada.site.records.marks"


def marks_of(context: Any) -> tuple[Mark, ...]:
    """The unit's list, past marks included."""
    kept: Mapping[str, Any] = IAnnotations(unit_of(context)).get(KEY, {})
    found: tuple[Mark, ...] = kept.get("marks", ())
    return found


def exemption_of(context: Any, symbol: str, day: date) -> Exemption:
    """What a case of the class begins with on a day."""
    mark = mark_of(marks_of(context), symbol, day)
    return Exemption(mark.system, mark.metryka, mark.basis) if mark is not None else Exemption()


def keep_marks(context: Any, wanted: Iterable[Mark]) -> None:
    """Replace the list. A mark that has begun to count is ended, never taken out: cases began under it."""
    require(MANAGE, context)
    unit, listed = unit_of(context), tuple(wanted)
    known = (item.symbol for plan in plans(unit) if plan.approved_by is not None for item in plan.classes())
    if faults := mark_faults(listed, known):
        raise InvalidData(faults)
    for held in marks_of(unit):
        stays = any(each._replace(valid_to=None) == held._replace(valid_to=None) for each in listed)
        if held.valid_from <= polish_today() and not stays:
            raise invalid("marks", "mark_in_use")
    _keep(unit, listed)


def end_mark(context: Any, place: int, last: date) -> None:
    """The mark counts until a day and no longer; one that has not begun is taken out."""
    held = marks_of(context)
    if not 0 <= place < len(held):
        raise invalid("place", "unknown_object")
    mark = held[place]
    ended = (
        () if mark.valid_from > last and mark.valid_from > polish_today() else (mark._replace(valid_to=last),)
    )
    keep_marks(context, (*held[:place], *ended, *held[place + 1 :]))


def _keep(unit: Any, listed: tuple[Mark, ...]) -> None:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    annotations[KEY]["marks"] = listed
    told = [f"{each.class_symbol}: {each.system or 'bez metryki'}" for each in listed]
    journal.append("records.plan.marks", unit=unit.unit_id, data={"marks": told})
