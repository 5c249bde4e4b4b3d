"""Who gets a letter by itself, and who gets what is meant for somebody away.

Rules of auto-dekretacja and absences are kept by the unit. Every assignment a rule makes says so; a task for a
person who is away goes to the substitute and says for whom (model records instruction, Dz.U. 2011 nr 14 poz. 67).
"""

from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from datetime import timedelta
from infostrada.core import journal
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import name_of
from infostrada.site.records.lists import ARRIVALS
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.tasks.rules import Order
from infostrada.site.units.interfaces import IUnitDirectory
from infostrada.site.units.lookup import unit_of
from infostrada.site.units.roles import parse
from persistent.mapping import PersistentMapping
from plone import api
from typing import Any
from typing import NamedTuple
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility


KEY = "infostrada.site.records.routing"
DESK = "infostrada.site: Use the records desk"
MANAGE = "infostrada.site: Assign letters to anybody"
MOST = 100
LONGEST = timedelta(days=366)


class Rule(NamedTuple):
    """A letter all of whose named properties fit goes to `assignee`; empty properties fit everything.

    `sender` and `words` are parts of the sender's name and of the title, in any case of letters.
    """

    name: str
    assignee: str
    disposition: str
    days: int = 0
    document_kind: str = ""
    delivery_method: str = ""
    sender: str = ""
    words: str = ""


class Absence(NamedTuple):
    """A person away from the first to the last day, and who stands in."""

    person: str
    substitute: str
    first: date
    last: date


def first_fitting(rules: Iterable[Rule], letter: Mapping[str, str]) -> Rule | None:
    """The first rule that fits the letter's `document_kind`, `delivery_method`, `sender` and `title`."""
    for rule in rules:
        exact = ("document_kind", "delivery_method")
        if any(getattr(rule, name) and getattr(rule, name) != letter.get(name, "") for name in exact):
            continue
        if rule.sender.casefold() not in letter.get("sender", "").casefold():
            continue
        if rule.words.casefold() in letter.get("title", "").casefold():
            return rule
    return None


def standing_in(absences: Iterable[Absence], person: str, day: date) -> str:
    """Who has the person's tasks on the day: the person, the substitute, the substitute's substitute …

    Where everybody in a circle is away, it stays with the person.
    """
    away = {each.person: each.substitute for each in absences if each.first <= day <= each.last}
    at, seen = person, {person}
    while at in away:
        at = away[at]
        if at in seen:
            return person
        seen.add(at)
    return at


def routed(order: Order, unit: Any) -> Order:
    """The order as it is given: to the substitute, with a note, when the addressee is away today."""
    to = standing_in(absences(unit), order.assignee, polish_today())
    if to == order.assignee:
        return order
    note = f"W zastępstwie: {name_of(order.assignee)}"
    return replace(order, assignee=to, instruction="\n".join(filter(None, (order.instruction, note))))


def rules(unit: Any) -> tuple[Rule, ...]:
    """The unit's rules, in their order."""
    found: tuple[Rule, ...] = _kept(unit).get("rules", ())
    return found


def absences(unit: Any) -> tuple[Absence, ...]:
    """Absences of the unit's people, those over included."""
    found: tuple[Absence, ...] = _kept(unit).get("absences", ())
    return found


def keep_rules(context: Any, wanted: Iterable[Rule]) -> None:
    """Replace the unit's rules; raises InvalidData whose fields begin with the rule's place."""
    require(MANAGE, context)
    unit, listed = unit_of(context), tuple(wanted)
    if len(listed) > MOST:
        raise InvalidData([Fault("rules", "too_many")])
    faults = [
        Fault(f"{place}.{field}", reason)
        for place, rule in enumerate(listed)
        for field, reason in _faults(rule, unit.unit_id)
    ]
    if faults:
        raise InvalidData(faults)
    _change(unit, "rules", listed)


def _faults(rule: Rule, unit_id: str) -> Iterable[tuple[str, str]]:
    if not rule.name.strip():
        yield "name", "required"
    if not is_addressee(rule.assignee, unit_id):
        yield "assignee", "principal_unknown"
    if rule.disposition not in DISPOSITIONS:
        yield "disposition", "not_in_list"
    if not 0 <= rule.days <= 365:
        yield "days", "not_a_count"
    if rule.document_kind and rule.document_kind not in DOCUMENT_KINDS:
        yield "document_kind", "not_in_list"
    if rule.delivery_method and rule.delivery_method not in ARRIVALS:
        yield "delivery_method", "not_in_list"
    if not (rule.document_kind or rule.delivery_method or rule.sender.strip() or rule.words.strip()):
        yield "words", "rule_fits_everything"


def add_absence(context: Any, absence: Absence) -> None:
    """Note an absence: one's own, or anybody's by those who assign to anybody."""
    unit = unit_of(context)
    require(DESK if absence.person == api.user.get_current().getId() else MANAGE, context)
    faults = []
    for field in ("person", "substitute"):
        if not is_addressee(getattr(absence, field), unit.unit_id):
            faults.append(Fault(field, "principal_unknown"))
    if absence.substitute == absence.person:
        faults.append(Fault("substitute", "itself_substitute"))
    if absence.last < absence.first or absence.last - absence.first > LONGEST:
        faults.append(Fault("last", "last_before_first"))
    if absence.last < polish_today():
        faults.append(Fault("last", "in_past"))
    if faults:
        raise InvalidData(faults)
    _change(unit, "absences", (*absences(unit), absence))


def end_absence(context: Any, place: int) -> None:
    """Take the absence at this place back."""
    unit = unit_of(context)
    held = absences(unit)
    if not 0 <= place < len(held):
        raise InvalidData([Fault("absence", "unknown_object")])
    require(DESK if held[place].person == api.user.get_current().getId() else MANAGE, context)
    _change(unit, "absences", (*held[:place], *held[place + 1 :]))


def is_addressee(principal: str, unit_id: str) -> bool:
    """Is this a post of the unit, or a person employed there?"""
    directory = getUtility(IUnitDirectory)
    group = parse(principal)
    if group is not None:
        return bool(group.post) and group.unit == unit_id and bool(directory.title(group.post))
    return bool(directory.has_user(unit_id, principal))


def _kept(unit: Any) -> Mapping[str, Any]:
    found: Mapping[str, Any] = IAnnotations(unit).get(KEY, {})
    return found


def _change(unit: Any, name: str, value: tuple[Any, ...]) -> None:
    annotations = IAnnotations(unit)
    if KEY not in annotations:
        annotations[KEY] = PersistentMapping()
    annotations[KEY][name] = value
    journal.append(f"records.routing.{name}", unit=unit.unit_id, data={"count": len(value)})
