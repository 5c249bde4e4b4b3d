"""Projects over REST."""

from datetime import date
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.participation.budget.projects.reports import realisation
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.workflow import state_of
from typing import Any


class ProposalsPost(WritingService):
    """`POST <edition>/@proposals`: a resident's project. The answer's `key` opens the author's page, once told."""

    def answer(self) -> dict[str, Any]:
        """201 with number and key; the project itself is not public before its formal check."""
        project, key = operations.propose(self.context, proposal_of(self.body))
        self.request.response.setStatus(201)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"@id": project.absolute_url(), "number": project.number, "key": key}


class AuthorPost(WritingService):
    """`POST <project>/@author`: the author amends, appeals or withdraws. Body: `key`, `act`, `note` or the proposal."""

    def answer(self) -> dict[str, Any]:
        """The state it is in now."""
        body = self.body
        key, act = text(body, "key"), text(body, "act")
        if act == "amend":
            operations.amend(self.context, key, proposal_of(body))
        elif act == "appeal":
            operations.appeal(self.context, key, text(body, "note"))
        elif act == "withdraw":
            operations.withdraw(self.context, text(body, "note"), key)
        else:
            raise invalid("act", "not_in_list")
        return {"@id": self.context.absolute_url(), "state": state_of(self.context)}


class AssessmentPost(WritingService):
    """`POST <project>/@assessment`: formal and merit check. Body: `act` and what it needs."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now."""
        body, project = self.body, self.context
        note = text(body, "note")
        match text(body, "act"):
            case "call":
                operations.call_to_amend(project, note)
            case "pass":
                operations.pass_formal(project)
            case "refuse":
                operations.reject_formal(project, note)
            case "merit":
                operations.judge_merit(project, card_of(body), lines(body) if body.get("lines") else ())
            case "move":
                operations.move_pool(project, text(body, "pool"), note)
            case _:
                raise invalid("act", "not_in_list")
        return self.as_json(project)


class AppealDecisionPost(WritingService):
    """`POST <project>/@appeal-decision`: another body decides. Body: `upheld`, `note`."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now."""
        upheld = self.body.get("upheld")
        if not isinstance(upheld, bool):
            raise invalid("upheld", "required")
        operations.decide_appeal(self.context, upheld, text(self.body, "note"))
        return self.as_json(self.context)


class WorksPost(WritingService):
    """`POST <project>/@works`: what became of a winning project. Body: any of `transition`, `money`, `plan`."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now."""
        body, project = self.body, self.context
        if text(body, "transition"):
            operations.advance(project, text(body, "transition"), text(body, "note"))
        if (money := body.get("money")) is not None:
            if not isinstance(money, dict):
                raise invalid("money", "not_a_count")
            amounts = [_count(money, name) for name in ("act", "contracted", "paid", "percent")]
            operations.report_money(project, *amounts, delay=text(money, "delay"))
        if (plan := body.get("plan")) is not None:
            if not isinstance(plan, dict) or not isinstance(plan.get("milestones", []), list):
                raise invalid("plan", "not_in_list")
            stones = tuple(_milestone(item) for item in plan.get("milestones", []))
            operations.plan(project, stones, text(plan, "owner_unit"), text(plan, "case_sign"))
        return self.as_json(project)


class RealisationGet(RecordService):
    """`GET <edition>/@realisation`: money and works of the winning projects, with sums by pool."""

    def answer(self) -> dict[str, Any]:
        """Rows and sums; whole złoty; frozen reports with their digests."""
        url = self.context.absolute_url()
        reports = [file_json(file, f"{url}/@@report/{file.sha256}") for file in self.context.reports]
        return {"@id": f"{url}/@realisation", **realisation(self.context), "reports": reports}


class ReportsPost(WritingService):
    """`POST <edition>/@reports`: freeze the report of the running quarter."""

    def answer(self) -> dict[str, Any]:
        """201 with the file; 409 when the quarter has one."""
        file = freeze_report(self.context)
        self.request.response.setStatus(201)
        return file_json(file, f"{self.context.absolute_url()}/@@report/{file.sha256}")


def proposal_of(body: dict[str, Any]) -> Proposal:
    """The proposal a body tells of."""
    names = body.get("supporters") or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names) or len(names) > 10_000:
        raise invalid("supporters", "json_not_text")
    fields = {
        name: text(body, name)
        for name in ("title", "summary", "body", "pool", "place", "author", "email", "parcel")
    }
    return Proposal(**fields, lines=lines(body), supporters=tuple(names))


def lines(body: dict[str, Any]) -> tuple[CostLine, ...]:
    """Cost lines of a body."""
    try:
        return lines_of(body.get("lines", []))
    except ValueError as error:
        raise invalid("lines", "lines_shape") from error


def card_of(body: dict[str, Any]) -> Any:
    """The merit card of a body."""
    try:
        return verdicts_of(body.get("card"))
    except ValueError as error:
        raise invalid("card", "verdicts_shape") from error


def _count(body: dict[str, Any], name: str) -> int:
    value = body.get(name, 0)
    if isinstance(value, bool) or not isinstance(value, int):
        raise invalid(name, "not_a_count")
    return value


def _milestone(item: Any) -> Milestone:
    if not isinstance(item, dict):
        raise invalid("milestones", "not_in_list")
    planned: date | None = day(item, "planned_on")
    if planned is None or not text(item, "title"):
        raise invalid("milestones", "required")
    return Milestone(text(item, "title"), planned, day(item, "done_on"))
