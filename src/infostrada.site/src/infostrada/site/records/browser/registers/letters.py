"""The RPW as a register."""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import replace
from infostrada.core.record.pages import Page
from infostrada.site import _
from infostrada.site.desk.register.asked import Asked
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import day
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import partial_day
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.records.browser.orders import order_fields
from infostrada.site.records.browser.orders import sent_order
from infostrada.site.records.browser.registers.choices import my_names
from infostrada.site.records.browser.registers.choices import years
from infostrada.site.records.browser.registers.columns import in_year
from infostrada.site.records.browser.registers.columns import number
from infostrada.site.records.browser.registers.columns import STATE
from infostrada.site.records.browser.tables import senders_cell
from infostrada.site.records.browser.words import UNOPENED
from infostrada.site.records.correspondence.interfaces import ILetter
from infostrada.site.records.listings import LETTERS
from infostrada.site.records.listings import outside_cases
from infostrada.site.records.personal.special.sight import unveiled
from infostrada.site.records.tasks.operations import assign
from typing import Any


def _for_whom(page: Any) -> Sequence[Option]:
    return [
        Option("", _("for anybody")),
        Option("me", _("given to me"), {"assigned_to": my_names()}),
        Option("nobody", _("given to nobody"), {"assigned_to": ""}),
    ]


def _classes(page: Any) -> Sequence[Option]:
    """Classes that hold letters which make no case; the one of the address is among them whatever it holds."""
    held = {found["class_symbol"] for found in outside_cases(page.unit.unit_id)}
    return [
        Option("", _("of any class")),
        *(Option(symbol, symbol, {"class_symbol": symbol}) for symbol in sorted(held)),
    ]


def _title(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """The title; a parcel registered from its envelope says so."""
    cell: dict[str, Any] = {"text": row["title"]}
    if row["unopened"]:
        text, tone = UNOPENED[row["unopened"]]
        cell["note"] = {"text": text, "tone": tone}
    return cell


class LettersPage(RegisterPage):
    """One row per number, newest first."""

    name = "letters"
    heading = _("Register of incoming letters (RPW)")
    caption = _("Register of incoming letters")
    listing = LETTERS
    contract = ILetter
    columns = (
        number(_("RPW number")),
        Shown("received", _("Date of receipt"), day("received_date"), order="received", once=True),
        Shown("title", _("Title of the letter"), _title),
        Shown("sender", _("From whom"), senders_cell),
        Shown("assigned", _("For whom"), plain("assigned_to")),
        STATE,
        Shown("letter_date", _("Date on the letter"), partial_day("letter_date"), usual=False, once=True),
        Shown("reference", _("Sender's reference"), plain("sender_reference"), usual=False),
        Shown("delivery", _("Way of delivery"), plain("delivery_method"), usual=False),
        Shown("files", _("Attachments"), plain("attachment_count"), usual=False, num=True),
        Shown("unopened", _("Not opened at the counter"), plain("unopened_kind"), usual=False),
        Shown("class", _("Class of the plan"), plain("class_symbol"), usual=False),
        Shown("remarks", _("Remarks"), plain("remarks"), usual=False),
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("", _("all letters")),
                Option(
                    "waiting", _("letters waiting to be assigned"), {"state": ["registered", "incomplete"]}
                ),
                Option("assigned", _("letters assigned"), {"state": "assigned"}),
                Option("in_case", _("letters in cases"), {"state": ["in_case", "sealed"]}),
                Option("outside", _("letters outside cases"), {"state": "outside_case"}),
                Option(
                    "gone", _("letters returned or registered by mistake"), {"state": ["returned", "void"]}
                ),
            ),
        ),
        Choice("year", _("Year"), years),
        Choice("whom", _("For whom"), _for_whom),
        Choice("class", _("Class of the plan"), _classes),
        Choice(
            "unopened",
            _("Not opened at the counter"),
            fixed(
                Option("", _("opened at the counter or not")),
                Option("waiting", _("not opened yet"), {"unopened": "waiting"}),
                Option("opened", _("opened by the addressee"), {"unopened": "opened"}),
                Option("closed", _("left closed"), {"unopened": "closed"}),
            ),
        ),
    )
    views = (
        View(_("All letters"), {}),
        View(_("To be assigned"), {"state": "waiting"}),
        View(_("Given to me"), {"whom": "me"}),
        View(_("Not opened"), {"unopened": "waiting"}),
        View(_("Make no case"), {"state": "outside"}),
    )

    @property
    def links(self) -> list[dict[str, Any]]:
        """The form of registering, and what makes no case."""
        url = self.unit.absolute_url()
        outside = {"label": _("Documentation that makes no case"), "url": f"{url}/@@outside-cases"}
        if not self.may("infostrada.site: Register letters"):
            return [outside]
        return [{"label": _("Register a letter"), "url": f"{url}/@@register-letter", "main": True}, outside]

    @property
    def acts(self) -> Sequence[Act]:
        """Dekretacja of many letters at once."""
        if not self.may("infostrada.site: Assign letters to anybody"):
            return ()
        return (
            Act(
                "assign",
                _("Assign the ticked letters"),
                lambda letter, page: assign(letter, sent_order(page)),
                lambda page: order_fields(page.unit.unit_id, instruction=False),
            ),
        )

    def fetch(self, asked: Asked, size: int) -> Page:
        """Letters in cases with special categories of data are told to those who may see the case."""
        found = super().fetch(asked, size)
        return replace(found, rows=unveiled(found.rows))

    def row(self, row: dict[str, Any]) -> dict[str, Any]:
        """A row; a restricted one leads nowhere."""
        shown = super().row(row)
        return {**shown, "url": None} if row["state"] == "sealed" and not row.get("seen") else shown

    def head(self, row: dict[str, Any]) -> str:
        """The number of the RPW; a letter taken over from another office has none here."""
        return in_year(row)
