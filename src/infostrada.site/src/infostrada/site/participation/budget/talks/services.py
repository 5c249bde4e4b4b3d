"""The discussion over REST."""

from infostrada.site.participation.budget.talks import operations
from infostrada.site.participation.budget.terms.rules import WARSAW
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import iso
from typing import Any


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
    """`POST <project>/@comments`: write a comment. Body: `name`, `body`. An official reads it first."""

    def answer(self) -> dict[str, Any]:
        """202 with the number."""
        net = str(self.request.getClientAddr())
        number = operations.comment(self.context, text(self.body, "name"), text(self.body, "body"), net)
        self.request.response.setStatus(202)
        return {"comment": number}


class ReportsPost(WritingService):
    """`POST <project>/@comment-reports`: report a comment. Body: `comment`, `reason`."""

    def answer(self) -> dict[str, Any]:
        """202."""
        net = str(self.request.getClientAddr())
        operations.report(self.context, _number(self.body), text(self.body, "reason"), net)
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
    """`POST <edition>/@moderation`: decide. Body: `comment`, `verdict` (show, refuse, remove), `reason`."""

    def answer(self) -> dict[str, Any]:
        """What was decided."""
        verdict = text(self.body, "verdict")
        operations.decide(self.context, _number(self.body), verdict, text(self.body, "reason"))
        return {"comment": self.body["comment"], "verdict": verdict}


def _at(row: Any) -> str | None:
    return iso(row.at.astimezone(WARSAW).replace(microsecond=0))


def _number(body: dict[str, Any]) -> int:
    value = body.get("comment")
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid("comment", "not_a_count")
    return value
