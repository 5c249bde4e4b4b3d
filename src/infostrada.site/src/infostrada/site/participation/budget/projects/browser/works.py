"""What officials fill in about works: money, milestones, papers, the frozen report; and the list of prices."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.reading import milestone
from infostrada.site.participation.budget.projects.browser.reading import semicolons
from infostrada.site.participation.budget.projects.browser.reading import whole_number
from infostrada.site.participation.budget.projects.browser.words import PRICE_WORDS
from infostrada.site.participation.budget.projects.papers import attach
from infostrada.site.participation.budget.projects.papers import detach
from infostrada.site.participation.budget.projects.prices import prices_of
from infostrada.site.participation.budget.projects.prices import PricesFaulty
from infostrada.site.participation.budget.projects.prices import read_prices
from infostrada.site.participation.budget.projects.prices import set_prices
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from typing import Any


PLAN = ("milestones", "owner_unit", "case_sign")


class Works(Form):
    """Money and works of a winning project."""

    label = _("Report money and works")
    STEPS = {
        "won": ("to_act", _("Enter in the budget act")),
        "in_act": ("contract", _("Contracted")),
        "contracted": ("start", _("In works")),
        "works": ("accept", _("Works accepted")),
        "accepted": ("settle", _("Settled")),
    }

    def text(self, name: str) -> str:
        """What was sent, or what stands now."""
        if self.request.method == "POST":
            return super().text(name)
        if name in PLAN:
            return self._plan(name)
        return str(getattr(self.context.money[-1], name, "")) if self.context.money else ""

    def _plan(self, name: str) -> str:
        if name == "milestones":
            return "\n".join(
                f"{stone.title}; {stone.planned_on}; {stone.done_on or ''}".rstrip("; ")
                for stone in self.context.milestones
            )
        return str(getattr(self.context, name))

    def fields(self) -> list[dict[str, Any]]:
        step = self.STEPS.get(state_of(self.context))
        options = [{"value": "", "label": self.say(_("stays as it is"))}]
        if step:
            options.append({"value": step[0], "label": self.say(step[1])})
        money = {"inputmode": "numeric", "width": "is-medium", "required": True}
        return [
            {"name": "transition", "label": _("Stage"), "kind": "select", "options": options},
            {"name": "act", "label": _("In the budget act (zł)"), **money},
            {"name": "contracted", "label": _("Contracted (zł)"), **money},
            {"name": "paid", "label": _("Paid (zł)"), **money},
            {"name": "percent", "label": _("Works done (%)"), **money},
            {"name": "delay", "label": _("Why it is late"), "kind": "textarea", "rows": 3},
            {"name": "milestones", "label": _("Milestones"), "kind": "textarea", "rows": 5,
             "hint": _("One a line: what; planned day; day it was done. Days like 2027-05-31.")},
            {"name": "owner_unit", "label": _("Who answers for the works")},
            {"name": "case_sign", "label": _("Sign of the case")},
        ]  # fmt: skip

    def act(self) -> str:
        stones = tuple(milestone(line) for line in self.text("milestones").splitlines() if line.strip())
        if self.text("transition"):
            operations.advance(self.context, self.text("transition"))
        amounts = [whole_number(self.text(name), name) for name in ("act", "contracted", "paid", "percent")]
        act, contracted, paid, percent = amounts
        operations.report_money(self.context, act, contracted, paid, percent, self.text("delay"))
        operations.plan(self.context, stones, self.text("owner_unit"), self.text("case_sign"))
        return str(self.context.absolute_url())


class Attach(Form):
    """Publish a document or a photograph of the works."""

    label = _("Publish from the works")
    lead = _(
        "A photograph is made anew: place, device and time are removed. Look at it first: passers-by must not be known on it."
    )
    button = _("Publish")

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "file", "label": _("Document or photograph"), "kind": "file", "required": True,
             "hint": _("PDF, DOCX, XLSX, ODT, ODS; JPEG, PNG, WebP, HEIC.")},
            {"name": "alt", "label": _("What the photograph shows"), "hint": _("Only for photographs.")},
        ]  # fmt: skip

    def act(self) -> str:
        uploads = self.uploads("file")
        attach(self.context, uploads[0] if uploads else None, self.text("title"), self.text("alt"))
        return str(self.context.absolute_url())


class Detach(Form):
    """Take a paper of the works back."""

    label = _("Take a paper back")
    button = _("Take back")

    def fields(self) -> list[dict[str, Any]]:
        papers = [{"value": item.file.sha256, "label": item.title} for item in self.context.attachments]
        return [
            {"name": "paper", "label": _("Document or photograph"), "kind": "select", "options": papers},
            {"name": "reason", "label": _("Reason"), "kind": "textarea", "rows": 3, "required": True},
        ]

    def act(self) -> str:
        detach(self.context, self.text("paper"), self.text("reason"))
        return str(self.context.absolute_url())


class FreezeReport(Form):
    """The report of the running quarter."""

    label = _("Freeze the quarterly report")
    lead = _("Money and works as they stand now. The report does not change any more; one for each quarter.")
    button = _("Freeze the report")

    def act(self) -> str:
        freeze_report(self.context)
        return f"{self.context.absolute_url()}/@@realisation"


class Prices(Form):
    """The list of prices residents calculate with."""

    label = _("List of prices")
    lead = _("Residents calculate with it. Projects that exist keep the prices they were calculated with.")
    button = _("Save the list")

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "items", "label": _("Prices"), "kind": "textarea", "rows": 16,
             "hint": _("One a line: what; unit; price in whole złoty with VAT. Example: ławka z oparciem; szt.; 2800")},
            {"name": "files", "label": _("Or a CSV file"), "kind": "file",
             "hint": _("Columns: what, unit, price (co, jednostka, cena). It replaces the whole list.")},
        ]  # fmt: skip

    def text(self, name: str) -> str:
        """What was sent, or the list as it is."""
        if self.request.method == "POST" or name != "items":
            return super().text(name)
        rows = [
            f"{price.what or self.say(PRICE_WORDS[price.name])}; {price.unit}; {price.price}"
            for price in prices_of(self.context)
        ]
        return "\n".join(rows)

    def act(self) -> str:
        uploads = self.uploads("files")
        data = uploads[0].data if uploads else semicolons(self.text("items"))
        try:
            set_prices(self.context, read_prices(data))
        except PricesFaulty as error:
            raise invalid("files" if uploads else "items", "prices_shape") from error
        return str(self.context.absolute_url())
