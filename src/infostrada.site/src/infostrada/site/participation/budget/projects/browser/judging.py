"""What officials fill in until the list is final: checks, moving, merging, support lists, appeals, withdrawal."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.reading import cost_lines
from infostrada.site.participation.budget.projects.browser.reading import whole_number
from infostrada.site.participation.budget.projects.browser.words import CRITERION_WORDS
from infostrada.site.participation.budget.projects.lists import count_list
from infostrada.site.participation.budget.projects.lists import doubts_of
from infostrada.site.participation.budget.projects.merging import drop_offer
from infostrada.site.participation.budget.projects.merging import offer_merge
from infostrada.site.participation.budget.projects.rules import CRITERIA
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.records.problems import invalid
from infostrada.site.records.workflow import state_of
from typing import Any


class Assess(Form):
    """Formal and merit check of a project."""

    label = _("Check the project")

    def about(self) -> list[dict[str, str]]:
        """The project in short."""
        project = self.context
        pool = project.__parent__.terms().pool(project.pool)
        asked, found = operations.supporters_asked(project), operations.supported_by(project)
        rows = (
            (_("Project"), f"{project.number}. {project.title}"),
            (_("In short"), project.description),
            (_("Where"), project.place),
            (_("Pool"), pool.title if pool else project.pool),
            (_("Cost"), f"{self.amount(project.cost)} zł"),
            (_("Supporters"), f"{found} / {asked}" if asked else ""),
        )
        return [{"label": self.say(label), "value": value} for label, value in rows if value]

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
            {"name": "what", "label": _("Decision"), "kind": "select", "required": True,
             "options": [{"value": value, "label": self.say(label)} for value, label in options]},
        ]  # fmt: skip
        if state == "merit":
            for name in CRITERIA:
                answers = [
                    {"value": "yes", "label": self.say(_("yes"))},
                    {"value": "no", "label": self.say(_("no"))},
                ]
                found.append(
                    {
                        "name": name,
                        "label": CRITERION_WORDS[name],
                        "kind": "select",
                        "options": answers,
                        "required": True,
                    }
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
            operations.judge_merit(self.context, self.card(), cost_lines(self.text("lines")))
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
        offer_merge(self.context, whole(self.text("into")), cost_lines(self.text("lines")), self.text("note"))
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
        "Enter the names of those who signed: whoever supports the project already is not counted twice, and you are asked about people of one name. Or enter only how many valid signatures there are."
    )
    button = _("Save the count")

    def fields(self) -> list[dict[str, Any]]:
        lists = [{"value": item.file.sha256, "label": item.file.filename} for item in self.context.lists]
        return [
            {"name": "list", "label": _("List"), "kind": "select", "options": lists},
            {
                "name": "names",
                "label": _("Names"),
                "kind": "textarea",
                "rows": 8,
                "hint": _(
                    "One a line. Two people of one name are told apart by address or date of birth: Jan Kos; Długa 1; 1980-05-17."
                ),
            },
            {"name": "valid", "label": _("Valid signatures"), "inputmode": "numeric", "width": "is-short"},
        ]

    def act(self) -> str:
        names = tuple(line.strip() for line in self.text("names").splitlines() if line.strip())
        valid = whole_number(self.text("valid") or "0", "valid")
        count_list(self.context, self.text("list"), valid, names)
        return f"{self.context.absolute_url()}{'/@@namesakes' if doubts_of(self.context) else ''}"


class DecideAppeal(Form):
    """Another body decides."""

    label = _("Decide the appeal")
    lead = _("Whoever took part in the check cannot decide.")

    def about(self) -> list[dict[str, str]]:
        """What was refused and why, and what the author says to it."""
        said = {step.action: step.note for step in self.context.steps}
        rows = (
            (_("Project"), f"{self.context.number}. {self.context.title}"),
            (_("In short"), self.context.description),
            (_("Why it was refused"), said.get("refused", "")),
            (_("Appeal of the author"), said.get("appealed", "")),
        )
        return [{"label": self.say(label), "value": value} for label, value in rows if value]

    def fields(self) -> list[dict[str, Any]]:
        options = [
            {"value": "", "label": self.say(_("not chosen"))},
            {"value": "yes", "label": self.say(_("Put the project on the list"))},
            {"value": "no", "label": self.say(_("Dismiss the appeal"))},
        ]
        return [
            {
                "name": "upheld",
                "label": _("Decision"),
                "kind": "select",
                "options": options,
                "required": True,
            },
            {"name": "note", "label": _("Reason"), "kind": "textarea", "rows": 5, "required": True},
        ]

    def act(self) -> str:
        if self.text("upheld") not in ("yes", "no"):
            raise invalid("upheld", "not_in_list")
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
