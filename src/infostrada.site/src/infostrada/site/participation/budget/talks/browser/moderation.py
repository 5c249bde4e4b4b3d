"""The queues of those who read comments first, and of those who answer complaints."""

from infostrada.site import _
from infostrada.site.participation.budget.editions.browser.forms import Form
from infostrada.site.participation.budget.projects.rules import whole
from infostrada.site.participation.budget.talks import complaints
from infostrada.site.participation.budget.talks import operations
from infostrada.site.participation.budget.talks.reasons import DECISIONS
from infostrada.site.participation.budget.talks.rules import GROUNDS
from infostrada.site.participation.budget.terms.rules import WARSAW
from plone import api
from typing import Any


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

    def grounds(self) -> list[dict[str, str]]:
        """What a comment may be kept back for."""
        return [{"value": name, "label": self.say(words)} for name, words in GROUNDS.items()]

    def waiting_complaints(self) -> int:
        """How many complaints wait for an answer."""
        return len(complaints.complaints(self.context))

    def act(self) -> str:
        operations.decide(
            self.context,
            whole(self.text("comment")) or 0,
            self.text("verdict"),
            self.text("reason"),
            self.text("ground"),
        )
        return f"{self.context.absolute_url()}/@@moderation"


class Complaints(Form):
    """Complaints that wait for an answer."""

    label = _("Complaints about decisions on comments")

    def rows(self) -> list[dict[str, Any]]:
        """The oldest first; `own` when the visitor decided about the comment and cannot answer."""
        user = api.user.get_current().getId()
        found = []
        for row in complaints.complaints(self.context):
            project = operations.project_of(row)
            if project is None:
                continue
            found.append(
                {
                    "number": row.complaint,
                    "name": row.name,
                    "body": row.body,
                    "decision": self.say(DECISIONS[row.state]),
                    "ground": self.say(GROUNDS[row.ground]) if row.ground else "",
                    "reason": row.reason,
                    "complaint": row.complaint_body,
                    "when": f"{row.complained.astimezone(WARSAW):%d.%m.%Y, %H:%M}",
                    "project": f"{project.number}. {project.title}",
                    "url": project.absolute_url(),
                    "own": row.who == user,
                }
            )
        return found

    def act(self) -> str:
        number, upheld = whole(self.text("complaint")) or 0, self.text("upheld") == "yes"
        complaints.decide_complaint(self.context, number, upheld, self.text("reason"))
        return f"{self.context.absolute_url()}/@@comment-complaints"
