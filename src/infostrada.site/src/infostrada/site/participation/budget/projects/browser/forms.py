"""What residents and officials fill in about a project."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.words import CRITERION_WORDS
from infostrada.site.participation.budget.projects.browser.words import PRICE_WORDS
from infostrada.site.participation.budget.projects.browser.words import STATE_WORDS
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.lists import add_lists
from infostrada.site.participation.budget.projects.lists import count_list
from infostrada.site.participation.budget.projects.merging import agree_to_merge
from infostrada.site.participation.budget.projects.merging import by_number
from infostrada.site.participation.budget.projects.merging import drop_offer
from infostrada.site.participation.budget.projects.merging import offer_merge
from infostrada.site.participation.budget.projects.merging import offers_to
from infostrada.site.participation.budget.projects.merging import partner
from infostrada.site.participation.budget.projects.papers import attach
from infostrada.site.participation.budget.projects.papers import detach
from infostrada.site.participation.budget.projects.prices import prices_of
from infostrada.site.participation.budget.projects.prices import PricesFaulty
from infostrada.site.participation.budget.projects.prices import read_prices
from infostrada.site.participation.budget.projects.prices import set_prices
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import total
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.workflow import state_of
from plone.protect import CheckAuthenticator
from typing import Any

import datetime


class Author(Form):
    """The author's own page: what the project waits for, and what the author can do about it."""

    label = _("The author's page")
    lead = _("Enter the key you got with the number of the project.")
    desk = False
    opened = False
    told: Any = ""

    def __call__(self) -> Any:
        """Ask for the key, or show what can be done; nothing about the key is ever in an address."""
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            CheckAuthenticator(self.request)
            try:
                self.take(self.text("step"))
            except InvalidData as problem:
                self.refuse(problem)
            except Blocked as problem:
                self.faults = [Fault("", problem.reason, problem.message)]
            if self.faults:
                self.request.response.setStatus(400)
        return self.index()

    @property
    def key(self) -> str:
        """The author's key."""
        return self.text("key")

    def take(self, step: str) -> None:
        """Check the key, then do one thing."""
        project, net = self.context, str(self.request.getClientAddr())
        operations.check_author(project, self.key, net)
        self.opened = True
        if step == "appeal":
            operations.appeal(project, self.key, self.text("note"), net)
            self.told = _("The appeal is filed. Another body decides it.")
        elif step == "withdraw":
            operations.withdraw(project, self.text("note"), self.key, net)
            self.told = _("The project is withdrawn.")
        elif step == "lists":
            add_lists(project, self.key, self.uploads("lists"), net)
            self.told = _("The lists are with the office now.")
        elif step == "agree":
            offered = by_number(project.__parent__, whole(self.text("project")))
            if offered is None:
                raise invalid("project", "merge_unoffered")
            agree_to_merge(offered, self.key, net)
            self.told = _("You agreed to merge the projects.")

    def fields(self) -> list[dict[str, Any]]:
        note = {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 4, "required": True}
        return (
            [{"name": "key", "label": _("Key of the author"), "required": True}]
            if not self.opened
            else [note]
        )

    def tag(self) -> dict[str, str]:
        """The project's state."""
        words, tone = STATE_WORDS[state_of(self.context)]
        return {"tone": tone, "text": self.say(words)}

    @property
    def state(self) -> str:
        """The machine word of the state."""
        return str(state_of(self.context))

    @property
    def last_note(self) -> str:
        """What the officials wrote last."""
        return str(next((step.note for step in reversed(self.context.steps) if step.note), ""))

    @property
    def may_withdraw(self) -> bool:
        """Can the author still take the project back?"""
        return self.state in ("submitted", "amend", "merit", "listed", "refused", "appealed")

    def offers(self) -> list[dict[str, Any]]:
        """Merging the author is asked about."""
        own, found = self.context, []
        for project in [own] * (own.offer is not None) + offers_to(own):
            offer = project.offer
            other = partner(project, offer)
            said = own.number in offer.agreed
            found.append(
                {"number": project.number, "agreed": said, "note": offer.note, "cost": self.amount(total(offer.lines)),
                 "pair": f"{project.number}. {project.title} → {other.number}. {other.title}"}
            )  # fmt: skip
        return found

    def supporters(self) -> dict[str, int] | None:
        """How many support it, when the pool asks for any."""
        asked = operations.supporters_asked(self.context)
        return {"asked": asked, "found": operations.supported_by(self.context)} if asked else None

    def support_url(self) -> str:
        """Page for neighbours."""
        return f"{self.context.__parent__.absolute_url()}/@@support/{self.context.idea}"


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


class Move(Form):
    """The project belongs to another pool."""

    label = _("Move to another pool")
    button = _("Move")

    def fields(self) -> list[dict[str, Any]]:
        pools = [
            {"value": pool.name, "label": pool.title}
            for pool in self.context.__parent__.terms().pools
            if pool.name != self.context.pool
        ]
        return [
            {"name": "pool", "label": _("Pool"), "kind": "select", "options": pools},
            {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 3, "required": True},
        ]

    def act(self) -> str:
        operations.move_pool(self.context, self.text("pool"), self.text("note"))
        return str(self.context.absolute_url())


class Merge(Form):
    """Propose to both authors that two projects become one."""

    label = _("Propose to merge")
    lead = _("Both authors are asked; the projects become one when both have agreed with their keys.")
    button = _("Propose to merge")

    def fields(self) -> list[dict[str, Any]]:
        others = [
            {"value": str(project.number), "label": f"{project.number}. {project.title}"}
            for project in self.context.__parent__.objectValues()
            if project.number != self.context.number and state_of(project) in operations.CHECKED
        ]
        return [
            {"name": "into", "label": _("The project that stays"), "kind": "select", "options": others},
            {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 3, "required": True},
            {"name": "lines", "label": _("Costs of both together"), "kind": "textarea", "rows": 5,
             "hint": _("Leave empty to add them up. One a line: what; unit; quantity; price.")},
        ]  # fmt: skip

    def act(self) -> str:
        offer_merge(self.context, whole(self.text("into")), _lines(self.text("lines")), self.text("note"))
        return str(self.context.absolute_url())


class DropMerge(Form):
    """Take the proposal to merge back."""

    label = _("Give merging up")
    button = _("Give merging up")

    def act(self) -> str:
        drop_offer(self.context)
        return str(self.context.absolute_url())


class CountList(Form):
    """Count a scan of a paper list."""

    label = _("Count the support list")
    lead = _(
        "Enter the names of those who signed: whoever supports on-line already is not counted twice. Or enter only how many valid signatures there are."
    )
    button = _("Save the count")

    def fields(self) -> list[dict[str, Any]]:
        lists = [{"value": item.file.sha256, "label": item.file.filename} for item in self.context.lists]
        return [
            {"name": "list", "label": _("List"), "kind": "select", "options": lists},
            {"name": "names", "label": _("Names"), "kind": "textarea", "rows": 8, "hint": _("One a line.")},
            {"name": "valid", "label": _("Valid signatures"), "inputmode": "numeric", "width": "is-short"},
        ]

    def act(self) -> str:
        names = tuple(line.strip() for line in self.text("names").splitlines() if line.strip())
        valid = _whole(self.text("valid") or "0", "valid")
        count_list(self.context, self.text("list"), valid, names)
        return str(self.context.absolute_url())


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
             "hint": _("PDF, DOCX, XLSX, ODT, ODS; JPEG, PNG, WebP.")},
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
        data = uploads[0].data if uploads else _semicolons(self.text("items"))
        try:
            set_prices(self.context, read_prices(data))
        except PricesFaulty as error:
            self.faulty_line = error.line
            raise invalid("files" if uploads else "items", "prices_shape") from error
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
    found = whole(text)
    return text if found is None else found


def _semicolons(text: str) -> bytes:
    """The text of the form as CSV with semicolons, even when it is one line."""
    return "\n".join(f"{line};" for line in text.splitlines() if line.strip()).encode()


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
