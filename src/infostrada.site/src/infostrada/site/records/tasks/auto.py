"""A registered letter that fits a rule is assigned by it."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.interfaces import ILetterRegistered
from infostrada.site.records.interfaces import ISendersChanged
from infostrada.site.records.tasks.operations import give
from infostrada.site.records.tasks.routing import fits_today
from infostrada.site.records.tasks.routing import routed
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from typing import Any
from zope.component import adapter


@adapter(ILetterRegistered)
def assign_by_rule(event: ILetterRegistered) -> None:
    """Subscriber: the first fitting rule that reaches somebody gives the letter to them, or to whoever stands in."""
    _assign(event.object)


@adapter(ISendersChanged)
def assign_by_sender(event: ISendersChanged) -> None:
    """Subscriber: a letter nobody has yet may fit a rule by its further senders."""
    _assign(event.object)


def _assign(letter: Any) -> None:
    if state_of(letter) != "registered":
        return
    unit = unit_of(letter)
    for rule, to in fits_today(unit, facts_of(letter)):
        act = Deed(Actor("", f"Reguła: {rule.name}", ""), unit.unit_id, now())
        if to:
            give(letter, routed(_order(rule), unit), act)
            return
        act.write("letter.rule_passed_over", letter, rule=rule.name, assignee=rule.assignee)


def facts_of(letter: Any) -> dict[str, str]:
    """What rules look at."""
    return {
        "document_kind": letter.document_kind or "",
        "delivery_method": letter.delivery_method or "",
        "sender": letter.from_whom,
        "title": letter.title,
        "class_symbol": letter.foreseen_class or "",
    }


def _order(rule: Rule) -> Order:
    due = polish_today() + timedelta(days=rule.days) if rule.days else None
    return Order(rule.assignee, rule.disposition, due, "")
