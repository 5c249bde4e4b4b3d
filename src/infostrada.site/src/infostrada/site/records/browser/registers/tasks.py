"""Tasks as a register."""

from collections.abc import Mapping
from collections.abc import Sequence
from infostrada.core.calendar import polish_today
from infostrada.site import _
from infostrada.site.desk.register.page import RegisterPage
from infostrada.site.desk.register.parts import Act
from infostrada.site.desk.register.parts import Choice
from infostrada.site.desk.register.parts import day
from infostrada.site.desk.register.parts import fixed
from infostrada.site.desk.register.parts import Option
from infostrada.site.desk.register.parts import plain
from infostrada.site.desk.register.parts import Shown
from infostrada.site.desk.register.parts import View
from infostrada.site.desk.words import termed
from infostrada.site.records.actor import name_of
from infostrada.site.records.browser.registers.choices import me
from infostrada.site.records.browser.registers.choices import mine
from infostrada.site.records.browser.registers.choices import TERM
from infostrada.site.records.browser.registers.columns import STATE
from infostrada.site.records.listings import TASKS
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.operations import finish_task
from typing import Any


def due(row: Mapping[str, Any], page: Any) -> dict[str, Any]:
    """Cell with the term; it warns while the task is open."""
    return termed(row["due_on"], page.request, today=polish_today(), running=row["state"] == "open")


class TasksPage(RegisterPage):
    """Tasks the visitor may see, the nearest term first."""

    name = "tasks"
    heading = _("Tasks")
    caption = _("List of tasks")
    listing = TASKS
    contract = ITask
    columns = (
        Shown("title", _("Matter"), plain("title")),
        Shown("about", _("RPW number or sign"), plain("about_label"), once=True),
        Shown("disposition", _("Disposition"), plain("disposition")),
        Shown("due", _("Term"), due, order="due", once=True),
        Shown("assignee", _("To whom"), plain("assignee_name")),
        Shown("author", _("Given by"), plain("author_name")),
        Shown("given", _("Given"), day("given_at"), order="given", once=True),
        STATE,
        Shown("done", _("Ended"), day("done_at"), usual=False, once=True),
    )  # fmt: skip
    choices = (
        Choice(
            "state",
            _("State"),
            fixed(
                Option("open", _("open tasks"), {"state": "open"}),
                Option("done", _("tasks done"), {"state": "done"}),
                Option("withdrawn", _("tasks taken back"), {"state": "withdrawn"}),
                Option("any", _("all tasks")),
            ),
        ),
        TERM,
        Choice(
            "whose",
            _("To whom"),
            lambda page: (
                Option("", _("given to anybody")),
                Option("me", _("given to me or to my post"), {"assignee": mine()}),
                Option("by-me", _("given by me"), {"author_name": name_of(me())}),
            ),
        ),
    )
    views = (
        View(_("Open tasks"), {}),
        View(_("Mine"), {"whose": "me"}),
        View(_("Given by me"), {"whose": "by-me"}),
        View(_("Overdue"), {"term": "past"}),
    )

    @property
    def acts(self) -> Sequence[Act]:
        """Many tasks done at once."""
        return (
            Act(
                "finish",
                _("The ticked tasks are done"),
                lambda task, page: finish_task(task, page.text("outcome")),
                lambda page: ({"name": "outcome", "label": _("Outcome")},),
            ),
        )
