"""REST: dekretacja, finishing tasks, my work."""

from infostrada.core import idempotency
from infostrada.core.record.row import unit_of
from infostrada.site.records.actor import principals_of
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.find import by_uid
from infostrada.site.records.mywork import my_work
from infostrada.site.records.problems import require
from infostrada.site.records.rest import day
from infostrada.site.records.rest import RecordService
from infostrada.site.records.rest import text
from infostrada.site.records.rest import WritingService
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.operations import ask
from infostrada.site.records.tasks.operations import assign
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.tasks.rules import Order
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any


class TasksPost(WritingService):
    """`POST <letter or case>/@tasks`: give it to a person or post.

    Body: `assignee` (login or `post:<id>`), `disposition`, `due_on`, `instruction`.
    """

    def answer(self) -> dict[str, Any]:
        """201 with the task."""
        done = idempotency.begin(self.request)
        if done is not None:
            return self.created(by_uid(done, ITask, near=self.context))
        body = self.body
        order = Order(
            assignee=text(body, "assignee"),
            disposition=text(body, "disposition"),
            due_on=day(body, "due_on"),
            instruction=text(body, "instruction"),
        )
        give = ask if ICase.providedBy(self.context) else assign
        task = give(self.context, order)
        idempotency.finish(self.request, IUUID(task))
        return self.created(task)


class TaskEndPost(WritingService):
    """`POST <task>/@task-end`: finish it (`outcome`) or, as its author, take it back (`reason`)."""

    def answer(self) -> dict[str, Any]:
        """The task as it is now."""
        body = self.body
        if "reason" in body:
            withdraw_task(self.context, text(body, "reason"))
        else:
            finish_task(self.context, text(body, "outcome"))
        return self.as_json(self.context)


class MyWorkGet(RecordService):
    """`GET <unit>/@my-work`: open tasks, documents to accept, drafts and open cases of the person."""

    def answer(self) -> dict[str, Any]:
        """Four lists, each at most 200 rows."""
        require("infostrada.site: Use the records desk", self.context)
        unit = unit_of(self.context) or ""
        found = my_work(unit, principals_of(api.user.get_current().getId()))
        lists = {name: [self._row(row) for row in rows] for name, rows in found.items()}
        return {"@id": f"{self.context.absolute_url()}/@my-work", **lists}

    def _row(self, row: dict[str, Any]) -> dict[str, Any]:
        shown = {name: value for name, value in row.items() if not name.endswith("path")}
        return {"@id": self.request.physicalPathToURL(row["path"].split("/")), **shown}
