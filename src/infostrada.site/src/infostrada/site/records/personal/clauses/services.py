"""REST: wordings of the clause, and its giving in a case."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.personal.clauses.operations import enter_wording
from infostrada.site.records.personal.clauses.operations import give_clause
from infostrada.site.records.personal.clauses.operations import wording_now
from infostrada.site.records.personal.clauses.operations import wordings
from infostrada.site.records.personal.clauses.rules import Given
from infostrada.site.records.personal.clauses.rules import in_use
from infostrada.site.records.personal.clauses.rules import without_clause
from infostrada.site.records.personal.clauses.rules import Wording
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


def wording_json(wording: Wording, *, used: bool) -> dict[str, Any]:
    """A wording with its text."""
    return {
        **wording._asdict(),
        "first": wording.first.isoformat(),
        "classes": list(wording.classes),
        "by": wording.by._asdict(),
        "at": wording.at.isoformat(),
        "sha256": wording.sha256,
        "in_use": used,
    }


def given_json(given: Given) -> dict[str, Any]:
    """A note of a case."""
    return {**given._asdict(), "day": given.day.isoformat(), "by": given.by._asdict()}


def clauses_json(unit: Any) -> dict[str, Any]:
    """All wordings of the office."""
    held = wordings(unit)
    used = in_use(held, polish_today())
    return {
        "@id": f"{unit.absolute_url()}/@clauses",
        "items": [wording_json(each, used=each in used) for each in held],
    }


def case_json(case: Any) -> dict[str, Any]:
    """What was given in a case, who still has nothing, what a letter carries now."""
    now = wording_now(case)
    return {
        "@id": f"{case.absolute_url()}/@clauses",
        "items": [given_json(each) for each in case.clauses],
        "missing": [each.name for each in without_clause(case.parties, case.clauses)],
        "now": {"clause": now.clause, "number": now.number} if now is not None else None,
    }


class ClausesGet(RecordService):
    """`GET <unit>/@clauses`: wordings of the clause of RODO art. 13, with their texts."""

    def answer(self) -> dict[str, Any]:
        """All of them."""
        return clauses_json(self.context)


class ClausesPost(WritingService):
    """`POST <unit>/@clauses`: the next wording of a clause. Body: `clause`, `text`, `first`, `classes`."""

    def answer(self) -> dict[str, Any]:
        """201 with all wordings."""
        body = self.body
        classes = body.get("classes", [])
        if not isinstance(classes, list) or not all(isinstance(each, str) for each in classes):
            raise invalid("classes", "json_not_a_list")
        enter_wording(
            self.context, text(body, "clause"), text(body, "text"), day(body, "first"), tuple(classes)
        )
        self.request.response.setStatus(201)
        return clauses_json(self.context)


class CaseClausesGet(RecordService):
    """`GET <case>/@clauses`: which wording of the clause was given to whom when, and to whom none."""

    def answer(self) -> dict[str, Any]:
        """The notes."""
        return case_json(self.context)


class CaseClausesPost(WritingService):
    """`POST <case>/@clauses`: note that the clause was given.

    Body: `name` (of a participant), `way` (letter, handed, form, shown, told), `day`, `clause` (else the one for the class),
    `document` (UID of the letter of the case it went with).
    """

    def answer(self) -> dict[str, Any]:
        """The notes as they are now."""
        body = self.body
        words = {name: text(body, name) for name in ("clause", "document")}
        give_clause(self.context, text(body, "name"), text(body, "way"), day=day(body, "day"), **words)
        return case_json(self.context)
