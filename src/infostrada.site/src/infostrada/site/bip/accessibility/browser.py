"""The form of a unit's accessibility statement."""

from datetime import date
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.bip.accessibility.operations import write_statement
from infostrada.site.bip.browser.forms import Form
from infostrada.site.bip.browser.words import day_words
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import InvalidData
from infostrada.site.theme.statement import DAYS
from infostrada.site.theme.statement import review_due
from infostrada.site.theme.statement import Statement
from infostrada.site.theme.statement import statement_of
from infostrada.site.theme.statement import STATUSES
from typing import Any


TEXTS = tuple(name for name in Statement._fields if name not in (*DAYS, "interpreter"))


class EditStatement(Form):
    """`<unit>/@@edit-accessibility`: the statement of the unit's pages and its bulletin."""

    label = _("Accessibility statement of the office")
    button = _("Save the statement")

    @property
    def lead(self) -> Any:
        """By when it is to be reviewed, and whether that day is over."""
        due = review_due(statement_of(self.context))
        words = {"day": day_words(due)}
        if polish_today() > due:
            return _("The yearly review is overdue: it was due by ${day}.", mapping=words)
        return _("Review it every year; the next time by ${day}.", mapping=words)

    def act(self) -> str:
        """Save."""
        write_statement(self.context, self._said())
        return f"{self.context.absolute_url()}/accessibility-info"

    def _said(self) -> Statement:
        days: dict[str, Any] = {}
        wrong = []
        for name in DAYS:
            try:
                days[name] = date.fromisoformat(self.text(name))
            except ValueError:
                wrong.append(Fault(name, "not_a_date" if self.text(name) else "required"))
        if wrong:
            raise InvalidData(wrong)
        texts: dict[str, Any] = {name: self.text(name) for name in TEXTS}
        return Statement(**days, **texts, interpreter=self.text("interpreter") == "tak")

    def fields(self) -> list[dict[str, Any]]:
        """Everything the minister's template wants, with what was said before."""
        known = statement_of(self.context)
        return [
            *(self._day(name, label, hint, known) for name, label, hint in (
                ("published", _("Site published on"), ""),
                ("changed", _("Last important change of the site"), ""),
                ("prepared", _("Statement first made on"), _("Once saved it never changes.")),
                ("reviewed", _("Statement last reviewed on"), _("Every year by 31 March.")),
            )),
            {"name": "status", "label": _("Compliance with the act"), "kind": "select", "required": True,
             "options": [{"value": term.value, "label": self.say(term.title)} for term in STATUSES],
             "value": known.status},
            {"name": "shortcomings", "label": _("What is not accessible and why"), "kind": "textarea",
             "value": known.shortcomings, "hint": _("Needed unless the pages are fully compliant.")},
            {"name": "assessment_url", "label": _("Address of the assessment of a disproportionate burden"), "kind": "url",
             "value": known.assessment_url},
            {"name": "auditor", "label": _("Who audited the pages"), "value": known.auditor,
             "hint": _("Left empty it is a self-assessment.")},
            {"name": "person", "label": _("Person or department that answers"), "value": known.person},
            {"name": "email", "label": _("E-mail"), "kind": "email", "value": known.email,
             "hint": _("Left empty it is the office's own.")},
            {"name": "phone", "label": _("Telephone"), "value": known.phone,
             "hint": _("Left empty it is the office's own.")},
            {"name": "building", "label": _("How to get into the building"), "kind": "textarea", "value": known.building},
            {"name": "building_url", "label": _("Address of a longer description"), "kind": "url",
             "value": known.building_url},
            {"name": "interpreter", "label": _("Sign language interpreter online"), "kind": "select",
             "options": [{"value": value, "label": self.say(label)} for value, label in (("nie", _("no")), ("tak", _("yes")))],
             "value": "tak" if known.interpreter else "nie"},
            {"name": "apps", "label": _("Mobile applications and their statements"), "kind": "textarea",
             "value": known.apps},
        ]  # fmt: skip

    def _day(self, name: str, label: Any, hint: Any, known: Statement) -> dict[str, Any]:
        return {
            "name": name, "label": label, "kind": "date", "width": "is-short", "required": True,
            "value": getattr(known, name).isoformat(), **({"hint": hint} if hint else {}),
        }  # fmt: skip
