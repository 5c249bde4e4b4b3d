"""REST: the participants of a case."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.participants import add_participant
from infostrada.site.records.cases.participants import remove_participant
from infostrada.site.records.cases.representation import attorneys_of
from infostrada.site.records.cases.representation import Participant
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from typing import Any


def participants_json(case: Case) -> dict[str, Any]:
    """Everybody who takes part, and to whom letters of a party go instead."""
    today = polish_today()
    items = []
    for place, each in enumerate(case.parties):
        instead = attorneys_of(case.parties, each.name, today)
        items.append(
            {
                "place": place,
                **each._asdict(),
                "served_to": [attorney.name for attorney, _rule in instead],
                "basis": instead[0][1].basis if instead else None,
            }
        )
    return {"@id": f"{case.absolute_url()}/@participants", "items": items}


class ParticipantsGet(RecordService):
    """`GET <case>/@participants`: parties, attorneys and others, with who is served instead of whom."""

    def answer(self) -> dict[str, Any]:
        """The list."""
        return participants_json(self.context)


class ParticipantsPost(ActService):
    """`POST <case>/@participants`: an act on the list, named by `act`.

    `add` (`name`, `role`, `uid`; of an attorney `represents`, `scope`, `power`, `fee`; `channel`), `remove`
    (`place`, `reason`).
    """

    def answer(self) -> dict[str, Any]:
        """The list as it is now."""
        body, case = self.body, self.context
        act = text(body, "act")
        if act == "add":
            add_participant(case, Participant(**{name: text(body, name) for name in Participant._fields}))
        elif act == "remove":
            place = body.get("place")
            if not isinstance(place, int) or isinstance(place, bool):
                raise invalid("place", "json_not_a_number")
            remove_participant(case, place, text(body, "reason"))
        else:
            raise invalid("act", "not_in_list")
        return participants_json(case)
