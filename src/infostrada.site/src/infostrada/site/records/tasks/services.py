"""REST: dekretacja, finishing tasks, my work."""

from infostrada.core import idempotency
from infostrada.core.queries import whole
from infostrada.core.record.addresses import Addresses
from infostrada.core.record.pages import LARGEST_PAGE
from infostrada.core.record.row import unit_of
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import principals_of
from infostrada.site.records.archive.operations import APPROVE
from infostrada.site.records.archive.operations import KEEP
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.find import by_uid
from infostrada.site.records.mywork import my_work
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.rest import ActService
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import correct_task
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.operations import note_transcription
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.tasks.routing import Absence
from infostrada.site.records.tasks.routing import absences
from infostrada.site.records.tasks.routing import add_absence
from infostrada.site.records.tasks.routing import end_absence
from infostrada.site.records.tasks.routing import fits_today
from infostrada.site.records.tasks.routing import keep_rules
from infostrada.site.records.tasks.routing import Rule
from infostrada.site.records.tasks.routing import rules
from infostrada.site.records.tasks.routing import TRIED
from infostrada.site.records.tasks.rules import Order
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


def order_of(body: dict[str, Any]) -> Order:
    """A dekretacja as a body tells it."""
    return Order(
        assignee=text(body, "assignee"),
        disposition=text(body, "disposition"),
        due_on=day(body, "due_on"),
        instruction=text(body, "instruction"),
        sign_off=text(body, "sign_off"),
    )


class TasksPost(WritingService):
    """`POST <letter or case>/@tasks`: give it to a person or post.

    Body: `assignee` (login or `post:<id>`), `disposition`, `due_on`, `instruction`, `sign_off`.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the task."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, ITask, near=self.context))
        order = order_of(self.body)
        give = ask if ICase.providedBy(self.context) else assign
        task = give(self.context, order)
        idempotency.finish(self.request, IUUID(task))
        return self.created(task)


class TaskEndPost(ActService):
    """`POST <task>/@task-end`: finish it (`outcome`) or, as its author, take it back (`reason`).

    With `instead` (a dekretacja: `assignee`, `disposition`, `due_on`, `instruction`, `sign_off`) the author gives it
    anew in the same act and the new task is answered (201). `transcribed` true notes that it was rewritten by hand
    onto the paper (dekretacja zastępcza).
    """

    def answer(self) -> dict[str, Any]:
        """The task as it is now, or the new one."""
        body = self.body
        if body.get("transcribed") is True:
            note_transcription(self.context)
            return self.as_json(self.context)
        instead = body.get("instead")
        if instead is not None:
            if not isinstance(instead, dict):
                raise invalid("instead", "json_not_an_object")
            return self.created(correct_task(self.context, order_of(instead), text(body, "reason")))
        if "reason" in body:
            withdraw_task(self.context, text(body, "reason"))
        else:
            finish_task(self.context, text(body, "outcome"))
        return self.as_json(self.context)


class MyWorkGet(RecordService):
    """`GET <unit>/@my-work`: open tasks, letters that could not be sent, documents to accept, drafts, open cases.

    Who keeps the archive has `handovers` too, who approves destruction `disposals`.
    `size` rows of each at most (200), and in `totals` how many there are, counted up to 1,000.
    """

    def answer(self) -> dict[str, Any]:
        """The lists, and how many rows each has."""
        require("infostrada.site: Use the records desk", self.context)
        unit = unit_of(self.context) or ""
        found = my_work(
            unit,
            principals_of(str(api.user.get_current().getId())),
            keeper=api.user.has_permission(KEEP, obj=self.context),
            approver=api.user.has_permission(APPROVE, obj=self.context),
            size=self._size(),
        )
        address = Addresses(self.context, self.request)
        lists = {name: [_row(row, address) for row in rows] for name, rows in found.lists.items()}
        return {"@id": f"{self.context.absolute_url()}/@my-work", **lists, "totals": found.totals}

    def _size(self) -> int:
        return whole(self.request.form, "size", LARGEST_PAGE, least=1, most=LARGEST_PAGE, reason="bad_size")


def _row(row: dict[str, Any], address: Addresses) -> dict[str, Any]:
    shown = {name: value for name, value in row.items() if not name.endswith("path")}
    return {"@id": address.of(row["path"]), **shown}


def _routing_json(unit: Any) -> dict[str, Any]:
    return {
        "@id": f"{unit.absolute_url()}/@routing",
        "rules": [rule._asdict() for rule in rules(unit)],
        "absences": [
            {**each._asdict(), "first": each.first.isoformat(), "last": each.last.isoformat()}
            for each in absences(unit)
        ],
    }


class RoutingGet(RecordService):
    """`GET <unit>/@routing`: rules of auto-dekretacja and absences with their substitutes.

    Query: `try=1` with any of `document_kind`, `delivery_method`, `sender`, `title`, `class_symbol` tells which rules
    such a letter fits, in their order, and who would get it; the first with somebody wins.
    """

    def answer(self) -> dict[str, Any]:
        """Both lists, and what was tried."""
        form = self.request.form
        if not form.get("try"):
            return _routing_json(self.context)
        found = fits_today(self.context, {name: str(form.get(name) or "") for name in TRIED})
        told = [
            {"rule": rule.name, "to": to or None, "name": name_of(to) if to else None} for rule, to in found
        ]
        return {**_routing_json(self.context), "fitting": told}


class RoutingPut(WritingService):
    """`PUT <unit>/@routing`: replace the rules.

    Body: `rules`, each with `name`, `assignee`, `disposition`, `days` and at least one of
    `document_kind`, `delivery_method`, `sender`, `words`, `class_symbol`. Of several that fit the first wins.
    """

    def answer(self) -> dict[str, Any]:
        """Both lists as they are now."""
        given = self.body.get("rules")
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            raise invalid("rules", "json_not_a_list")
        keep_rules(self.context, [self._rule(each) for each in given])
        return _routing_json(self.context)

    def _rule(self, given: dict[str, Any]) -> Rule:
        days = given.get("days", 0)
        words = {name: text(given, name) for name in Rule._fields if name != "days"}
        return Rule(**words, days=days if isinstance(days, int) else -1)


class AbsencesPost(ActService):
    """`POST <unit>/@absences`: note an absence, or take one back.

    Body: `person` (without it oneself), `substitute`, `first`, `last`; or `end`, the absence's place.
    """

    def answer(self) -> dict[str, Any]:
        """Both lists as they are now."""
        body, unit = self.body, self.context
        if "end" in body:
            place = body["end"]
            end_absence(unit, place if isinstance(place, int) else -1)
        else:
            first, last = day(body, "first"), day(body, "last")
            if first is None or last is None:
                raise invalid("first" if first is None else "last", "required")
            person = text(body, "person") or str(api.user.get_current().getId())
            add_absence(unit, Absence(person, text(body, "substitute"), first, last))
        return _routing_json(unit)
