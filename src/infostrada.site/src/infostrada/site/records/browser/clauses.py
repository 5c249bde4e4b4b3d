"""Wordings of the clause of RODO art. 13, and on a case to whom which of them was given."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import quietly
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.personal.clauses.operations import enter_wording
from infostrada.site.records.personal.clauses.operations import give_clause
from infostrada.site.records.personal.clauses.operations import wording_now
from infostrada.site.records.personal.clauses.operations import wordings
from infostrada.site.records.personal.clauses.rules import in_use
from infostrada.site.records.personal.clauses.rules import without_clause
from infostrada.site.records.personal.report import REPORT
from infostrada.site.records.workflow import state_of
from typing import Any

import re


WAYS = {
    "letter": _("with a letter"),
    "handed": _("handed over at the counter"),
    "form": _("with a form"),
    "shown": _("shown on the page"),
    "told": _("told in person"),
}


class ClausesPage(DeskPage):
    """All wordings of the office's clauses, each with its text."""

    heading = _("Clauses of personal data (RODO art. 13)")
    lead = _(
        "What persons are told about the processing of their data. A wording never changes: another one follows it, and each case keeps which one was given."
    )

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The wordings in use, the earlier ones, the form."""
        held = wordings(self.unit)
        used = in_use(held, polish_today())
        columns = (
            ("clause", _("Clause")),
            ("number", _("Version")),
            ("first", _("From")),
            ("classes", _("Classes of the plan")),
            ("by", _("Entered by")),
            ("state", _("State")),
        )
        rows = [
            row(
                each.label,
                clause=each.clause,
                number=str(each.number),
                first=dated(each.first, self.request),
                classes=", ".join(each.classes) if each.classes else {"text": _("all")},
                by=each.by.name,
                state={"text": _("in use"), "tone": "done"}
                if each in used
                else {"text": _("not in use"), "tone": "wait"},
            )
            for each in held
        ]
        register = table(_("Wordings of the clauses"), columns, numbered("wording", rows))
        register["empty"] = _("No clause has been entered yet.")
        parts: list[dict[str, Any]] = [{"id": "wordings", "title": _("Wordings"), "register": register}]
        parts += [
            {"id": f"text-{place}", "title": each.label, "plain": each.text}
            for place, each in enumerate(held)
            if each in used
        ]
        if self.may(REPORT):
            parts.append({"id": "entering", "title": _("A new wording"), "forms": [self._form()]})
        return parts

    def _form(self) -> Any:
        fields = [
            {
                "name": "clause",
                "label": _("Clause"),
                "hint": _("The name of a clause that is there gives its next wording."),
                "required": True,
            },
            {"name": "text", "label": _("Text"), "kind": "textarea", "rows": 12, "required": True},
            {
                "name": "first",
                "label": _("From"),
                "kind": "date",
                "value": polish_today().isoformat(),
                "width": "is-short",
            },
            {
                "name": "classes",
                "label": _("Classes of the plan"),
                "hint": _("Symbols or their beginnings, divided by commas; empty for all."),
            },
        ]
        return self.one("enter", _("Enter the wording"), *fields)

    def do_enter(self) -> str:
        """Enter one."""
        classes = tuple(filter(None, re.split(r"[\s,;]+", self.text("classes"))))
        made = enter_wording(self.context, self.text("clause"), self.text("text"), self.day("first"), classes)
        self.say(_("The wording ${label} was entered.", mapping={"label": made.label}))
        return self._own


class Clauses(Part):
    """On a case: which wording was given to whom when and how, and who has none yet."""

    position = 28

    def section(self) -> dict[str, Any] | None:
        """The notes, a warning, the form; nothing in a case without parties."""
        case = self.context
        if not case.parties and not case.clauses:
            return None
        columns = (
            ("name", _("To whom")),
            ("clause", _("Clause")),
            ("number", _("Version")),
            ("day", _("When")),
            ("way", _("How")),
            ("by", _("Noted by")),
        )
        rows = [
            {
                "url": f"{case.absolute_url()}/{each.document}/view" if each.document in case else None,
                **row(
                    each.name,
                    name=each.name,
                    clause=each.clause,
                    number=str(each.number),
                    day=dated(each.day, self.request),
                    way={"text": WAYS[each.way]},
                    by=each.by.name,
                ),
            }
            for each in case.clauses
        ]
        register = quietly(table(_("Clauses given in the case"), columns, numbered("clause", rows)))
        register["empty"] = _("No clause has been noted yet.")
        part: dict[str, Any] = {
            "id": "clauses",
            "title": _("Clause of personal data (RODO art. 13)"),
            "register": register,
        }
        missing = without_clause(case.parties, case.clauses)
        works = state_of(case) in FILING and self.page.may(WORK_ON)
        if missing and works:
            names = ", ".join(each.name for each in missing)
            part["text"] = _("Not given yet: ${names}.", mapping={"names": names})
        if case.parties and works and wording_now(case) is not None:
            part["forms"] = [self._form()]
        return part

    def _form(self) -> Any:
        case, today = self.context, polish_today()
        now = wording_now(case)
        clauses = {each.clause: each.label for each in in_use(wordings(case), today)}
        fields = [
            {
                "name": "clause_name",
                "label": _("To whom"),
                "kind": "select",
                "required": True,
                "options": options({each.name: each.name for each in case.parties}),
            },
            {
                "name": "clause",
                "label": _("Clause"),
                "kind": "select",
                "options": options(clauses),
                "value": now.clause if now else "",
            },
            {
                "name": "way",
                "label": _("How"),
                "kind": "select",
                "required": True,
                "options": options(WAYS),
                "value": "handed",
            },
            {
                "name": "day",
                "label": _("When"),
                "kind": "date",
                "value": today.isoformat(),
                "width": "is-short",
            },
        ]
        words = _("Note a clause given")
        return self.page.one("clause", _("Note it"), *fields, tone="btn-secondary", fold=words)

    def do_clause(self) -> str:
        """Note it."""
        page = self.page
        give_clause(
            self.context,
            page.text("clause_name"),
            page.text("way"),
            clause=page.text("clause"),
            day=page.day("day"),
        )
        page.say(_("The clause was noted."))
        return str(page.here)
