"""Letters that make no case, and letters that wait to be completed."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.records.browser.letter.filing import may_handle
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.correspondence.outside import ask_completion
from infostrada.site.records.correspondence.outside import complete
from infostrada.site.records.correspondence.outside import file_outside
from infostrada.site.records.listings import outside_cases
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.workflow import state_of
from typing import Any
from urllib.parse import urlencode


class Outside(Part):
    """The form that puts the letter among the documentation that makes no case."""

    position = 40

    def section(self) -> dict[str, Any] | None:
        """For whoever has the letter."""
        if not may_handle(self.page):
            return None
        text = _(
            "Invoices, lists of attendance, offers nobody asked for, congratulations: kept by class and year, without "
            "a sign of a case."
        )
        symbol = {
            "name": "class_symbol",
            "label": _("Class of the plan"),
            "kind": "select",
            "required": True,
            "options": class_options(self.page.unit),
            "value": self.context.foreseen_class,
        }
        note = {"name": "note", "label": _("Note")}
        form = self.page.one("outside", _("It makes no case"), symbol, note, tone="btn-secondary")
        return {
            "id": "outside",
            "title": _("Documentation that makes no case"),
            "text": text,
            "forms": [form],
        }

    def do_outside(self) -> str:
        """File it outside cases."""
        file_outside(self.context, self.page.text("class_symbol"), self.page.text("note"))
        self.page.say(
            _("The letter lies in the class ${symbol}.", mapping={"symbol": self.context.outside_symbol})
        )
        return str(self.page.here)


class Completion(Part):
    """What the letter lacks, and that it is here."""

    position = 45

    def section(self) -> dict[str, Any] | None:
        """For the registry and whoever has the letter."""
        state = state_of(self.context)
        may = self.page.may("infostrada.site: Handle letters") or self.page.may(
            "infostrada.site: Register letters"
        )
        if not may or state not in ("registered", "assigned", "incomplete"):
            return None
        if state == "incomplete":
            note = {"name": "note", "label": _("Note")}
            form = self.page.one("complete", _("It is complete now"), note)
        else:
            what = {"name": "what", "label": _("What is missing"), "required": True}
            words = _("Wait for the rest")
            form = self.page.one("incomplete", words, what, tone="btn-secondary", fold=words)
        return {"id": "completion", "title": _("To be completed"), "forms": [form]}

    def do_incomplete(self) -> str:
        """Wait."""
        ask_completion(self.context, self.page.text("what"))
        return str(self.page.here)

    def do_complete(self) -> str:
        """Go on."""
        complete(self.context, self.page.text("note"))
        return str(self.page.here)


class OutsideCasesPage(DeskPage):
    """Documentation that makes no case, by class and year."""

    heading = _("Documentation that makes no case")
    lead = _("Letters filed in a class of the plan without a sign of a case, by year of registration.")

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The classes; each leads to its letters in the register."""
        plan = plan_on(self.unit, polish_today())
        rows = [self._row(found, plan) for found in outside_cases(self.unit.unit_id)]
        columns = (
            ("symbol", _("Class of the plan")),
            ("title", _("Title of the class")),
            ("year", _("Year")),
            ("letters", _("Letters")),
        )
        register = table(_("Classes with letters you may see"), columns, numbered("class", rows))
        return [{"id": "classes", "title": _("Classes"), "register": register}]

    def _row(self, found: dict[str, Any], plan: Any) -> dict[str, Any]:
        held = plan.get(found["class_symbol"]) if plan is not None else None
        asked = urlencode({"state": "outside", "year": found["year"], "class": found["class_symbol"]})
        return {
            "title": f"{found['class_symbol']} {found['year']}",
            "url": f"{self.unit.absolute_url()}/@@letters?{asked}",
            "cells": {
                "symbol": {"text": found["class_symbol"]},
                "title": {"text": held.title if held is not None else ""},
                "year": {"text": str(found["year"])},
                "letters": {"text": str(found["letters"])},
            },
        }


def class_options(unit: Any) -> list[dict[str, Any]]:
    """Final classes of the plan that binds today."""
    plan = plan_on(unit, polish_today())
    listed = [item for item in plan.classes() if plan.takes_cases(item.symbol)] if plan else []
    final = [
        {"value": item.symbol, "label": f"{item.symbol} {item.title} ({item.category_lead})"}
        for item in listed
    ]
    return [{"value": "", "label": _("choose")}, *final]
