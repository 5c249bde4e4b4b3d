"""What officials fill in: the budget opened, an edition brought in, an edition made public."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.desk.form import OneForm
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.editions.messages import fault_message
from infostrada.site.participation.budget.editions.operations import BallotsFaulty
from infostrada.site.participation.budget.editions.operations import bring_in
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.participation.budget.editions.operations import withdraw_edition
from infostrada.site.participation.budget.pabulib.faults import Fault as LineFault
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from plone.protect import CheckAuthenticator
from typing import Any

import json


class Form(OneForm, Page):
    """A form of the budget: a file that cannot be counted brings its report by line."""

    report: Sequence[LineFault] = ()

    def refuse(self, problem: InvalidData) -> None:
        """Keep the report too."""
        super().refuse(problem)
        self.report = problem.report if isinstance(problem, BallotsFaulty) else ()

    def _value(self, field: dict[str, Any]) -> Any:
        """What was sent, or what a form that changes something stands at."""
        return "" if field.get("kind") == "file" else self.text(field["name"])

    def lines(self) -> list[dict[str, Any]]:
        """The report on a file, line by line."""
        return [{"line": fault.line, "words": self.say(fault_message(fault))} for fault in self.report]


class StepForm(Form):
    """A page whose buttons name steps: what is posted does one step, then the page is shown as it stands."""

    def __call__(self) -> Any:
        """The page, or what a step answers instead; never kept by a browser or a cache."""
        self.request.response.setHeader("Cache-Control", "no-store")
        answer = self.posted() if self.request.method == "POST" else None
        return self.page() if answer is None else answer

    def posted(self) -> Any:
        """Do the step that was sent; its refusal stands on the page, which is then no success."""
        CheckAuthenticator(self.request)
        answer = None
        try:
            answer = self.take(self.text("step"))
        except InvalidData as problem:
            self.refuse(problem)
        except Blocked as problem:
            self.faults = [Fault("", problem.reason, problem.message)]
        if self.faults:
            self.request.response.setStatus(400)
        return answer

    def take(self, step: str) -> Any:
        """Do one step; returns an answer of its own, or None for the page."""
        raise NotImplementedError

    def page(self) -> Any:
        """The page as it stands."""
        return self.index()


class OpenBudget(Form):
    """Give the unit its participatory budget."""

    label = _("Open the participatory budget")
    lead = _("The unit gets a public page for the editions of its participatory budget.")
    button = _("budget_open", default="Open")

    def act(self) -> str:
        return str(open_board(self.context).absolute_url())


class ImportEdition(Form):
    """Bring in an edition that is over."""

    label = _("Bring in a past edition")
    lead = _(
        "One file for each pool. The votes are counted again; of the ballots only a copy is kept in which nobody stands out."
    )
    button = _("Count and bring in")

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "year", "label": _("Year"), "required": True, "width": "is-short", "inputmode": "numeric"},
            {"name": "files", "label": _("Files with the ballots (.pb, Pabulib format)"), "kind": "file",
             "required": True},
            {"name": "parameters", "label": _("Parameters of the count (JSON)"), "kind": "textarea", "rows": 6,
             "hint": _("Only when the rule the files declare does not say everything: withdrawn or exclusive projects, a draw.")},
        ]  # fmt: skip

    def act(self) -> str:
        year = self.text("year")
        if year and not (year.isascii() and year.isdigit() and len(year) < 5):
            raise invalid("year", "year_out_of_range")
        past = PastEdition(
            self.text("title"), int(year) if year else None, self.uploads(), self._parameters()
        )
        return str(bring_in(self.context, past).absolute_url())

    def _parameters(self) -> Any:
        text = self.text("parameters")
        try:
            return json.loads(text) if text else None
        except ValueError as error:
            raise invalid("parameters", "pb_parameters") from error


class PublishEdition(Form):
    """Make an edition public."""

    label = _("Publish the edition")
    lead = _("Everybody will see the result, the reasons and the files.")
    button = _("Publish")

    def act(self) -> str:
        publish_edition(self.context)
        return str(self.context.absolute_url())


class WithdrawEdition(Form):
    """Take a published past edition back."""

    label = _("Withdraw the edition")
    lead = _("Nobody outside will see it any more. The journal keeps the reason.")
    button = _("Withdraw the edition")

    def fields(self) -> list[dict[str, Any]]:
        return [{"name": "reason", "label": _("Reason"), "kind": "textarea", "rows": 4, "required": True}]

    def act(self) -> str:
        withdraw_edition(self.context, self.text("reason"))
        return str(self.context.absolute_url())
