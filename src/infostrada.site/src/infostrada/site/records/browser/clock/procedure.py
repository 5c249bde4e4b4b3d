"""Letters the code wants in the course of a case: drafted here with their instructions."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.procedure import Drafted
from infostrada.site.records.cases.procedure import sort_on
from infostrada.site.records.cases.procedure import sorts_on
from infostrada.site.records.cases.proceeding import draft_letter
from infostrada.site.records.cases.proceeding import note_answer
from infostrada.site.records.cases.proceeding import stops_clock
from infostrada.site.records.problems import invalid
from typing import Any


class Procedure(Part):
    """What was drafted, the form of the next letter, the answer to a call."""

    position = 15

    def section(self) -> dict[str, Any]:
        """The table, then the forms for whoever works on the case."""
        columns = (
            ("title", _("Letter")),
            ("basis", _("Legal basis")),
            ("made", _("Drafted")),
            ("days", _("Days given")),
            ("answered", _("Answered")),
        )
        rows = numbered("drafted", [self._row(one) for one in self.context.procedure])
        register = table(_("Letters of the procedure"), columns, rows)
        forms = [self._form(), *self._answers()] if self.page.works else []
        return {
            "id": "procedure",
            "title": _("Letters of the procedure"),
            "register": register,
            "forms": forms,
        }

    def _row(self, one: Drafted) -> dict[str, Any]:
        sort = sort_on(one.sort, one.made_on)
        title = sort.title if sort is not None else one.sort
        document = self.context.get(one.document)
        shown: dict[str, Any] = {
            "title": title,
            "cells": {
                "title": {"text": title},
                "basis": {"text": sort.basis if sort is not None else ""},
                "made": dated(one.made_on, self.request),
                "days": {"text": str(one.days) if one.days else ""},
                "answered": dated(one.answered_on, self.request),
            },
        }
        return {**shown, "url": f"{document.absolute_url()}/view"} if document is not None else shown

    def _form(self) -> Any:
        listed = {each.key: f"{each.title} ({each.basis})" for each in sorts_on(polish_today())}
        return self.page.one(
            "procedure",
            _("Draft the letter"),
            {
                "name": "sort",
                "label": _("Letter"),
                "kind": "select",
                "required": True,
                "options": options(listed, _("choose")),
            },
            {
                "name": "what",
                "label": _("Words of the letter"),
                "hint": _("What is missing, why it is passed on, or more for the party."),
                "kind": "textarea",
            },
            {
                "name": "days",
                "label": _("Days given"),
                "hint": _("For a call at least seven."),
                "kind": "number",
                "width": "is-short",
            },
            {
                "name": "authority",
                "label": _("The competent authority"),
                "hint": _("Only when it is passed on."),
            },
            tone="btn-secondary",
        )

    def _answers(self) -> list[Any]:
        """Calls that wait for their answer."""
        waiting = {
            one.document: f"{one.made_on.isoformat()}: {self._title(one)}"
            for one in self.context.procedure
            if one.answered_on is None and stops_clock(one)
        }
        if not waiting:
            return []
        which = {
            "name": "document",
            "label": _("Call"),
            "kind": "select",
            "required": True,
            "options": options(waiting),
        }
        day = {
            "name": "answered_on",
            "label": _("Day the answer came"),
            "kind": "date",
            "value": polish_today().isoformat(),
        }
        return [self.page.one("answered", _("Note that it was answered"), which, day, tone="btn-secondary")]

    def _title(self, one: Drafted) -> str:
        document = self.context.get(one.document)
        return str(document.title) if document is not None else one.sort

    def do_procedure(self) -> str:
        """Draft the letter and show it."""
        page = self.page
        days = page.text("days")
        if days and not days.isdecimal():
            raise invalid("days", "not_a_count")
        document = draft_letter(
            self.context,
            page.text("sort"),
            what=page.text("what"),
            days=int(days or 0),
            authority=page.text("authority"),
        )
        page.say(_("The letter is a draft now: check it and send it on for acceptance."))
        return f"{document.absolute_url()}/view"

    def do_answered(self) -> str:
        """Note the answer."""
        note_answer(self.context, self.page.text("document"), self.page.day("answered_on"))
        return str(self.page.here)
