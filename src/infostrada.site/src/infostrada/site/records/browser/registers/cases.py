"""Cases as a register."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import day
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.desk.words import termed
from infostrada.site.records.browser.case.officer import officer_fields
from infostrada.site.records.browser.registers.choices import may_somewhere
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.registers.choices import ORG
from infostrada.site.records.browser.registers.choices import TERM
from infostrada.site.records.browser.registers.columns import STATE
from infostrada.site.records.browser.words import MODES
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.operations.handing import hand_over
from infostrada.site.records.cases.permissions import REOPEN
from infostrada.site.records.listings import CASES
from infostrada.site.records.listings import OPEN
from typing import Any


def due(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Cell with the term; it warns while the case is open."""
    return termed(row["due_on"], page.request, today=polish_today(), running=row["state"] in OPEN)


def kept(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Cell with the way of keeping."""
    return {"text": MODES[row["handling_mode"]]}


class CasesPage(RegisterPage):
    """Cases the visitor may see, the newest first."""

    name = "cases"
    heading = _("Cases")
    caption = _("List of cases")
    listing = CASES
    contract = ICase
    columns = (
        Shown("sign", _("Sign of the case"), plain("sign"), once=True),
        Shown("title", _("Title of the case"), plain("title")),
        Shown("party", _("Party"), plain("party")),
        Shown("officer", _("Officer"), plain("officer_name")),
        Shown("started", _("Start of the case"), day("started_on"), order="started_on", once=True),
        Shown("due", _("Term"), due, order="due", once=True),
        STATE,
        Shown("class", _("Class of the plan"), plain("class_symbol"), usual=False, once=True),
        Shown("settled", _("Settled"), day("settled_on"), usual=False, once=True),
        Shown("closed", _("Finally ended"), day("closed_on"), usual=False, once=True),
        Shown("kept", _("Way of keeping"), kept, usual=False),
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("", _("all cases")),
                Option("open", _("cases in progress"), {"state": list(OPEN)}),
                Option("stopped", _("cases whose clock is stopped"), {"state": ["paused", "suspended"]}),
                Option("settled", _("settled cases"), {"state": "settled"}),
                Option("closed", _("ended cases"), {"state": "closed"}),
            ),
        ),
        TERM,
        Choice(
            "whose",
            _("Officer"),
            lambda page: (
                Option("", _("of every officer")),
                Option("me", _("led by me"), {"officer": me()}),
            ),
        ),
        ORG,
        Choice(
            "kept",
            _("Way of keeping"),
            fixed(
                Option("", _("kept in any way")),
                Option("ezd", _("kept electronically"), {"handling_mode": "ezd"}),
                Option("paper", _("kept on paper"), {"handling_mode": "paper"}),
            ),
        ),
    )
    views = (
        View(_("All cases"), {}),
        View(_("Mine in progress"), {"state": "open", "whose": "me", "sort": "due"}),
        View(_("Overdue"), {"state": "open", "term": "past", "sort": "due"}),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The form of opening."""
        return [{"label": _("Open a case"), "url": f"{self.unit.absolute_url()}/@@open-case", "main": True}]

    @property
    def acts(self) -> Sequence[Act]:
        """Cases of somebody who leaves or is away go to another officer together."""
        if not may_somewhere(REOPEN, self.unit):
            return ()
        return (
            Act(
                "hand-over",
                _("Give the ticked cases over"),
                lambda case, page: hand_over(
                    case, page.text("officer"), page.text("reason"), page.text("org_id")
                ),
                lambda page: officer_fields(page.unit),
            ),
        )

    def head(self, row: dict[str, Any]) -> str:
        """The sign."""
        return str(row["sign"])
