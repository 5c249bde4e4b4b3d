"""REST: planning the publication of an entry."""

from datetime import datetime
from infostrada.site.bip.timing.operations import plan_entry
from infostrada.site.bip.timing.operations import unplan_entry
from infostrada.site.records.problems import invalid
from infostrada.site.records.rest import day
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from typing import Any


class PlanPost(WritingService):
    """`POST <entry>/@plan`: publish later. Body: `publish_at`, and `until` and `confirmation` when wanted."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        body = self.body
        plan_entry(
            self.context, moment_of(text(body, "publish_at")), text(body, "confirmation"), day(body, "until")
        )
        return self.as_json(self.context)


class PlanDelete(WritingService):
    """`DELETE <entry>/@plan`: take the planned entry back to a draft."""

    def answer(self) -> dict[str, Any]:
        """The entry as it is now."""
        unplan_entry(self.context)
        return self.as_json(self.context)


def moment_of(given: str) -> datetime:
    """A moment as ISO 8601; without a zone it is Polish time."""
    if not given:
        raise invalid("publish_at", "required")
    try:
        return datetime.fromisoformat(given)
    except ValueError as error:
        raise invalid("publish_at", "not_a_moment") from error
