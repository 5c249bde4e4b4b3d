"""A registered letter that fits a rule is assigned by it."""

from datetime import timedelta
from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import Actor
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import now
from infostrada.site.records.interfaces import ILetterRegistered
from infostrada.site.records.tasks.operations import give
from infostrada.site.records.tasks.routing import first_fitting
from infostrada.site.records.tasks.routing import routed
from infostrada.site.records.tasks.routing import rules
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from zope.component import adapter


@adapter(ILetterRegistered)
def assign_by_rule(event: ILetterRegistered) -> None:
    """Subscriber: the first fitting rule gives the letter to its addressee, or whoever stands in."""
    letter = event.object
    unit = unit_of(letter)
    facts = {
        "document_kind": letter.document_kind or "",
        "delivery_method": letter.delivery_method or "",
        "sender": letter.sender,
        "title": letter.title,
    }
    rule = first_fitting(rules(unit), facts)
    if rule is None or state_of(letter) != "registered":
        return
    due = polish_today() + timedelta(days=rule.days) if rule.days else None
    order = Order(rule.assignee, rule.disposition, due, "")
    give(letter, routed(order, unit), Deed(Actor("", f"Reguła: {rule.name}", ""), unit.unit_id, now()))
