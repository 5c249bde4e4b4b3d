"""REST: letters of the procedure the code wants, and the answer to a call."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.procedure import sorts_on
from infostrada.site.records.cases.proceeding import draft_letter
from infostrada.site.records.cases.proceeding import note_answer
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.serializers import iso
from typing import Any


def procedure_json(case: Case) -> dict[str, Any]:
    """The letters drafted so far, and the sorts that may be drafted today."""
    return {
        "@id": f"{case.absolute_url()}/@procedure",
        "items": [
            {**one._asdict(), "made_on": iso(one.made_on), "answered_on": iso(one.answered_on)}
            for one in case.procedure
        ],
        "sorts": [
            {
                "sort": each.key,
                "basis": each.basis,
                "title": each.title,
                "document_kind": each.document_kind,
                "needs": list(each.needs),
                "least_days": each.least,
            }
            for each in sorts_on(polish_today())
        ],
    }


class ProcedureGet(RecordService):
    """`GET <case>/@procedure`: letters of the procedure drafted in the case, and which sorts there are."""

    def answer(self) -> dict[str, Any]:
        """Both lists."""
        return procedure_json(self.context)


class ProcedurePost(ActService):
    """`POST <case>/@procedure`: draft a letter, or note the answer to a call, named by `act`.

    `draft` (`sort`, `what`, `days`, `authority`), `answered` (`document`, `answered_on`).
    """

    def answer(self) -> dict[str, Any]:
        """Both lists as they are now."""
        body, case = self.body, self.context
        act = text(body, "act")
        if act == "draft":
            days = body.get("days", 0)
            if not isinstance(days, int) or isinstance(days, bool):
                raise invalid("days", "not_a_count")
            draft_letter(
                case,
                text(body, "sort"),
                what=text(body, "what"),
                days=days,
                authority=text(body, "authority"),
            )
        elif act == "answered":
            note_answer(case, text(body, "document"), day(body, "answered_on"))
        else:
            raise invalid("act", "not_in_list")
        return procedure_json(case)
