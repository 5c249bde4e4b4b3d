"""What officials fill in: the budget opened, an edition brought in, an edition made public."""

from collections.abc import Sequence
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.pages import Page
from infostrada.site.participation.budget.editions.messages import fault_message
from infostrada.site.participation.budget.editions.operations import BallotsFaulty
from infostrada.site.participation.budget.editions.operations import import_edition
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.participation.budget.pabulib.faults import Fault as LineFault
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.upload import from_form
from plone.protect import CheckAuthenticator
from typing import Any

import json


class Form(Page):
    """One page with fields; sent again with words beside what is wrong."""

    desk = True
    label: Any = ""
    lead: Any = ""
    button: Any = _("Save")
    report: Sequence[LineFault] = ()

    @property
    def page_title(self) -> Any:
        """Title of the window and last crumb."""
        return self.label

    def __call__(self) -> Any:
        """Show the form, or do what it says and go to where the result is seen."""
        self.faults: list[Fault] = []
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                return self.request.response.redirect(self.act())
            except BallotsFaulty as problem:
                self.faults, self.report = problem.faults, problem.report
            except InvalidData as problem:
                self.faults = problem.faults
            except Blocked as problem:
                self.faults = [Fault("", problem.reason, problem.message)]
            self.request.response.setStatus(400)
        return self.index()

    def act(self) -> str:
        """Do it; returns the address to go to."""
        raise NotImplementedError

    def fields(self) -> list[dict[str, Any]]:
        """The fields as the pattern wants them."""
        return []

    def shown(self) -> list[dict[str, Any]]:
        """The fields with what was sent and what is wrong."""
        wrong = {fault.field.partition(".")[0]: self.say(fault.text) for fault in self.faults}
        return [
            {
                **field,
                "id": f"form-{field['name']}",
                "label": self.say(field["label"]),
                "hint": self.say(field["hint"]) if field.get("hint") else None,
                "value": "" if field.get("kind") == "file" else self.text(field["name"]),
                "error": wrong.get(field["name"]),
            }
            for field in self.fields()
        ]

    def errors(self) -> list[dict[str, str]]:
        """The summary over the form."""
        return [
            {"id": f"form-{fault.field.partition('.')[0]}", "text": self.say(fault.text)}
            for fault in self.faults
        ]

    def lines(self) -> list[dict[str, Any]]:
        """The report on a file, line by line."""
        return [{"line": fault.line, "words": self.say(fault_message(fault))} for fault in self.report]

    def text(self, name: str) -> str:
        """What stands in a field."""
        value = self.request.form.get(name, "")
        return value.strip() if isinstance(value, str) else ""


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
        given = self.request.form.get("files", [])
        uploads = [from_form(item) for item in (given if isinstance(given, list) else [given])]
        files = tuple(upload for upload in uploads if upload is not None)
        past = PastEdition(self.text("title"), int(year) if year else None, files, self._parameters())
        return str(import_edition(self.context, past).absolute_url())

    def _parameters(self) -> Any:
        text = self.text("parameters")
        try:
            return json.loads(text) if text else None
        except ValueError as error:
            raise invalid("parameters", "pb_parameters") from error


class PublishEdition(Form):
    """Make an edition public."""

    label = _("Publish the edition")
    lead = _(
        "Everybody will see the result, the reasons and the files. An edition that was published stays so."
    )
    button = _("Publish")

    def act(self) -> str:
        publish_edition(self.context)
        return str(self.context.absolute_url())
