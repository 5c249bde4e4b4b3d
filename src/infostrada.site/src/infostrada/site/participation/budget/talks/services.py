"""The discussion over REST."""

from infostrada.core.calendar import polish_today
from infostrada.site.participation.budget.talks import complaints
from infostrada.site.participation.budget.talks import operations
from infostrada.site.participation.budget.talks.reasons import statement
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any
from zope.i18n import translate


class CommentsGet(RecordService):
    """`GET <project>/@comments`: what was let in."""

    def answer(self) -> dict[str, Any]:
        """The oldest first; `removed` says how many were taken away again."""
        project = self.context
        items = [
            {
                "comment": row.comment,
                "name": row.name,
                "body": row.body,
                "official": row.official,
                "at": _at(row),
            }
            for row in operations.shown_comments(project)
        ]
        url = f"{project.absolute_url()}/@comments"
        open_now = operations.is_discussed(project)
        return {"@id": url, "open": open_now, "items": items, "removed": operations.removed_comments(project)}


class CommentsPost(WritingService):
    """`POST <project>/@comments`: write a comment. Body: `name`, `body`, `email`. An official reads it first."""

    def answer(self) -> dict[str, Any]:
        """202 with the number and the code its writer learns the decision with."""
        net = str(self.request.getClientAddr())
        name, body, email = (text(self.body, each) for each in ("name", "body", "email"))
        written = operations.comment(self.context, name, body, net, email)
        self.request.response.setStatus(202)
        self.request.response.setHeader("Cache-Control", "no-store")
        return written._asdict()


class DecisionsPost(WritingService):
    """`POST <project>/@comment-decisions`: what was decided about an own comment, and why. Body: `code`, as no log has it."""

    def answer(self) -> dict[str, Any]:
        """The state, the parts of the statement of reasons, whether a complaint is possible."""
        row = complaints.decision_of(self.context, text(self.body, "code"), str(self.request.getClientAddr()))
        self.request.response.setHeader("Cache-Control", "no-store")
        parts = [
            {"label": say(part.label, self.request), "text": say(part.text, self.request)}
            for part in statement(row, polish_today())
        ]
        return {"comment": row.comment, "state": row.state, "ground": row.ground, "statement": parts,
                "can_complain": complaints.can_complain(row)}  # fmt: skip


class ComplaintsPost(WritingService):
    """`POST <project>/@comment-complaints`: complain about a decision on an own comment. Body: `code`, `body`."""

    def answer(self) -> dict[str, Any]:
        """202."""
        net = str(self.request.getClientAddr())
        complaints.complain(self.context, text(self.body, "code"), text(self.body, "body"), net)
        self.request.response.setStatus(202)
        return {"state": "complained"}


class ComplaintsGet(RecordService):
    """`GET <edition>/@comment-complaints`: complaints that wait for an answer."""

    def answer(self) -> dict[str, Any]:
        """The oldest first."""
        items = [
            {"complaint": row.complaint, "comment": row.comment, "project": row.project, "name": row.name,
             "body": row.body, "state": row.state, "ground": row.ground, "reason": row.reason,
             "complaint_body": row.complaint_body}
            for row in complaints.complaints(self.context)
        ]  # fmt: skip
        return {"@id": f"{self.context.absolute_url()}/@comment-complaints", "items": items}


class ComplaintDecisionsPost(WritingService):
    """`POST <edition>/@comment-complaints`: answer one. Body: `complaint`, `upheld`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """What was decided."""
        upheld = self.body.get("upheld")
        if not isinstance(upheld, bool):
            raise invalid("upheld", "required")
        number = _number(self.body, "complaint")
        complaints.decide_complaint(self.context, number, upheld, text(self.body, "reason"))
        return {"complaint": number, "upheld": upheld}


class ReportsPost(WritingService):
    """`POST <project>/@comment-reports`: report a comment. Body: `comment`, `reason`, `email`."""

    def answer(self) -> dict[str, Any]:
        """202."""
        net, number = str(self.request.getClientAddr()), _number(self.body, "comment")
        operations.report(self.context, number, text(self.body, "reason"), net, text(self.body, "email"))
        self.request.response.setStatus(202)
        return {"comment": self.body["comment"]}


class ModerationGet(RecordService):
    """`GET <edition>/@moderation`: comments that wait, new and reported."""

    def answer(self) -> dict[str, Any]:
        """The oldest first."""
        items = [
            {"comment": row.comment, "project": row.project, "name": row.name, "body": row.body, "state": row.state,
             "at": _at(row), "reports": list(row.notices)}
            for row in operations.queue(self.context)
        ]  # fmt: skip
        return {"@id": f"{self.context.absolute_url()}/@moderation", "items": items}


class ModerationPost(WritingService):
    """`POST <edition>/@moderation`: decide. Body: `comment`, `verdict` (show, refuse, remove), `reason`, `ground`."""

    def answer(self) -> dict[str, Any]:
        """What was decided."""
        verdict, reason, ground = (text(self.body, name) for name in ("verdict", "reason", "ground"))
        operations.decide(self.context, _number(self.body, "comment"), verdict, reason, ground)
        return {"comment": self.body["comment"], "verdict": verdict}


def say(words: Any, request: Any) -> str:
    """Words in the asker's language."""
    return str(translate(words, context=request))


def _at(row: Any) -> str | None:
    return iso(row.at.astimezone(WARSAW).replace(microsecond=0))


def _number(body: dict[str, Any], name: str) -> int:
    value = body.get(name)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(name, "not_a_count")
    return value
