"""The office's exceptions from the way of keeping, and the cases that go on in another way than their class."""

from functools import cached_property
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.page import DeskPage
from infostrada.site.desk.words import dated
from infostrada.site.desk.words import options
from infostrada.site.desk.words import word
from infostrada.site.records.browser.tables import numbered
from infostrada.site.records.browser.tables import row
from infostrada.site.records.browser.tables import table
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.plan.content import Plan
from infostrada.site.records.plan.exceptions import end_exception
from infostrada.site.records.plan.exceptions import enter_exception
from infostrada.site.records.plan.exceptions import exceptions_of
from infostrada.site.records.plan.exceptions import Exempting
from infostrada.site.records.plan.exceptions import kept_otherwise
from infostrada.site.records.plan.modes import ModeException
from infostrada.site.records.plan.operations import MANAGE
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.plan.operations import plans
from infostrada.site.records.problems import invalid
from typing import Any


COLUMNS = (
    ("symbol", _("Class of the plan")),
    ("title", _("Title of the class")),
    ("mode", _("Way of keeping")),
    ("first", _("From")),
    ("last", _("To")),
    ("basis", _("Basis")),
    ("by", _("Entered by")),
    ("state", _("State")),
)


class ModeExceptionsPage(DeskPage):
    """Which classes are kept otherwise than the office's basic way, from when to when, by which order."""

    heading = _("Exceptions from the way of keeping")
    lead = _(
        "Classes kept otherwise than the office keeps its cases, by an order of its head. A case keeps the way it was opened in."
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The plan."""
        return [{"label": _("Classification plan (JRWA)"), "url": f"{self.unit.absolute_url()}/@@plans"}]

    @cached_property
    def plan(self) -> Plan | None:
        """The version that binds today."""
        return plan_on(self.unit, polish_today())

    @property
    def sections(self) -> list[dict[str, Any]]:
        """The list, exceptions of the versions, cases that go on otherwise, forms."""
        rows = [self._row(one) for one in exceptions_of(self.unit)]
        listed = table(_("Exceptions by orders of the head"), COLUMNS, numbered("exception", rows))
        listed["empty"] = _("No order excepts a class.")
        parts: list[dict[str, Any]] = [
            {"id": "exceptions", "title": _("Exceptions by orders"), "text": self._basic, "register": listed}
        ]
        versions = self._of_versions()
        if versions["rows"]:
            parts.append(
                {"id": "versions", "title": _("Exceptions approved with the plan"), "register": versions}
            )
        parts.append({"id": "otherwise", "title": _("Cases kept otherwise"), "register": self._otherwise()})
        if self.may(MANAGE):
            parts.append({"id": "entering", "title": _("A new exception"), "forms": [self._entering()]})
            if self._running:
                parts.append({"id": "ending", "title": _("End one"), "forms": [self._ending()]})
        return parts

    @property
    def _basic(self) -> Any:
        if self.plan is None:
            return _("The office has no approved plan that binds on this day.")
        return _(
            "Basic way of keeping today: ${mode}.",
            mapping={"mode": word(MODES[self.plan.basic_mode], self.request)},
        )

    @cached_property
    def _running(self) -> dict[str, str]:
        today = polish_today()
        return {
            str(place): f"{one.symbol} {one.title}"
            for place, one in enumerate(exceptions_of(self.unit))
            if one.meets(today, None) and not one.ended_basis
        }

    def _row(self, one: ModeException) -> dict[str, Any]:
        today = polish_today()
        if one.in_force(today):
            state = {"text": _("in force"), "tone": "done"}
        else:
            begins = today < one.first and (one.last is None or one.last >= one.first)
            state = {"text": _("not begun") if begins else _("over"), "tone": "wait"}
        basis: Any = one.basis
        if one.ended_basis:
            words = {"basis": one.basis, "ended": one.ended_basis}
            basis = word(_("${basis}; ended by: ${ended}", mapping=words), self.request)
        return row(
            one.symbol,
            symbol=one.symbol,
            title=one.title,
            mode={"text": MODES[one.mode]},
            first=dated(one.first, self.request),
            last=dated(one.last, self.request),
            basis=basis,
            by=f"{one.by.name}, {one.by.post}" if one.by.post else one.by.name,
            state=state,
        )

    def _of_versions(self) -> dict[str, Any]:
        columns = (*COLUMNS[:6], ("version", _("Version")))
        rows = [
            row(
                symbol,
                symbol=symbol,
                title=held.title if held is not None else "",
                mode={"text": MODES[mode]},
                first=dated(plan.valid_from, self.request),
                last=dated(plan.valid_to, self.request),
                basis=plan.exceptions_basis or plan.source,
                version=plan.title,
            )
            for plan in plans(self.unit)
            if plan.valid_from is not None
            for symbol, mode in sorted(plan.exceptions().items())
            for held in [plan.get(symbol)]
        ]
        return table(_("Exceptions approved with a version of the plan"), columns, numbered("of-plan", rows))

    def _otherwise(self) -> dict[str, Any]:
        found = kept_otherwise(self.plan, polish_today()) if self.plan is not None else []
        columns = (
            ("symbol", _("Class of the plan")),
            ("title", _("Title of the class")),
            ("now", _("New cases are kept")),
            ("mode", _("These cases are kept")),
            ("cases", _("Open cases")),
        )
        rows = [
            row(
                one.symbol,
                symbol=one.symbol,
                title=one.title,
                now={"text": MODES[one.now]},
                mode={"text": MODES[one.mode]},
                cases=str(one.cases),
            )
            for one in found
        ]
        caption = _("Open cases that go on in the way they were opened in")
        register = table(caption, columns, numbered("otherwise", rows), num=("cases",))
        return {**register, "empty": _("Every open case you may see is kept as its class is today.")}

    def _entering(self) -> Any:
        today = polish_today()
        fields = [
            {
                "name": "symbol",
                "label": _("Class of the plan"),
                "hint": _("Symbol of a final class of the plan that binds on the first day."),
                "required": True,
                "width": "is-short",
            },
            {
                "name": "mode",
                "label": _("Way of keeping"),
                "kind": "select",
                "required": True,
                "options": options(MODES, _("choose")),
            },
            {
                "name": "first",
                "label": _("From"),
                "kind": "date",
                "required": True,
                "width": "is-half",
                "value": today.isoformat(),
            },
            {
                "name": "last",
                "label": _("To"),
                "kind": "date",
                "width": "is-half",
                "hint": _("Empty: until it is ended."),
            },
            {
                "name": "basis",
                "label": _("Basis"),
                "hint": _("The order of the head of the office: its number and day."),
                "required": True,
            },
        ]
        return self.one("enter", _("Enter the exception"), *fields)

    def _ending(self) -> Any:
        which = {
            "name": "place",
            "label": _("Exception"),
            "kind": "select",
            "required": True,
            "options": options(self._running, _("choose")),
        }
        last = {
            "name": "last",
            "label": _("Last day"),
            "kind": "date",
            "required": True,
            "width": "is-short",
            "value": polish_today().isoformat(),
        }
        basis = {"name": "basis", "label": _("Basis"), "required": True}
        return self.one("end", _("End the exception"), which, last, basis, tone="btn-danger")

    def do_enter(self) -> str:
        """Enter one."""
        first = self.day("first")
        if first is None:
            raise invalid("first", "required")
        words = {name: self.text(name) for name in ("symbol", "mode", "basis")}
        made = enter_exception(self.context, Exempting(first=first, last=self.day("last"), **words))
        self.say(_("The class ${symbol} was excepted.", mapping={"symbol": made.symbol}))
        return self._own

    def do_end(self) -> str:
        """End one."""
        place = self.text("place")
        at = int(place) if place.isdecimal() else -1
        end_exception(self.context, at, self.day("last"), self.text("basis"))
        return self._own
