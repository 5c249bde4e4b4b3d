"""On a case of a type: its data, what is to be checked, its stages."""

from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import options
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import OPEN
from infostrada.site.records.types.operations import check_off
from infostrada.site.records.types.operations import fill_in
from infostrada.site.records.types.operations import go_to
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.types.rules import Definition
from infostrada.site.records.workflow import state_of
from typing import Any


FIELD_KINDS = {"text": "text", "date": "date", "number": "text"}


class Typed(Part):
    """On a case of a type: its data, checklist and stage."""

    position = 5

    def section(self) -> dict[str, Any] | None:
        """What the version asks, and the forms while the case is open."""
        version = version_of(self.context)
        if version is None:
            return None
        given, typed = version.definition, self.context.typed
        values = dict(typed.values)
        rows = [
            {
                "id": f"data-{field.name}",
                "title": field.label,
                "cells": {"what": {"text": field.label}, "value": {"text": values.get(field.name, "")}},
            }
            for field in given.fields
        ]
        rows += [
            {
                "id": f"check-{place}",
                "title": item,
                "cells": {
                    "what": {"text": item},
                    "value": {"text": _("done"), "tone": "done"}
                    if item in typed.done
                    else {"text": _("not done yet"), "tone": "wait"},
                },
            }
            for place, item in enumerate(given.checklist)
        ]
        columns = (("what", _("What is asked")), ("value", _("Value")))
        part = {
            "id": "typed",
            "title": _("Data of the case"),
            "text": " → ".join(f"[{stage}]" if stage == typed.stage else stage for stage in given.stages),
            "register": table(_("Data and checklist of the case"), columns, rows),
        }
        works = state_of(self.context) in OPEN and self.page.may(WORK_ON)
        return {**part, "forms": self._forms(given, values)} if works else part

    def _forms(self, given: Definition, values: dict[str, str]) -> list[Any]:
        forms, typed = [], self.context.typed
        if given.fields:
            asked = [
                {
                    "name": f"data.{field.name}",
                    "label": field.label,
                    "kind": FIELD_KINDS[field.kind],
                    "value": values.get(field.name, ""),
                }
                for field in given.fields
            ]
            forms.append(self.page.one("fill", _("Save the data"), *asked, tone="btn-secondary"))
        if given.checklist:
            boxes = [
                {
                    "name": f"done.{place}",
                    "label": item,
                    "kind": "checkbox",
                    "value": "1" if item in typed.done else "",
                }
                for place, item in enumerate(given.checklist)
            ]
            forms.append(self.page.one("check", _("Save the checklist"), *boxes, tone="btn-secondary"))
        if given.stages:
            listed = options({stage: stage for stage in given.stages})
            field = {
                "name": "stage",
                "label": _("Stage"),
                "kind": "select",
                "options": listed,
                "value": typed.stage,
            }
            forms.append(self.page.one("stage", _("Go to the stage"), field, tone="btn-secondary"))
        return forms

    def do_fill(self) -> str:
        """Save the data."""
        version = version_of(self.context)
        names = [field.name for field in version.definition.fields] if version else []
        fill_in(self.context, {name: self.page.text(f"data.{name}") for name in names})
        return str(self.page.here)

    def do_check(self) -> str:
        """Save what is done."""
        version = version_of(self.context)
        listed = version.definition.checklist if version else ()
        check_off(
            self.context, [item for place, item in enumerate(listed) if self.page.text(f"done.{place}")]
        )
        return str(self.page.here)

    def do_stage(self) -> str:
        """Reach a stage."""
        go_to(self.context, self.page.text("stage"))
        return str(self.page.here)
