"""Living editions over REST; each service calls the operation its page calls."""

from infostrada.core import idempotency
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.rounds.operations import adopt_regulation
from infostrada.site.participation.budget.rounds.operations import announce
from infostrada.site.participation.budget.rounds.operations import change_terms
from infostrada.site.participation.budget.rounds.operations import freeze
from infostrada.site.participation.budget.rounds.operations import open_round
from infostrada.site.participation.budget.rounds.operations import Plan
from infostrada.site.participation.budget.terms.presets import preset
from infostrada.site.participation.budget.terms.presets import presets
from infostrada.site.records.find import by_uid
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from plone.uuid.interfaces import IUUID
from typing import Any


class PresetsGet(RecordService):
    """`GET <board>/@presets`: practices of towns a regulation can begin with."""

    def answer(self) -> dict[str, Any]:
        """All of them."""
        return {
            "items": [
                {"name": name, "title": title, "rules": preset(name)} for name, title in presets().items()
            ]
        }


class RegulationsPost(WritingService):
    """`POST <board>/@regulations`: enter a standing resolution. Body: `title`, `resolution`, `adopted_on`, `rules` or `preset`."""

    def answer(self) -> dict[str, Any]:
        """201 with the regulation."""
        body = self.body
        name = text(body, "preset")
        if name and name not in presets():
            raise invalid("preset", "not_in_list")
        rules = preset(name) if name else body.get("rules")
        made = adopt_regulation(
            self.context, text(body, "title"), text(body, "resolution"), day(body, "adopted_on"), rules
        )
        return self.created(made)


class RoundsPost(WritingService):
    """`POST <board>/@rounds`: an edition in draft. Body: `title`, `year`, `expenditure`, `pools`, `phases`, `changes`."""

    def answer(self) -> dict[str, Any]:
        """201 with the edition."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, IBudgetRound, near=self.context))
        edition = open_round(self.context, plan_of(self.body))
        idempotency.finish(self.request, IUUID(edition))
        return self.created(edition)


class TermsPatch(WritingService):
    """`PATCH <edition>/@terms`: new terms for an edition in draft."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now."""
        change_terms(self.context, plan_of(self.body))
        return self.as_json(self.context)


class AnnouncementPost(WritingService):
    """`POST <edition>/@announcement`: make the terms public."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now."""
        announce(self.context)
        return self.as_json(self.context)


class FreezePost(WritingService):
    """`POST <edition>/@freeze`: draw the ballot, freeze the terms. Body: `seed`, `members`: logins of the commission."""

    def answer(self) -> dict[str, Any]:
        """The edition as it is now; each member fetches the own piece of the key from `@piece`."""
        members = self.body.get("members")
        if not isinstance(members, list) or not all(isinstance(login, str) for login in members):
            raise invalid("members", "members_number")
        freeze(self.context, text(self.body, "seed"), members)
        return self.as_json(self.context)


def plan_of(body: dict[str, Any]) -> Plan:
    """The plan a body tells of."""
    changes = body.get("changes")
    if changes is not None and not isinstance(changes, dict):
        raise invalid("changes", "terms_shape")
    return Plan(
        text(body, "title"),
        body.get("year"),
        body.get("expenditure", 0),
        body.get("pools"),
        body.get("phases"),
        changes,
    )
