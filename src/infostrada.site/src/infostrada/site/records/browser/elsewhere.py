"""Cases led in another system and cases without a metryka: the office's list of classes, and the part of a case."""

from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.part import Part
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import fact
from infostrada.site.desk.words import short
from infostrada.site.desk.words import word
from infostrada.site.records.browser.classes import symbol_in
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.cases.operations.elsewhere import name_elsewhere
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.plan.exemption import Exemption
from infostrada.site.records.plan.marking import end_mark
from infostrada.site.records.plan.marking import keep_marks
from infostrada.site.records.plan.marking import marks_of
from infostrada.site.records.plan.marks import Mark
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from typing import Any


def said_fields(
    system: str = "", metryka: bool = True, basis: str = "", named: str = "basis"
) -> list[dict[str, Any]]:
    """What sets cases apart, of a class or a type."""
    return [
        {
            "name": "system",
            "label": _("Led in the system"),
            "hint": _("Name of the domain system; empty when cases are led here."),
            "value": system,
        },
        {
            "name": "no_metryka",
            "label": _("No metryka is kept"),
            "kind": "checkbox",
            "value": "" if metryka else "1",
        },
        {
            "name": named,
            "label": _("Legal basis"),
            "hint": _("The provision with its article, item and point, as it is to stand in the case."),
            "value": basis,
        },
    ]


def exemption_facts(exemption: Exemption) -> list[dict[str, Any]]:
    """Lines of the fact sheet of a case."""
    basis = f" ({exemption.basis})" if exemption.basis else ""
    return [
        fact(_("Led in the system"), f"{exemption.system}{basis}" if exemption.system else ""),
        fact(_("Number in that system"), exemption.reference),
        fact(_("Legal basis of leaving out the metryka"), "" if exemption.metryka else exemption.basis),
    ]


class ClassMarksPage(DeskPage):
    """The list with its days, and the forms that add to it and end a line."""

    heading = _("Cases led elsewhere or without a metryka")
    lead = _(
        "A line counts for its class and everything below it; cases begin with what is said of their class on their day."
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The plan and the types of cases, which may say it too."""
        unit = self.unit.absolute_url()
        return [
            {"label": _("Plan (JRWA)"), "url": f"{unit}/@@plans"},
            {"label": _("Types of cases"), "url": f"{unit}/@@case-types"},
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list, then the forms."""
        found = {"id": "marks", "title": _("Classes"), "register": self._register()}
        return [{**found, "forms": [self._adding(), *self._ending()]} if self.may(MANAGE) else found]

    def _register(self) -> dict[str, Any]:
        columns = (
            ("class", _("Class of the plan")),
            ("system", _("Led in the system")),
            ("metryka", _("Metryka")),
            ("basis", _("Legal basis")),
            ("first", _("First day")),
            ("last", _("Last day")),
        )
        return table(
            _("Classes led elsewhere or without a metryka"),
            columns,
            numbered("mark", map(self._row, marks_of(self.context))),
        )

    def _row(self, mark: Mark) -> dict[str, Any]:
        return row(
            mark.class_symbol,
            **{"class": mark.class_symbol},
            system=mark.system,
            metryka=_("is kept") if mark.metryka else _("is not kept"),
            basis=mark.basis,
            first=dated(mark.valid_from, self.request),
            last=dated(mark.valid_to, self.request),
        )

    def _adding(self) -> Any:
        symbol = {
            "name": "class_symbol",
            "label": _("Class of the plan, with all below it"),
            "required": True,
            "suggest": f"{self.unit.absolute_url()}/@@find-any-class",
        }
        first = {
            "name": "valid_from",
            "label": _("First day"),
            "kind": "date",
            "required": True,
            "value": polish_today().isoformat(),
        }
        return self.one("mark", _("Add the class"), symbol, *said_fields(), first, fold=_("Add a class"))

    def _ending(self) -> list[Any]:
        running = [
            {"value": str(place), "label": f"{mark.class_symbol}, {short(mark.valid_from, self.request)}"}
            for place, mark in enumerate(marks_of(self.context))
            if mark.valid_to is None
        ]
        if not running:
            return []
        last = {
            "name": "last",
            "label": _("Last day"),
            "kind": "date",
            "required": True,
            "value": polish_today().isoformat(),
        }
        place = {
            "name": "place",
            "label": _("Class of the plan"),
            "kind": "select",
            "required": True,
            "options": running,
        }
        words = _("End a line")
        return [self.one("end", words, place, last, tone="btn-secondary", fold=words)]

    def do_mark(self) -> str:
        """One more class."""
        first, told = self.day("valid_from"), self.told_mark()
        if first is None:
            raise invalid("valid_from", "required")
        mark = Mark(symbol_in(self.text("class_symbol")), *told, first)
        try:
            keep_marks(self.context, (*marks_of(self.context), mark))
        except InvalidData as problem:
            own = [Fault(fault.field.rpartition(".")[2], fault.reason) for fault in problem.faults]
            raise InvalidData(own) from problem
        return self._own

    def told_mark(self) -> tuple[str, bool, str]:
        """System, whether a metryka is kept, basis: as the form says them."""
        return self.text("system"), self.form.get("no_metryka") != "1", self.text("basis")

    def do_end(self) -> str:
        """A line counts until a day."""
        place, last = self.text("place"), self.day("last")
        if last is None:
            raise invalid("last", "required")
        end_mark(self.context, int(place) if place.isdigit() else -1, last)
        return self._own


class Elsewhere(Part):
    """On a case led in another system: where its files are, and the number it has there."""

    position = 6

    def section(self) -> dict[str, Any] | None:
        """Nothing on a case that is led here."""
        exemption = self.context.exemption
        if not exemption.system:
            return None
        mapping = {"system": exemption.system}
        title = word(_("This case is led in the system ${system}", mapping=mapping), self.request)
        text = _("Here it has its sign and its place in the list of cases; its documents lie there.")
        part: dict[str, Any] = {
            "id": "elsewhere",
            "title": _("Another system"),
            "notice": {"kind": "info", "title": title, "text": text},
        }
        if state_of(self.context) in FILING and self.page.may(WORK_ON):
            field = {
                "name": "reference",
                "label": _("Number in that system"),
                "required": True,
                "value": exemption.reference,
            }
            part["forms"] = [self.page.one("elsewhere", _("Keep the number"), field, tone="btn-secondary")]
        return part

    def do_elsewhere(self) -> str:
        """Keep the number."""
        name_elsewhere(self.context, self.page.text("reference"))
        return str(self.page.here)
