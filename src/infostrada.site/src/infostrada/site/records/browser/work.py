"""My work, the task and the desk's front page."""

from infostrada.site import _
from infostrada.site.records import listings
from infostrada.site.records.actor import principals_of
from infostrada.site.records.browser.cases import case_register
from infostrada.site.records.browser.cases import my_cases
from infostrada.site.records.browser.page import DeskPage
from infostrada.site.records.browser.words import dated
from infostrada.site.records.browser.words import fact
from infostrada.site.records.browser.words import STATES
from infostrada.site.records.browser.words import when
from infostrada.site.records.find import record_at
from infostrada.site.records.tasks.operations import finish_task
from infostrada.site.records.tasks.operations import withdraw_task
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from Products.Five import BrowserView
from typing import Any


class MyWorkPage(DeskPage):
    """What waits for the person: tasks, documents to accept, open cases."""

    heading = _("My work")
    lead = _("Tasks with the nearest term come first.")

    @property
    def links(self) -> list[dict[str, Any]]:
        """The other desks."""
        url = self.unit.absolute_url()
        found = [
            {"label": _("Cases"), "url": f"{url}/@@cases"},
            {"label": _("Open a case"), "url": f"{url}/@@open-case"},
        ]
        if self.may("infostrada.site: View the register of letters"):
            found.append({"label": _("Register of letters"), "url": f"{url}/@@letters"})
        return found

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Three tables."""
        unit_id = self.unit.unit_id
        mine = principals_of(api.user.get_current().getId())
        tasks = listings.my_tasks(unit_id, mine)
        waiting = listings.awaiting(unit_id, mine)
        return [
            {"id": "tasks", "title": _("Tasks"), "register": self._tasks(tasks)},
            {"id": "waiting", "title": _("To be accepted"), "register": self._waiting(waiting)},
            {
                "id": "cases",
                "title": _("My open cases"),
                "register": case_register(my_cases(unit_id), self.request),
            },
        ]

    def _url(self, path: str) -> str:
        return f"{self.request.physicalPathToURL(path.split('/'))}/view"

    def _tasks(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "caption": _("Tasks given to me or to my post"),
            "columns": [
                {"name": "title", "label": _("Matter")},
                {"name": "about", "label": _("RPW number or sign")},
                {"name": "disposition", "label": _("Disposition")},
                {"name": "due", "label": _("Term")},
                {"name": "author", "label": _("By whom")},
            ],
            "rows": [
                {
                    "id": row["uid"],
                    "title": row["title"],
                    "url": self._url(row["about_path"] or row["path"]),
                    "cells": {
                        "title": {"text": row["title"]},
                        "about": {"text": row["about_label"]},
                        "disposition": {"text": row["disposition"], "url": self._url(row["path"])},
                        "due": dated(row["due_on"], self.request),
                        "author": {"text": row["author_name"]},
                    },
                }
                for row in rows
            ],
        }

    def _waiting(self, rows: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "caption": _("Documents waiting for my acceptance"),
            "columns": [
                {"name": "title", "label": _("Title of the document")},
                {"name": "sign", "label": _("Sign of the case")},
                {"name": "kind", "label": _("Kind of document")},
                {"name": "author", "label": _("Author")},
                {"name": "submitted", "label": _("Submitted")},
            ],
            "rows": [
                {
                    "id": row["uid"],
                    "title": row["title"],
                    "url": self._url(row["path"]),
                    "cells": {
                        "title": {"text": row["title"]},
                        "sign": {"text": row["case_sign"]},
                        "kind": {"text": row["document_kind"]},
                        "author": {"text": row["author_name"]},
                        "submitted": dated(row["submitted_at"], self.request),
                    },
                }
                for row in rows
            ],
        }


class TaskPage(DeskPage):
    """A task: what is to be done and the two ways it ends."""

    @property
    def lead(self) -> str:
        """Number or sign of what it is about."""
        label: str = self.context.about_label
        return label

    @property
    def links(self) -> list[dict[str, Any]]:
        """What the task is about."""
        about = record_at(self.context.about)
        found = [{"label": _("My work"), "url": f"{self.unit.absolute_url()}/@@my-work"}]
        if about is not None and self.may("View", about):
            found.insert(0, {"label": about.title, "url": f"{about.absolute_url()}/view"})
        return found

    @property
    def facts(self) -> list[dict[str, Any]]:
        """The dekretacja."""
        task, request = self.context, self.request
        return [
            fact(_("State"), STATES[state_of(task)][0]),
            fact(_("To whom"), task.assignee_name),
            fact(_("Disposition"), task.disposition),
            fact(_("Term"), when(task.due_on, request)),
            fact(_("Instruction"), task.instruction),
            fact(_("By whom"), task.author.name),
            fact(_("Given"), when(task.given_at, request)),
            fact(_("Ended"), when(task.done_at, request)),
            fact(_("Outcome"), task.outcome),
        ]

    @property
    def sections(self) -> list[dict[str, Any]]:
        """Finish it, or take it back."""
        task = self.context
        if state_of(task) != "open":
            return []
        forms = []
        if self.may("infostrada.site: Finish tasks"):
            field = {"name": "outcome", "label": _("Outcome"), "kind": "textarea"}
            forms.append(self.one("finish", _("Done"), field))
        if api.user.get_current().getId() == task.author.id:
            field = {"name": "reason", "label": _("Reason"), "required": True}
            forms.append(self.one("withdraw", _("Take back"), field, tone="btn-danger"))
        return [{"id": "end", "title": _("End of the task"), "forms": forms}] if forms else []

    def do_finish(self) -> str:
        """Done."""
        finish_task(self.context, self.text("outcome"))
        return f"{self.unit.absolute_url()}/@@my-work"

    def do_withdraw(self) -> str:
        """Taken back."""
        withdraw_task(self.context, self.text("reason"))
        return f"{self.unit.absolute_url()}/@@my-work"


class ToMyWork(BrowserView):
    """The folders of records have no page of their own: they lead to the work list."""

    def __call__(self) -> Any:
        """Go on to the unit's work list."""
        return self.request.response.redirect(f"{unit_of(self.context).absolute_url()}/@@my-work")
