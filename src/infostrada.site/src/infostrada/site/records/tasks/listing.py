"""Row of a task in the work lists."""

from infostrada.core.record.interfaces import IListingRow
from infostrada.core.record.tables import register_listing_table
from infostrada.site.records.tasks.interfaces import ITask
from typing import Any
from zope.component import adapter
from zope.interface import implementer


TABLE = "site.task_listing"
register_listing_table(TABLE, of="records_task")


@implementer(IListingRow)
@adapter(ITask)
class TaskRow:
    """Columns of `site.task_listing`."""

    def __init__(self, task: ITask) -> None:
        self.task = task

    def values(self) -> dict[str, Any]:
        """What "my work" shows without waking the task."""
        task = self.task
        return {
            "about": task.about,
            "about_kind": task.about_kind,
            "about_label": task.about_label,
            "assignee": task.assignee,
            "assignee_name": task.assignee_name,
            "author_name": task.author.name,
            "disposition": task.disposition,
            "due_on": task.due_on.isoformat() if task.due_on else None,
            "given_at": task.given_at.isoformat(),
            "done_at": task.done_at.isoformat() if task.done_at else None,
        }
