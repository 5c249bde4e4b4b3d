"""Writing and reporting a comment, and what was decided about an own one."""

from infostrada.core.addressed import TakesNames
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.participation.budget.talks import complaints
from infostrada.site.participation.budget.talks import operations
from infostrada.site.participation.budget.talks.reasons import statement
from infostrada.site.participation.budget.talks.rules import GROUNDS
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound


EMAIL = {"name": "email", "label": _("E-mail"), "inputmode": "email"}


class Comment(Form):
    """Say something about a project."""

    label = _("Take part in the discussion")
    lead = _(
        "An official reads each comment before it is public. Leave out data of people: addresses, phones, PESEL numbers."
    )
    button = _("Send the comment")
    desk = False
    done_page = ViewPageTemplateFile("templates/sent.pt")
    told_title = _("Thank you")
    told = _("The comment is public once an official has read it.")
    code = ""

    def rules(self) -> list[str]:
        """What a comment may be kept back for: the rules of the discussion stand beside the form."""
        return [self.say(words) for words in GROUNDS.values()]

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "name", "label": _("How to sign it"), "required": True, "hint": _("A first name or a nickname will do.")},
            {"name": "body", "label": _("Comment"), "kind": "textarea", "rows": 6, "required": True},
            {**EMAIL, "hint": _("If you give it, we write to you what was decided about the comment and why. Nobody sees it; it is deleted when the time for complaints is over.")},
        ]  # fmt: skip

    def done(self) -> Any:
        """Show the code, which is told once."""
        self.request.response.setHeader("Cache-Control", "no-store")
        net = str(self.request.getClientAddr())
        name, body, email = (self.text(each) for each in ("name", "body", "email"))
        self.code = operations.comment(self.context, name, body, net, email).code
        return self.done_page()


class ReportComment(TakesNames, Form):
    """Tell the office about a comment."""

    label = _("Report the comment")
    lead = _("Say what is wrong with it: does it break the law, offend somebody, hold somebody's data?")
    button = _("Report")
    desk = False
    code = ""
    done_page = ViewPageTemplateFile("templates/sent.pt")
    told_title = _("Thank you")
    told = _("An official looks at the comment and decides.")

    @property
    def number(self) -> int:
        """The comment's number in the address; 0 when it is none."""
        return whole(self.name) or 0

    def comment(self) -> Any:
        """The comment reported."""
        found = next(
            (row for row in operations.shown_comments(self.context) if row.comment == self.number), None
        )
        if found is None:
            raise NotFound(str(self.number))
        return found

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "reason", "label": _("What is wrong"), "kind": "textarea", "rows": 5, "required": True},
            {**EMAIL, "hint": _("If you give it, we write to you what was decided. It is deleted then.")},
        ]

    def done(self) -> Any:
        """Count and keep the reason."""
        net = str(self.request.getClientAddr())
        operations.report(self.context, self.number, self.text("reason"), net, self.text("email"))
        return self.done_page()


class CommentDecision(Form):
    """Whoever wrote a comment reads what was decided and why, and complains."""

    label = _("What was decided about my comment")
    lead = _("Enter the code you got when you sent the comment.")
    desk = False
    row: Any = None
    told: Any = ""

    def __call__(self) -> Any:
        """Ask for the code, or show the decision; the code is never in an address."""
        self.request.response.setHeader("Cache-Control", "no-store")
        return super().__call__()

    def fields(self) -> list[dict[str, Any]]:
        if self.row is None:
            return [
                {"name": "code", "label": _("Code of the comment"), "required": True, "width": "is-medium"}
            ]
        return [
            {
                "name": "body",
                "label": _("Why the decision is wrong"),
                "kind": "textarea",
                "rows": 6,
                "required": True,
            }
        ]

    def done(self) -> Any:
        """Open the decision, or file the complaint and show it."""
        net, code = str(self.request.getClientAddr()), self.text("code")
        self.row = complaints.decision_of(self.context, code, net)
        if self.text("step") == "complain":
            complaints.complain(self.context, code, self.text("body"), net)
            self.told = _("The complaint is filed. Somebody who did not decide before answers it.")
            self.row = complaints.decision_of(self.context, code, net)
        return self.index()

    def statement(self) -> list[dict[str, str]]:
        """The parts of the statement of reasons."""
        return [
            {"label": self.say(p.label), "value": self.say(p.text)}
            for p in statement(self.row, polish_today())
        ]

    def may_complain(self) -> bool:
        """Is the form of a complaint shown?"""
        return complaints.can_complain(self.row)
