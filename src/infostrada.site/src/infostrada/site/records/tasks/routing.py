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
from infostrada.site.records.plan.operations import plan_on
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
# What a rule compares, by the names of a letter's facts.
TRIED = ("document_kind", "delivery_method", "sender", "title", "class_symbol")


class Rule(NamedTuple):
    """A letter all of whose named properties fit goes to `assignee`; empty properties fit everything.

    `sender` and `words` are parts of the senders' names and of the title, in any case of letters; `class_symbol` is a
    class of the plan with everything below it, compared with the class the registry foresees for the letter.
    """

    name: str
    assignee: str
    disposition: str
    days: int = 0
    document_kind: str = ""
    delivery_method: str = ""
    sender: str = ""
    words: str = ""
    class_symbol: str = ""


class Absence(NamedTuple):
    """A person away from the first to the last day, and who stands in."""

    person: str
    substitute: str
    first: date
    last: date


class Fit(NamedTuple):
    """A rule that fits a letter, and who gets it today: the addressee or whoever stands in; empty for nobody."""

    rule: Rule
    to: str


def fitting(rules: Iterable[Rule], letter: Mapping[str, str]) -> list[Rule]:
    """The rules that fit `document_kind`, `delivery_method`, `sender`, `title` and `class_symbol`, in their order."""
    return [rule for rule in rules if _fits(rule, letter)]


def _fits(rule: Rule, letter: Mapping[str, str]) -> bool:
    exact = ("document_kind", "delivery_method")
    if any(getattr(rule, name) and getattr(rule, name) != letter.get(name, "") for name in exact):
        return False
    if not letter.get("class_symbol", "").startswith(rule.class_symbol):
        return False
    if rule.sender.casefold() not in letter.get("sender", "").casefold():
        return False
    return rule.words.casefold() in letter.get("title", "").casefold()


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


def standing_in_for(absences: Iterable[Absence], person: str, day: date) -> list[Absence]:
    """Absences of others in force on the day whose tasks come to the person."""
    away = [each for each in absences if each.first <= day <= each.last]
    return [each for each in away if each.person != person == standing_in(away, each.person, day)]


def fits_today(unit: Any, letter: Mapping[str, str]) -> list[Fit]:
    """The unit's rules that fit, in their order, each with who gets the letter; the first with somebody wins."""
    return [Fit(rule, reached(unit, rule.assignee)) for rule in fitting(rules(unit), letter)]


def reached(unit: Any, principal: str) -> str:
    """Who has the principal's tasks today; empty for a post nobody holds and for a person no longer employed."""
    day = polish_today()
    to = stand_in(unit, principal, day)
    return to if _is_there(to, unit.unit_id, day) else ""


def stand_in(unit: Any, principal: str, day: date) -> str:
    """Who has the tasks of a person or post on the day. A post is away when everybody who holds it is."""
    away = [each for each in absences(unit) if each.first <= day <= each.last]
    if not away or principal.partition(":")[0] != "post":
        return standing_in(away, principal, day)
    holders = getUtility(IUnitDirectory).members_of(principal, day)
    instead = {each: standing_in(away, each, day) for each in holders}
    if not instead or any(each == other for each, other in instead.items()):
        return principal
    return next(iter(instead.values()))


def _is_there(principal: str, unit_id: str, day: date) -> bool:
    directory = getUtility(IUnitDirectory)
    if principal.partition(":")[0] == "post":
        return bool(directory.members_of(principal, day))
    held = directory.groups_of(principal, day)
    return any(group.startswith(f"unit:{unit_id}:") for group in held)


def routed(order: Order, unit: Any) -> Order:
    """The order as it is given: to the substitute, with a note, when the addressee is away today."""
    to = stand_in(unit, order.assignee, polish_today())
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
    plan = plan_on(unit, polish_today())
    faults = [
        Fault(f"{place}.{field}", reason)
        for place, rule in enumerate(listed)
        for field, reason in _faults(rule, unit.unit_id, plan)
    ]
    if faults:
        raise InvalidData(faults)
    _change(unit, "rules", listed)


def _faults(rule: Rule, unit_id: str, plan: Any) -> Iterable[tuple[str, str]]:
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
    if rule.class_symbol and (plan is None or plan.get(rule.class_symbol) is None):
        yield "class_symbol", "no_plan" if plan is None else "class_unknown"
    exact = rule.document_kind or rule.delivery_method or rule.class_symbol
    if not (exact or rule.sender.strip() or rule.words.strip()):
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
