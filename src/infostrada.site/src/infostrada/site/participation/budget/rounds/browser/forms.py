"""What officials fill in to hold an edition: regulation, terms, announcement, freezing."""

from datetime import date
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.rounds.operations import adopt_regulation
from infostrada.site.participation.budget.rounds.operations import announce
from infostrada.site.participation.budget.rounds.operations import change_terms
from infostrada.site.participation.budget.rounds.operations import freeze
from infostrada.site.participation.budget.rounds.operations import open_round
from infostrada.site.participation.budget.rounds.operations import Plan
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.terms.presets import presets
from infostrada.site.participation.budget.terms.rules import PHASES
from infostrada.site.participation.budget.terms.rules import TERRITORIES
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.units.rules import slug
from typing import Any

import json


PHASE_WORDS = {
    "proposals_from": _("Proposals from"),
    "proposals_to": _("Proposals to"),
    "list_on": _("List of checked projects"),
    "appeals_to": _("Appeals to"),
    "voting_from": _("Vote from"),
    "voting_to": _("Vote to"),
    "results_on": _("Results"),
    "retention_to": _("Data on who voted are kept until"),
}
TERRITORY_WORDS = {
    "cale": "whole",
    "calosc": "whole",
    "czesc": "part",
    "temat": "topic",
} | {word: word for word in TERRITORIES}


class AdoptRegulation(Form):
    """Enter the council's standing resolution."""

    label = _("Enter the regulation")
    lead = _(
        "Editions opened later follow it. Begin with the practice of a town and change what your council decided otherwise."
    )

    def fields(self) -> list[dict[str, Any]]:
        options = [{"value": name, "label": title} for name, title in presets().items()]
        return [
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "resolution", "label": _("Number of the resolution"), "required": True, "width": "is-medium"},
            {"name": "adopted_on", "label": _("Adopted on"), "kind": "date", "required": True, "width": "is-short"},
            {"name": "preset", "label": _("Begin with the practice of"), "kind": "select", "options": options},
            {"name": "rules", "label": _("Own rules (JSON)"), "kind": "textarea", "rows": 8,
             "hint": _("Leave empty to take the practice as it is.")},
        ]  # fmt: skip

    def act(self) -> str:
        given = self.text("rules")
        try:
            rules = json.loads(given) if given else preset(self.text("preset"))
        except ValueError as error:
            raise invalid("rules", "terms_shape") from error
        except KeyError as error:
            raise invalid("preset", "not_in_list") from error
        made = adopt_regulation(
            self.context, self.text("title"), self.text("resolution"), _day(self.text("adopted_on")), rules
        )
        return str(made.absolute_url())


class OpenRound(Form):
    """A new edition in draft."""

    label = _("Open an edition")
    lead = _("The edition follows the regulation in force. Nobody outside sees it before it is announced.")
    button = _("Save the draft")

    def fields(self) -> list[dict[str, Any]]:
        dates = [
            {"name": name, "label": PHASE_WORDS[name], "kind": "datetime-local", "required": True,
             "width": "is-medium"}
            for name in PHASES
        ]  # fmt: skip
        return [
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "year", "label": _("Year"), "required": True, "width": "is-short", "inputmode": "numeric"},
            {"name": "expenditure", "label": _("Expenditure in the last report (zł)"), "width": "is-medium",
             "inputmode": "numeric", "hint": _("For the least amount of a city with powiat rights: 0.5 %.")},
            {"name": "pools", "label": _("Pools"), "kind": "textarea", "rows": 8, "required": True,
             "hint": _("One a line: name; whole, part or topic; residents; amount in zł; supporters; note. Example: Wrzosy; część; 9000; 60000; 9")},
            *dates,
        ]  # fmt: skip

    def act(self) -> str:
        return str(open_round(self.context, self.plan()).absolute_url())

    def plan(self) -> Plan:
        """What the form says."""
        pools = [_pool(line) for line in self.text("pools").splitlines() if line.strip()]
        phases = {name: self.text(name) for name in PHASES}
        return Plan(
            self.text("title"),
            _number(self.text("year")),
            _number(self.text("expenditure") or "0"),
            pools,
            phases,
        )


class ChangeTerms(OpenRound):
    """Change the terms of a draft."""

    label = _("Change the terms")

    def text(self, name: str) -> str:
        """What was sent, or what stands now."""
        if self.request.method == "POST":
            return super().text(name)
        terms = self.context.terms()
        if name in PHASES:
            return f"{terms.phases[name]:%Y-%m-%dT%H:%M}"
        if name == "pools":
            return "\n".join(
                f"{p.title}; {p.territory}; {p.residents}; {p.amount}; {p.supporters}; {p.note}".rstrip("; ")
                for p in terms.pools
            )
        found = {"title": self.context.title, "year": terms.year, "expenditure": terms.expenditure}
        return str(found.get(name, ""))

    def act(self) -> str:
        change_terms(self.context, self.plan())
        return str(self.context.absolute_url())


class Announce(Form):
    """Make the terms public."""

    label = _("Announce the edition")
    lead = _("Everybody will see the terms. They cannot be changed afterwards.")
    button = _("Announce the edition")

    def act(self) -> str:
        announce(self.context)
        return str(self.context.absolute_url())


class Freeze(Form):
    """Draw the ballot and freeze the terms."""

    label = _("Freeze before the vote")
    lead = _(
        "The order on the ballot follows from what was drawn in public. Terms, projects and costs are published under a digest and never change again."
    )
    button = _("Draw and freeze")

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "seed", "label": _("What was drawn in public"), "required": True,
             "hint": _("For example the numbers of six balls. Anybody can follow the order from it.")},
            {"name": "members", "label": _("Commission"), "kind": "textarea", "rows": 4, "required": True,
             "hint": _("Logins of three to nine employees, one a line. Each gets a piece of the key under their own account; more than half of the pieces open the box. Whoever manages the edition cannot be one of them.")},
        ]  # fmt: skip

    def act(self) -> str:
        freeze(self.context, self.text("seed"), self.text("members").split("\n"))
        return str(self.context.absolute_url())


def _pool(line: str) -> dict[str, Any]:
    cells = [cell.strip() for cell in line.split(";")]
    cells += [""] * (6 - len(cells))
    title, territory, residents, amount, supporters, note = cells[:6]
    return {
        "name": slug(title)[:60].strip("-"),
        "title": title,
        "territory": TERRITORY_WORDS.get(slug(territory), territory),
        "residents": _number(residents),
        "amount": _number(amount),
        "supporters": _number(supporters or "0"),
        "note": note,
    }


def _number(text: str) -> Any:
    plain = "".join(text.split())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 16 else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as error:
        raise InvalidData([Fault("adopted_on", "not_a_date")]) from error
