"""REST: one act on many records, each with a result of its own."""

from infostrada.core import idempotency
from infostrada.core.errors.views import as_json
from infostrada.site.records.bulk import Outcome
from infostrada.site.records.bulk import perform
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rest import blockers_json
from infostrada.site.records.rest import say
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.workflow import state_of
from typing import Any


class BulkPost(WritingService):
    """`POST <unit>/@bulk`: one act on up to 200 records, each answered for by itself.

    Body: `act` (accept, reject, submit, assign, scan, shelve, void, return, finish_task, close, finish_case,
    send, send_by_network, cancel), `items` (UIDs, or objects with `uid` and members of their own), and the
    members the act takes for all items. `Idempotency-Key` makes a repeated `assign` safe; the other acts are
    refused by the state when they are repeated.
    """

    def answer(self) -> dict[str, Any]:
        """How many were done, and each item's status, reason and words."""
        require("infostrada.site: Use the records desk", self.context)
        body = self.body
        name = text(body, "act")
        shared = {key: value for key, value in body.items() if key not in ("act", "items")}
        items = self._items(body.get("items"), shared)
        if idempotency.begin(self.request) is not None:
            return {"act": name, "repeated": True, "done": 0, "refused": 0, "items": []}
        outcomes = perform(name, items, near=self.context)
        made = next((each.made for each in outcomes if each.made), None)
        if made is not None:
            idempotency.finish(self.request, made)
        done = sum(each.problem is None for each in outcomes)
        return {
            "act": name,
            "repeated": False,
            "done": done,
            "refused": len(outcomes) - done,
            "items": [self._outcome(each) for each in outcomes],
        }

    def _items(self, given: Any, shared: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
        if not isinstance(given, list):
            raise invalid("items", "json_not_a_list")
        found = []
        for each in given:
            own = {"uid": each} if isinstance(each, str) else each
            if not isinstance(own, dict) or not isinstance(own.get("uid"), str):
                raise invalid("items", "unknown_object")
            found.append((own["uid"], {**shared, **own}))
        return found

    def _outcome(self, outcome: Outcome) -> dict[str, Any]:
        problem = outcome.problem
        found: dict[str, Any] = {"uid": outcome.uid, "status": outcome.status}
        if problem is None:
            found |= {"@id": outcome.obj.absolute_url(), "state": state_of(outcome.obj), "made": outcome.made}
            return found
        found["problem"] = as_json(problem, self.request)
        if isinstance(problem, InvalidData):
            found["problem"]["faults"] = [
                {"field": each.field, "reason": each.reason, "message": say(each.text, self.request)}
                for each in problem.faults
            ]
        if isinstance(problem, Blocked):
            found["problem"]["blockers"] = blockers_json(problem, self.request)
        return found
