"""The page to send to neighbours: what the idea is, how many support it, and a form to support it oneself."""

from infostrada.core.addressed import TakesNames
from infostrada.core.errors import NotFound
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import StepForm
from infostrada.site.participation.budget.rounds.browser.pages import IDENTITY_WORDS
from infostrada.site.participation.budget.support import operations
from infostrada.site.participation.budget.support import store
from infostrada.site.participation.budget.voting.browser.vote import ASKED
from infostrada.site.participation.budget.voting.browser.vote import FIELDS
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.records.problems import invalid
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import datetime


class SupportPage(TakesNames, StepForm):
    """All steps at one address; it is not listed anywhere, whoever has it was sent it by the author."""

    label = _("Support an idea")
    desk = False
    ticket = code = ""
    told: Any = ""
    page = ViewPageTemplateFile("templates/support.pt")

    def __call__(self) -> Any:
        """The step the request is at; 404 for an idea that is not supported here."""
        self.request.response.setHeader("X-Robots-Tag", "noindex")
        idea = operations.idea_of(self.context, self.name)
        if idea is None:
            raise NotFound()
        self.idea = idea
        return super().__call__()

    def take(self, step: str) -> None:
        """Say who, confirm the code, or take the support back."""
        edition, idea, net = self.context, self.name, str(self.request.getClientAddr())
        if step == "code":
            self.ticket = self.text("ticket")
            self.code = operations.confirm(edition, idea, self.ticket, self.text("code"))
        elif step == "back":
            operations.take_back(edition, idea, self.text("back"), net)
            self.told = _("Your support is taken back and your name is deleted.")
        else:
            statement = bool(self.text("statement"))
            self.ticket, self.code = operations.support(
                edition, idea, self.method, self.person(), statement, net
            )
        if self.code:
            self.ticket, self.told = "", _("Thank you: you support this idea.")

    def person(self) -> Person:
        """Who the form says it is."""
        try:
            born = datetime.date.fromisoformat(self.text("born")) if self.text("born") else None
        except ValueError as error:
            raise invalid("born", "born_wrong") from error
        names = ("given_name", "surname", "pesel", "phone", "address", "guardian")
        return Person(**{name: self.text(name) for name in names}, born=born)

    def ways(self) -> list[dict[str, str]]:
        """Ways of saying who one is."""
        url = f"{self.context.absolute_url()}/@@support/{self.name}?method="
        return [
            {"url": url + way, "title": self.say(IDENTITY_WORDS[way])}
            for way in operations.ways(self.context)
        ]

    @property
    def method(self) -> str:
        """The chosen way, or the only one."""
        known = operations.ways(self.context)
        named = self.text("method")
        return named if named in known else known[0] if len(known) == 1 else ""

    def fields(self) -> list[dict[str, Any]]:
        return [{**FIELDS[name], "name": name} for name in ASKED.get(self.method, ())]

    def count(self) -> int:
        """How many support it."""
        return store.count(self.name)

    def facts(self) -> list[dict[str, str]]:
        """The idea in short."""
        rows = [(_("Where"), self.idea.place), (_("Pool"), self.idea.pool)]
        if self.idea.cost:
            rows.append((_("Cost"), f"{self.amount(self.idea.cost)} zł"))
        said = str(self.count()) if not self.idea.needed else f"{self.count()} / {self.idea.needed}"
        rows.append((_("Supporters"), said))
        return [{"label": self.say(label), "value": value} for label, value in rows if value]
