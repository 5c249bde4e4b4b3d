"""Ponaglenia: urgings of a party that the case is late (article 37 of the code)."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import when
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.clock import pass_urging_on
from infostrada.site.records.cases.clock import take_urging
from typing import Any


class Urgings(Part):
    """What came in, and when it went on to the higher body."""

    position = 30

    def section(self) -> dict[str, Any]:
        """Every ponaglenie, and the forms that note one."""
        columns = (
            ("received", _("Received")),
            ("by", _("To be passed on by")),
            ("passed", _("Passed on")),
            ("outcome", _("Outcome")),
        )
        rows = numbered("urging", [self._row(one) for one in self.context.urgings])
        register = table(_("Ponaglenia by article 37 of the code"), columns, rows)
        forms = self._forms() if self.page.works else []
        return {"id": "urgings", "title": _("Ponaglenia"), "register": register, "forms": forms}

    def _row(self, one: Any) -> dict[str, Any]:
        return {
            "title": when(one.received_on, self.request),
            "cells": {
                "received": dated(one.received_on, self.request),
                "by": dated(one.pass_on_by, self.request),
                "passed": dated(one.passed_on, self.request),
                "outcome": {"text": one.outcome},
            },
        }

    def _forms(self) -> list[Any]:
        received = _today("received_on", _("Received"))
        words = _("Note a ponaglenie")
        forms = [self.page.one("urging", words, received, tone="btn-secondary", fold=words)]
        if any(one.passed_on is None for one in self.context.urgings):
            passed = _today("passed_on", _("Passed on"))
            outcome = {"name": "outcome", "label": _("Outcome")}
            forms.append(
                self.page.one(
                    "passed", _("Note that it was passed on"), passed, outcome, tone="btn-secondary"
                )
            )
        return forms

    def do_urging(self) -> str:
        """Note a ponaglenie."""
        take_urging(self.context, self.page.day("received_on"))
        return str(self.page.here)

    def do_passed(self) -> str:
        """Note that it was passed on."""
        pass_urging_on(self.context, self.page.day("passed_on"), self.page.text("outcome"))
        return str(self.page.here)


def _today(name: str, label: Any) -> dict[str, Any]:
    return {"name": name, "label": label, "kind": "date", "value": polish_today().isoformat()}
