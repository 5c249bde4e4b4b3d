"""Writing and reporting a comment, and the queue of those who read them first."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.participation.budget.talks import operations
from infostrada.site.participation.budget.terms.rules import WARSAW
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import Any
from zExceptions import NotFound
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse


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

    def fields(self) -> list[dict[str, Any]]:
        return [
            {"name": "name", "label": _("How to sign it"), "required": True, "hint": _("A first name or a nickname will do.")},
            {"name": "body", "label": _("Comment"), "kind": "textarea", "rows": 6, "required": True},
        ]  # fmt: skip

    def done(self) -> Any:
        """Nothing else of the writer is kept."""
        operations.comment(
            self.context, self.text("name"), self.text("body"), str(self.request.getClientAddr())
        )
        return self.done_page()


@implementer(IPublishTraverse)
class ReportComment(Form):
    """Tell the office about a comment."""

    label = _("Report the comment")
    lead = _("Say what is wrong with it: does it break the law, offend somebody, hold somebody's data?")
    button = _("Report")
    desk = False
    number = 0
    done_page = ViewPageTemplateFile("templates/sent.pt")
    told_title = _("Thank you")
    told = _("An official looks at the comment and decides.")

    def publishTraverse(self, request: Any, name: str) -> "ReportComment":
        """Take the number from the address."""
        self.number = whole(name) or 0
        return self

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
            {"name": "reason", "label": _("What is wrong"), "kind": "textarea", "rows": 5, "required": True}
        ]

    def done(self) -> Any:
        """Count and keep the reason."""
        operations.report(self.context, self.number, self.text("reason"), str(self.request.getClientAddr()))
        return self.done_page()


class Moderation(Form):
    """What waits for an official to read."""

    label = _("Comments to read")

    def rows(self) -> list[dict[str, Any]]:
        """New comments and reported ones, the oldest first."""
        found = []
        for row in operations.queue(self.context):
            project = operations.project_of(row)
            if project is None:
                continue
            found.append(
                {
                    "number": row.comment,
                    "name": row.name,
                    "body": row.body,
                    "when": f"{row.at.astimezone(WARSAW):%d.%m.%Y, %H:%M}",
                    "project": f"{project.number}. {project.title}",
                    "url": project.absolute_url(),
                    "waiting": row.state == "waiting",
                    "notices": list(row.notices),
                }
            )
        return found

    def act(self) -> str:
        operations.decide(
            self.context, whole(self.text("comment")) or 0, self.text("verdict"), self.text("reason")
        )
        return f"{self.context.absolute_url()}/@@moderation"
