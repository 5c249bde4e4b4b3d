"""REST: a unit's participatory budget, editions brought in and made public."""

from infostrada.core import idempotency
from infostrada.site.participation.budget.editions.interfaces import IBudgetEdition
from infostrada.site.participation.budget.editions.operations import BallotsFaulty
from infostrada.site.participation.budget.editions.operations import bring_in
from infostrada.site.participation.budget.editions.operations import open_board
from infostrada.site.participation.budget.editions.operations import PastEdition
from infostrada.site.participation.budget.editions.operations import publish_edition
from infostrada.site.participation.budget.editions.operations import withdraw_edition
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import RefusalJSON
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.upload import from_json
from plone.uuid.interfaces import IUUID
from typing import Any


class BoardPost(WritingService):
    """`POST <unit>/@budget`: give the unit its participatory budget."""

    def answer(self) -> dict[str, Any]:
        """201 with the board."""
        return self.created(open_board(self.context))


class EditionsPost(WritingService):
    """`POST <board>/@editions`: an edition that is over. Body: `title`, `year`, `files`, `parameters`."""

    def answer(self) -> dict[str, Any]:
        """201 with the edition, which nobody outside sees yet."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IBudgetEdition, near=self.context))
        edition = bring_in(self.context, self.data())
        idempotency.finish(self.request, IUUID(edition))
        return self.created(edition)

    def data(self) -> PastEdition:
        """The edition the body tells of."""
        body = self.body
        year = body.get("year")
        if year is not None and (isinstance(year, bool) or not isinstance(year, int)):
            raise invalid("year", "not_a_count")
        files = body.get("files", [])
        if not isinstance(files, list):
            raise invalid("files", "file_missing")
        uploads = tuple(from_json(item, f"files.{number}") for number, item in enumerate(files))
        return PastEdition(text(body, "title"), year, uploads, body.get("parameters"))


class EditionPublicationPost(WritingService):
    """`POST <edition>/@publication`: make an edition public."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now."""
        publish_edition(self.context)
        return self.as_json(self.context)


class EditionWithdrawalPost(WritingService):
    """`POST <edition>/@withdrawal`: take a published past edition back. Body: `reason`."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now."""
        withdraw_edition(self.context, text(self.body, "reason"))
        return self.as_json(self.context)


class BallotsFaultyJSON(RefusalJSON):
    """A file that cannot be counted, with its report by line."""

    def members(self) -> dict[str, Any]:
        """The usual members and `report`."""
        problem = self.problem
        assert isinstance(problem, BallotsFaulty)
        report = [
            {"line": fault.line, "level": fault.level, "code": fault.code, "words": fault.words}
            for fault in problem.report
        ]
        return {**super().members(), "file": problem.filename, "report": report}
