"""What residents and officials fill in about a project."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import PRICES
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any

import datetime


PRICE_WORDS = {
    "bench": _("bench"),
    "bin": _("litter bin"),
    "tree": _("tree with planting"),
    "shrubs": _("shrubs"),
    "lamp": _("street lamp"),
    "pavement": _("pavement"),
    "cycle_path": _("cycle path"),
    "playground_device": _("playground device"),
    "gym_device": _("outdoor gym device"),
    "safe_surface": _("safe surface"),
    "fence": _("fence"),
    "bike_stand": _("bicycle stand"),
    "crossing": _("lit pedestrian crossing"),
    "event": _("open event"),
}
CRITERION_WORDS = {
    "lawful": _("It agrees with the law"),
    "own_task": _("It is a task of the unit"),
    "land": _("The unit holds the land"),
    "plan": _("It agrees with the local plan"),
    "feasible": _("It can be carried out within a year"),
    "cost": _("The cost is right"),
    "open_to_all": _("Everybody can use it"),
}
NAMES = {"title", "summary", "body", "place", "author", "email"}


class Propose(Form):
    """A resident proposes a project."""

    label = _("Propose a project")
    lead = _("Anybody who lives here can propose, at any age and without an account.")
    button = _("Propose")
    desk = False
    made: Any = None
    key = ""
    done_page = ViewPageTemplateFile("templates/proposed.pt")

    def __call__(self) -> Any:
        """The form or, once, the address of the author's page."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    def fields(self) -> list[dict[str, Any]]:
        pools = [{"value": pool.name, "label": pool.title} for pool in self.edition.terms().pools]
        supporters = max(pool.supporters for pool in self.edition.terms().pools)
        prices = "; ".join(f"{self.say(PRICE_WORDS[name])} {price} zł/{unit}" for name, unit, price in PRICES)
        found = [
            {"name": "title", "label": _("Title"), "required": True},
            {"name": "pool", "label": _("Pool"), "kind": "select", "options": pools},
            {"name": "place", "label": _("Where"), "required": True,
             "hint": _("Street, square or number of the parcel.")},
            {"name": "parcel", "label": _("Identifier of the parcel"), "width": "is-medium",
             "hint": _("As on the map, like 049963_1.0001.12/3. The project is then shown on the map.")},
            {"name": "summary", "label": _("In short"), "kind": "textarea", "rows": 3, "required": True,
             "hint": _("One or two sentences for the ballot, up to 500 signs.")},
            {"name": "body", "label": _("What exactly, and why"), "kind": "textarea", "rows": 8, "required": True},
            {"name": "lines", "label": _("Costs"), "kind": "textarea", "rows": 6, "required": True,
             "hint": self.say(_("lines_hint", default="One a line: what; unit; quantity; price in whole złoty. Usual prices: ${prices}", mapping={"prices": prices}))},
            {"name": "author", "label": _("Your name"), "required": True, "autocomplete": "name"},
            {"name": "email", "label": _("Your e-mail"), "kind": "email", "required": True, "autocomplete": "email",
             "hint": _("Only the officials who check the project see name and e-mail.")},
        ]  # fmt: skip
        if supporters:
            found.append(
                {"name": "supporters", "label": _("Supporters"), "kind": "textarea", "rows": 6,
                 "hint": _("Names of residents who support the project, one a line. The list is not published.")},
            )  # fmt: skip
        return found

    @property
    def edition(self) -> Any:
        """The edition the form belongs to."""
        return self.context

    def proposal(self) -> Proposal:
        """What the form says."""
        return Proposal(
            **{name: self.text(name) for name in NAMES},
            pool=self.text("pool"),
            parcel=self.text("parcel"),
            lines=_lines(self.text("lines")),
            supporters=tuple(self.text("supporters").splitlines()),
        )

    def done(self) -> Any:
        """The number and the author's own address."""
        self.made, self.key = operations.propose(self.context, self.proposal())
        return self.done_page()

    def author_url(self) -> str:
        """The author's page; the key stands behind the sign that browsers do not send on."""
        return f"{self.made.absolute_url()}/@@author"


class Author(Propose):
    """The author's own page: amend, appeal, withdraw."""

    label = _("The author's page")
    lead = _("Enter the key you got with the number of the project.")
    button = _("Send")

    @property
    def edition(self) -> Any:
        return self.context.__parent__

    def fields(self) -> list[dict[str, Any]]:
        acts = {
            "amend": [("amend", _("Send the amended project")), ("withdraw", _("Withdraw the project"))],
            "refused": [("appeal", _("Appeal")), ("withdraw", _("Withdraw the project"))],
        }.get(state_of(self.context), [("withdraw", _("Withdraw the project"))])
        options = [{"value": value, "label": self.say(label)} for value, label in acts]
        found: list[dict[str, Any]] = [
            {"name": "key", "label": _("Key of the author"), "required": True},
            {"name": "what", "label": _("What do you want to do?"), "kind": "select", "options": options},
            {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 4},
        ]
        if state_of(self.context) == "amend":
            found += [
                field
                for field in super().fields()
                if field["name"] not in ("author", "email", "supporters", "parcel")
            ]
        return found

    def done(self) -> Any:
        """Do it."""
        key, what = self.text("key"), self.text("what")
        if what == "amend":
            operations.amend(self.context, key, self.proposal()._replace(author="-", email="-@-"))
        elif what == "appeal":
            operations.appeal(self.context, key, self.text("note"))
        else:
            operations.withdraw(self.context, self.text("note"), key)
        return self.request.response.redirect(self.edition.absolute_url())


class Assess(Form):
    """Formal and merit check of a project."""

    label = _("Check the project")

    def fields(self) -> list[dict[str, Any]]:
        state = state_of(self.context)
        options = {
            "submitted": [
                ("pass", _("Formal check passed")),
                ("call", _("Call to amend")),
                ("refuse", _("Refuse")),
            ],
            "amend": [("refuse", _("Refuse"))],
            "merit": [("merit", _("Enter the merit card"))],
        }.get(state, [])
        found: list[dict[str, Any]] = [
            {"name": "what", "label": _("Decision"), "kind": "select",
             "options": [{"value": value, "label": self.say(label)} for value, label in options]},
        ]  # fmt: skip
        if state == "merit":
            for name in CRITERIA:
                answers = [
                    {"value": "yes", "label": self.say(_("yes"))},
                    {"value": "no", "label": self.say(_("no"))},
                ]
                found.append(
                    {"name": name, "label": CRITERION_WORDS[name], "kind": "select", "options": answers}
                )
                found.append({"name": f"{name}_reason", "label": _("Reason")})
            found.append({"name": "lines", "label": _("Corrected costs"), "kind": "textarea", "rows": 5,
                          "hint": _("Leave empty when the costs are right. One a line: what; unit; quantity; price.")})  # fmt: skip
        else:
            found.append({"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 4})
        return found

    def act(self) -> str:
        what, note = self.text("what"), self.text("note")
        if what == "pass":
            operations.pass_formal(self.context)
        elif what == "call":
            operations.call_to_amend(self.context, note)
        elif what == "refuse":
            operations.reject_formal(self.context, note)
        elif what == "merit":
            operations.judge_merit(self.context, self.card(), _lines(self.text("lines")))
        else:
            raise invalid("what", "not_in_list")
        return str(self.context.absolute_url())

    def card(self) -> Any:
        """The merit card."""
        rows = {
            name: {"met": self.text(name) == "yes", "reason": self.text(f"{name}_reason")}
            for name in CRITERIA
        }
        for name, row in rows.items():
            if not row["met"] and not row["reason"]:
                raise invalid(f"{name}_reason", "reason_missing")
        return verdicts_of(rows)


class DecideAppeal(Form):
    """Another body decides."""

    label = _("Decide the appeal")
    lead = _("Whoever took part in the check cannot decide.")

    def fields(self) -> list[dict[str, Any]]:
        options = [
            {"value": "yes", "label": self.say(_("Put the project on the list"))},
            {"value": "no", "label": self.say(_("Dismiss the appeal"))},
        ]
        return [
            {"name": "upheld", "label": _("Decision"), "kind": "select", "options": options},
            {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 5, "required": True},
        ]

    def act(self) -> str:
        operations.decide_appeal(self.context, self.text("upheld") == "yes", self.text("note"))
        return str(self.context.absolute_url())


class Withdraw(Form):
    """An official withdraws a project that cannot be carried out any more."""

    label = _("Withdraw the project")
    button = _("Withdraw")

    def fields(self) -> list[dict[str, Any]]:
        return [{"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 5, "required": True}]

    def act(self) -> str:
        operations.withdraw(self.context, self.text("note"))
        return str(self.context.absolute_url())


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
        if self.request.method == "POST" or not self.context.money:
            return super().text(name)
        return str(getattr(self.context.money[-1], name, "")) or self._plan(name)

    def _plan(self, name: str) -> str:
        if name == "milestones":
            return "\n".join(
                f"{stone.title}; {stone.planned_on}; {stone.done_on or ''}".rstrip("; ")
                for stone in self.context.milestones
            )
        return str(getattr(self.context, name, ""))

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
        stones = tuple(_milestone(line) for line in self.text("milestones").splitlines() if line.strip())
        if self.text("transition"):
            operations.advance(self.context, self.text("transition"))
        amounts = [_whole(self.text(name), name) for name in ("act", "contracted", "paid", "percent")]
        operations.report_money(self.context, *amounts, delay=self.text("delay"))
        operations.plan(self.context, stones, self.text("owner_unit"), self.text("case_sign"))
        return str(self.context.absolute_url())


class FreezeReport(Form):
    """The report of the running quarter."""

    label = _("Freeze the quarterly report")
    lead = _("Money and works as they stand now. The report does not change any more; one for each quarter.")
    button = _("Freeze the report")

    def act(self) -> str:
        freeze_report(self.context)
        return f"{self.context.absolute_url()}/@@realisation"


def _lines(text: str) -> tuple[CostLine, ...]:
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        cells = [cell.strip() for cell in line.split(";")]
        if len(cells) != 4:
            raise invalid("lines", "lines_shape")
        rows.append({"what": cells[0], "unit": cells[1], "quantity": _int(cells[2]), "price": _int(cells[3])})
    try:
        return lines_of(rows)
    except ValueError as error:
        raise invalid("lines", "lines_shape") from error


def _int(text: str) -> Any:
    plain = "".join(text.split())
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 12 else text


def _whole(text: str, field: str) -> int:
    found = _int(text)
    if not isinstance(found, int):
        raise invalid(field, "not_a_count")
    return found


def _milestone(line: str) -> Milestone:
    cells = [cell.strip() for cell in line.split(";")]
    try:
        done = datetime.date.fromisoformat(cells[2]) if len(cells) > 2 and cells[2] else None
        return Milestone(cells[0], datetime.date.fromisoformat(cells[1]), done)
    except (IndexError, ValueError) as error:
        raise invalid("milestones", "not_a_date") from error
