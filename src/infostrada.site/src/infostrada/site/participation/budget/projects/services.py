"""Projects over REST."""

from datetime import date
from infostrada.site.participation.budget.projects import drafts
from infostrada.site.participation.budget.projects import operations
from infostrada.site.participation.budget.projects.browser.words import PRICE_WORDS
from infostrada.site.participation.budget.projects.content import Milestone
from infostrada.site.participation.budget.projects.land import look_up
from infostrada.site.participation.budget.projects.lists import add_lists
from infostrada.site.participation.budget.projects.lists import scanned
from infostrada.site.participation.budget.projects.merging import agree_to_merge
from infostrada.site.participation.budget.projects.merging import by_number
from infostrada.site.participation.budget.projects.merging import drop_offer
from infostrada.site.participation.budget.projects.merging import offer_merge
from infostrada.site.participation.budget.projects.papers import attach
from infostrada.site.participation.budget.projects.papers import detach
from infostrada.site.participation.budget.projects.pictures import cleaned
from infostrada.site.participation.budget.projects.pictures import MOST_PHOTOS
from infostrada.site.participation.budget.projects.pictures import stored
from infostrada.site.participation.budget.projects.prices import prices_of
from infostrada.site.participation.budget.projects.prices import prices_of_rows
from infostrada.site.participation.budget.projects.prices import set_prices
from infostrada.site.participation.budget.projects.reports import freeze_report
from infostrada.site.participation.budget.projects.reports import realisation
from infostrada.site.participation.budget.projects.rules import CostLine
from infostrada.site.participation.budget.projects.rules import lines_of
from infostrada.site.participation.budget.projects.rules import Proposal
from infostrada.site.participation.budget.projects.rules import verdicts_of
from infostrada.site.participation.budget.projects.rules import written_lines
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import say
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.serializers import file_json
from infostrada.site.records.upload import from_json
from infostrada.site.records.upload import Upload
from infostrada.site.records.workflow import state_of
from typing import Any


class ProposalsPost(WritingService):
    """`POST <edition>/@proposals`: a resident's project, or a draft's `key`. The answer's `key` opens the author's page."""

    def answer(self) -> dict[str, Any]:
        """201 with number, key and the idea of the support page; not public before its formal check."""
        body, edition, net = self.body, self.context, str(self.request.getClientAddr())
        photos = tuple(stored(data, alt) for data, alt in photos_of(body))
        lists = scanned(uploads_of(body, "lists"))
        if text(body, "key"):
            draft = drafts.resume(edition, text(body, "key"), net)
            if draft.project:
                raise Blocked([], reason="draft_sent")
            photos = (*drafts.photos_of(draft.id), *photos)
            sent = operations.Sent(draft.id, text(body, "key"), photos, lists)
            body = {**draft.values, **{name: value for name, value in body.items() if name != "key"}}
            body = draft_body(body)
        else:
            sent = operations.Sent(photos=photos, lists=lists)
        project, key = operations.propose(edition, proposal_of(body), sent, net)
        self.request.response.setStatus(201)
        self.request.response.setHeader("Cache-Control", "no-store")
        return {"@id": project.absolute_url(), "number": project.number, "key": key, "idea": project.idea}


class DraftsPost(WritingService):
    """`POST <edition>/@drafts`: keep an idea, change it (`key`), read it (`key` alone) or drop it (`drop`)."""

    def answer(self) -> dict[str, Any]:
        """201 with the key of a new draft, else what is kept; `idea` names its support page."""
        body, edition, net = self.body, self.context, str(self.request.getClientAddr())
        self.request.response.setHeader("Cache-Control", "no-store")
        key, values = text(body, "key"), {name: value for name, value in body.items() if name in DRAFT}
        if not key:
            idea, key = drafts.begin(edition, values, net)
            self._photos(idea)
            self.request.response.setStatus(201)
            return {"key": key, "idea": idea}
        if body.get("drop") is True:
            drafts.drop(edition, key, net)
            return {"state": "dropped"}
        draft = drafts.save(edition, key, values, net) if values else drafts.resume(edition, key, net)
        self._photos(draft.id)
        state = "sent" if draft.project else "draft"
        kept = [{"number": photo.number, "alt": photo.alt} for photo in drafts.photos(draft.id)]
        return {"idea": draft.id, "state": state, **draft.values, "photos": kept}

    def _photos(self, idea: str) -> None:
        for data, alt in photos_of(self.body):
            drafts.add_photo(idea, data, alt)


class LandGet(RecordService):
    """`GET <edition>/@land?parcel=049963_1.0001.12/3`: who holds a parcel, what plan and protection say of it."""

    def answer(self) -> dict[str, Any]:
        """Parcels with their checks; 400 for one no layer knows."""
        grounds = look_up(str(self.request.form.get("parcel", "")))
        items = [
            {"parcel": each.parcel, "area": each.area,
             "checks": [{"subject": check.subject, "tone": check.tone, "text": say(check.text, self.request)}
                        for check in each.checks]}
            for each in grounds
        ]  # fmt: skip
        return {"@id": f"{self.context.absolute_url()}/@land", "items": items}


class PricesGet(RecordService):
    """`GET <board>/@prices`: the list residents calculate with."""

    def answer(self) -> dict[str, Any]:
        """Whole złoty for a unit."""
        items = [
            {
                "what": price.what or say(PRICE_WORDS[price.name], self.request),
                "unit": price.unit,
                "price": price.price,
            }
            for price in prices_of(self.context)
        ]
        return {"@id": f"{self.context.absolute_url()}/@prices", "items": items}


class PricesPost(WritingService):
    """`POST <board>/@prices`: another list. Body: `items`, each with `what`, `unit`, `price`."""

    def answer(self) -> dict[str, Any]:
        """How many prices there are now."""
        prices = prices_of_rows(self.body.get("items"))
        set_prices(self.context, prices)
        return {"count": len(prices)}


class MergePost(WritingService):
    """`POST <project>/@merge`: propose to both authors that it is taken into another. Body: `into`, `note`, `lines`, `drop`."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now."""
        body, project = self.body, self.context
        if body.get("drop") is True:
            drop_offer(project)
        else:
            offer_merge(project, count_in(body, "into"), lines(body), text(body, "note"))
        return self.as_json(project)


class ProjectWithdrawalPost(WritingService):
    """`POST <project>/@withdrawal`: an official withdraws it. Body: `note`."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now."""
        operations.withdraw(self.context, text(self.body, "note"))
        return self.as_json(self.context)


class AttachmentsPost(WritingService):
    """`POST <project>/@attachments`: publish from the works (`file`, `title`, `alt`) or take back (`paper`, `reason`)."""

    def answer(self) -> dict[str, Any]:
        """The project as it is now; 201 when something was published."""
        body, project = self.body, self.context
        if text(body, "paper"):
            detach(project, text(body, "paper"), text(body, "reason"))
            return self.as_json(project)
        upload = from_json(body["file"], "file") if body.get("file") is not None else None
        attach(project, upload, text(body, "title"), text(body, "alt"))
        self.request.response.setStatus(201)
        return self.as_json(project)


class AuthorPost(WritingService):
    """`POST <project>/@author`: look, amend, appeal, withdraw, agree to merge, add lists. Body: `key`, `act`, `note`…"""

    def answer(self) -> dict[str, Any]:
        """The state it is in now."""
        body, project, net = self.body, self.context, str(self.request.getClientAddr())
        self.request.response.setHeader("Cache-Control", "no-store")
        key, act = text(body, "key"), text(body, "act")
        if act == "look":
            operations.check_author(project, key, net)
        elif act == "amend":
            operations.amend(project, key, proposal_of(body), net)
        elif act == "appeal":
            operations.appeal(project, key, text(body, "note"), net)
        elif act == "withdraw":
            operations.withdraw(project, text(body, "note"), key, net)
        elif act == "lists":
            add_lists(project, key, uploads_of(body, "lists"), net)
        elif act == "agree":
            offered = by_number(project.__parent__, count_in(body, "project"))
            if offered is None:
                raise invalid("project", "merge_unoffered")
            agree_to_merge(offered, key, net)
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
            amounts = [count_in(money, name) for name in ("act", "contracted", "paid", "percent")]
            act, contracted, paid, percent = amounts
            operations.report_money(project, act, contracted, paid, percent, text(money, "delay"))
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


DRAFT = (*drafts.FIELDS, "lines")


def draft_body(values: dict[str, Any]) -> dict[str, Any]:
    """A draft as the body of a proposal: lines with numbers, supporters as a list."""
    named = values.get("supporters")
    try:
        rows = [line._asdict() for line in written_lines(values.get("lines") or [])]
    except (ValueError, AttributeError) as error:
        raise invalid("lines", "lines_shape") from error
    return {**values, "lines": rows, "supporters": named.splitlines() if isinstance(named, str) else named}


def photos_of(body: dict[str, Any]) -> list[tuple[bytes, str]]:
    """Photographs of a body, made anew: `photos`, each a file with `alt`."""
    found = body.get("photos") or []
    if not isinstance(found, list) or len(found) > MOST_PHOTOS:
        raise invalid("photos", "photos_many")
    return [
        (cleaned(from_json(item, f"photos.{place}"), text(item, "alt"), f"photos.{place}"), text(item, "alt"))
        for place, item in enumerate(found)
    ]


def uploads_of(body: dict[str, Any], name: str) -> tuple[Upload, ...]:
    """Files of a body."""
    found = body.get(name) or []
    if not isinstance(found, list):
        raise invalid(name, "file_missing")
    return tuple(from_json(item, f"{name}.{place}") for place, item in enumerate(found))


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


def count_in(body: dict[str, Any], name: str) -> int:
    """A whole number of a body; 0 for none."""
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
