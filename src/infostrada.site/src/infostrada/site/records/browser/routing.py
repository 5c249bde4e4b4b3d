"""The page of auto-dekretacja and of absences."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import choices
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import short
from infostrada.site.desk.words import word
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.classes import symbol_in
from infostrada.site.records.browser.people import addressees
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.tables import table
from infostrada.site.records.lists import DELIVERY_METHODS
from infostrada.site.records.lists import DISPOSITIONS
from infostrada.site.records.lists import DOCUMENT_KINDS
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import absences
from infostrada.site.records.tasks.routing import add_absence
from infostrada.site.records.tasks.routing import end_absence
from infostrada.site.records.tasks.routing import Fit
from infostrada.site.records.tasks.routing import fits_today
from infostrada.site.records.tasks.routing import keep_rules
from infostrada.site.records.tasks.routing import MANAGE
from infostrada.site.records.tasks.routing import reached
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.routing import rules
from infostrada.site.records.tasks.routing import TRIED
from typing import Any


class RoutingPage(DeskPage):
    """Rules that assign letters by themselves, and who stands in for whom."""

    heading = _("Assignment by rules, absences")
    lead = _(
        "The first rule of the list that fits a registered letter assigns it; one that reaches nobody is passed over. "
        "Tasks for people away go to their substitutes."
    )

    tried: list[Fit] | None = None

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Two tables with their forms."""
        manages = self.may(MANAGE)
        rule_forms = (
            [self._new_rule(), *self._rise(), *self._drop("rule", self._rule_names)] if manages else []
        )
        return [
            {"id": "rules", "title": _("Rules"), "register": self._rules(), "forms": rule_forms},
            *self._trial(),
            {"id": "absences", "title": _("Absences"), "register": self._absences(),
             "forms": [self._away(manages), *self._drop("absence", self._absence_names)]},
        ]  # fmt: skip

    @property
    def _rule_names(self) -> dict[str, str]:
        return {str(place): rule.name for place, rule in enumerate(rules(self.context))}

    @property
    def _absence_names(self) -> dict[str, str]:
        mine = me()
        return {
            str(
                place
            ): f"{name_of(each.person)}, {short(each.first, self.request)} – {short(each.last, self.request)}"
            for place, each in enumerate(absences(self.context))
            if each.person == mine or self.may(MANAGE)
        }

    def _rules(self) -> dict[str, Any]:
        rows = [
            {
                "id": f"rule-{place}",
                "title": rule.name,
                "cells": {
                    "name": {"text": rule.name},
                    "fits": {"text": ", ".join(filter(None, (rule.class_symbol, rule.document_kind, rule.delivery_method, rule.sender, rule.words)))},
                    "to": self._target(rule),
                    "disposition": {"text": rule.disposition},
                    "days": {"text": str(rule.days or "")},
                },
            }
            for place, rule in enumerate(rules(self.context))
        ]  # fmt: skip
        columns = (
            ("name", _("Rule")),
            ("fits", _("Letters it is for")),
            ("to", _("To whom")),
            ("disposition", _("Disposition")),
            ("days", _("Days of the term")),
        )
        empty = _("No rule yet: each letter is assigned by a person.")
        return {**table(_("Rules in their order"), columns, rows, num=("days",)), "empty": empty}

    def _target(self, rule: Rule) -> dict[str, str]:
        """The addressee, and what becomes of the letter when nobody is there today."""
        name, to = name_of(rule.assignee), reached(self.unit, rule.assignee)
        if to == rule.assignee:
            return {"text": name}
        mapping = {"name": name, "instead": name_of(to)}
        if to:
            return {"text": word(_("${name}, today ${instead}", mapping=mapping), self.request)}
        said = _("${name}: nobody is there, the rule is passed over", mapping=mapping)
        return {"text": word(said, self.request), "tone": "warn"}

    def _trial(self) -> list[dict[str, Any]]:
        """What the rules would do with a letter, before one comes."""
        if not rules(self.context):
            return []
        fields = (*self._looked_at(), {"name": "title", "label": _("Title of the letter")})
        form = self.one("try", _("Try"), *fields, tone="btn-secondary", fold=_("Try the rules"))
        told = {"id": "trial", "title": _("Trial of the rules"), "forms": [form]}
        return [{**told, "notice": self._outcome()} if self.tried is not None else told]

    def _outcome(self) -> dict[str, Any]:
        """Which rule wins, and which fit as well."""
        won = next((each for each in self.tried or () if each.to), None)
        if won is None:
            text = _("The letter waits until somebody assigns it.")
            return {"kind": "warn", "title": _("No rule assigns this letter"), "text": text}
        also = ", ".join(each.rule.name for each in self.tried or () if each is not won)
        mapping = {"rule": won.rule.name, "name": name_of(won.to), "also": also}
        text = _("It fits these rules as well: ${also}.", mapping=mapping) if also else ""
        title = _("The rule ${rule} gives it to: ${name}", mapping=mapping)
        return {"kind": "info", "title": word(title, self.request), "text": text}

    def _absences(self) -> dict[str, Any]:
        today = polish_today()
        rows = [
            {
                "id": f"absence-{place}",
                "title": name_of(each.person),
                "cells": {
                    "who": {"text": name_of(each.person)},
                    "first": dated(each.first, self.request),
                    "last": dated(each.last, self.request),
                    "substitute": {"text": name_of(each.substitute)},
                },
            }
            for place, each in enumerate(absences(self.context))
            if each.last >= today
        ]
        columns = (("who", _("Who is away")), ("first", _("First day")), ("last", _("Last day")))
        shown = table(_("Absences"), (*columns, ("substitute", _("Who stands in"))), rows)
        return {**shown, "quiet": True, "empty": _("Nobody is away.")}

    def _new_rule(self) -> Any:
        people = addressees(self.unit.unit_id)
        fields = (
            {"name": "name", "label": _("Name of the rule"), "required": True},
            *self._looked_at(),
            {"name": "words", "label": _("Words of the title")},
            {"name": "assignee", "label": _("To whom"), "kind": "select", "required": True, "options": people},
            {"name": "disposition", "label": _("Disposition"), "kind": "select", "required": True, "options": choices(DISPOSITIONS)},
            {"name": "days", "label": _("Days of the term"), "hint": _("A whole number; empty for no term.")},
        )  # fmt: skip
        return self.one("rule", _("Add the rule"), *fields, fold=_("New rule"))

    def _looked_at(self) -> list[dict[str, Any]]:
        """What rules look at, the words of the title aside."""
        classes = f"{self.unit.absolute_url()}/@@find-any-class"
        return [
            {"name": "class_symbol", "label": _("Class of the plan, with all below it"), "suggest": classes},
            {"name": "document_kind", "label": _("Kind of document"), "kind": "select", "options": choices(DOCUMENT_KINDS, _("any"))},
            {"name": "delivery_method", "label": _("Way of delivery"), "kind": "select", "options": choices(DELIVERY_METHODS, _("any"))},
            {"name": "sender", "label": _("Part of the sender's name")},
        ]  # fmt: skip

    def _rise(self) -> list[Any]:
        """The order of the rules is theirs who manage them: a rule goes before the one above it."""
        listed = [{"value": place, "label": name} for place, name in self._rule_names.items() if place != "0"]
        if not listed:
            return []
        field = {"name": "place", "label": _("Rule"), "kind": "select", "required": True, "options": listed}
        return [self.one("rise", _("Move up"), field, tone="btn-secondary", fold=_("Move a rule up"))]

    def _away(self, manages: bool) -> Any:
        people = addressees(self.unit.unit_id)
        who = {
            "name": "person",
            "label": _("Who is away"),
            "kind": "select",
            "required": True,
            "options": people,
        }
        fields = (
            *((who,) if manages else ()),
            {"name": "first", "label": _("First day"), "kind": "date", "required": True},
            {"name": "last", "label": _("Last day"), "kind": "date", "required": True},
            {"name": "substitute", "label": _("Who stands in"), "kind": "select", "required": True, "options": people},
        )  # fmt: skip
        return self.one("away", _("Note the absence"), *fields, tone="btn-secondary", fold=_("New absence"))

    def _drop(self, name: str, names: dict[str, str]) -> list[Any]:
        if not names:
            return []
        label = _("Rule") if name == "rule" else _("Absence")
        listed = [{"value": value, "label": title} for value, title in names.items()]
        field = {"name": "place", "label": label, "kind": "select", "required": True, "options": listed}
        fold = _("Remove a rule") if name == "rule" else _("Remove an absence")
        return [self.one(f"drop-{name}", _("Remove"), field, tone="btn-danger", fold=fold)]

    def do_rule(self) -> str:
        """One more rule, at the end."""
        days = self.text("days")
        told = {name: self.text(name) for name in Rule._fields if name != "days"}
        told["class_symbol"] = symbol_in(told["class_symbol"])
        rule = Rule(**told, days=int(days or 0) if days.isdigit() or not days else -1)
        held = rules(self.context)
        try:
            keep_rules(self.context, (*held, rule))
        except InvalidData as problem:
            own = [Fault(fault.field.rpartition(".")[2], fault.reason) for fault in problem.faults]
            raise InvalidData(own) from problem
        return self._here

    def do_rise(self) -> str:
        """A rule before the one above it."""
        place, held = self.text("place"), list(rules(self.context))
        at = int(place) if place.isdigit() else 0
        if not 0 < at < len(held):
            raise invalid("place", "unknown_object")
        held[at - 1], held[at] = held[at], held[at - 1]
        keep_rules(self.context, held)
        return self._here

    def do_try(self) -> None:
        """Show what the rules would do; nothing changes."""
        facts = {name: self.text(name) for name in TRIED}
        facts["class_symbol"] = symbol_in(facts["class_symbol"])
        self.tried = fits_today(self.unit, facts)

    def do_drop_rule(self) -> str:
        """One rule less."""
        place, held = self.text("place"), rules(self.context)
        if not place.isdigit() or int(place) >= len(held):
            raise invalid("place", "unknown_object")
        keep_rules(self.context, (*held[: int(place)], *held[int(place) + 1 :]))
        return self._here

    def do_away(self) -> str:
        """Somebody is away."""
        first, last = self.day("first"), self.day("last")
        if first is None or last is None:
            raise invalid("first" if first is None else "last", "required")
        add_absence(self.context, Absence(self.text("person") or me(), self.text("substitute"), first, last))
        return self._here

    def do_drop_absence(self) -> str:
        """Back again."""
        place = self.text("place")
        end_absence(self.context, int(place) if place.isdigit() else -1)
        return self._here

    @property
    def _here(self) -> str:
        return f"{self.context.absolute_url()}/{self.address}"
