"""Dekretacja: give a letter or case to a person or post, and finish the task."""

from infostrada.core.calendar import polish_today
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import principals_of
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import LetterAssigned
from infostrada.site.records.find import by_uid
from infostrada.site.records.lists import HANDLING
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import READ
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import shard
from infostrada.site.records.store import TASKS
from infostrada.site.records.tasks.content import Task
from infostrada.site.records.tasks.interfaces import ITask
from infostrada.site.records.tasks.routing import is_addressee
from infostrada.site.records.tasks.routing import routed
from infostrada.site.records.tasks.rules import Order
from infostrada.site.records.tasks.rules import order_faults
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api
from plone.uuid.interfaces import IUUID
from typing import Any
from zope.event import notify


ASSIGN = "infostrada.site: Assign letters"
HANDLE = "infostrada.site: Handle letters"
FURTHER = "infostrada.site: Assign letters to anybody"


def assign(letter: Any, order: Order) -> Task:
    """Dekretacja of a letter; the addressee gets the right to read and deal with it.

    The office's head and registry assign freely. An addressee may pass on what was assigned to
    them within its limits (`tasks.rules`). Raises InvalidData, Forbidden or a Conflict.
    """
    require(ASSIGN, letter)
    act = deed(letter)
    above = None
    if not api.user.has_permission(FURTHER, obj=letter):
        above = _task_of(letter, act)
    faults = order_faults(order, today=polish_today(), above=above.order if above else None)
    if not any(field == "assignee" for field, _reason in faults):
        faults += [("assignee", "principal_unknown")] * (not is_addressee(order.assignee, act.unit))
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)
    if state_of(letter) not in ("registered", "incomplete", "assigned"):
        raise invalid("letter", "letter_not_open")
    return give(letter, routed(order, unit_of(letter)), act, above)


def give(letter: Any, order: Order, act: Deed, above: Task | None = None) -> Task:
    """Make the task of a checked dekretacja; for callers that asked for the right, and for rules."""
    task = _make(letter, "letter", letter.rpw_number, order, act, IUUID(above) if above else None)
    letter.assigned_to = task.assignee_name
    allow(letter, order.assignee, WORK if order.disposition in HANDLING else READ)
    move(letter, "assign")
    letter.reindexObject()
    act.write("letter.assigned", letter, task=IUUID(task), to=order.assignee)
    notify(LetterAssigned(letter, act.actor, task))
    return task


def ask(case: Any, order: Order) -> Task:
    """Give somebody a task in a case, for example an opinion; they may read the case."""
    require("infostrada.site: Work on cases", case)
    act = deed(case)
    faults = order_faults(order, today=polish_today())
    if not faults and not is_addressee(order.assignee, act.unit):
        faults = [("assignee", "principal_unknown")]
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)
    order = routed(order, unit_of(case))
    task = _make(case, "case", str(case.sign), order, act, None)
    allow(case, order.assignee, READ)
    case.step(act.at, act.actor, "task_given", IUUID(task), task.assignee_name)
    act.write("case.task", case, task=IUUID(task), to=order.assignee)
    return task


def finish_task(task: Task, outcome: str = "") -> None:
    """The addressee says that the task is done."""
    require("infostrada.site: Finish tasks", task)
    close(task, deed(task), "finish", outcome)


def withdraw_task(task: Task, reason: str) -> None:
    """The author of a wrong dekretacja takes it back."""
    require("View", task)
    act = deed(task)
    if act.actor.id != task.author.id:
        require(FURTHER, task)
    if not reason.strip():
        raise invalid("reason", "required")
    close(task, act, "withdraw", reason.strip())


def close(task: Task, act: Deed, transition: str, outcome: str) -> None:
    """Finish or withdraw without asking for a permission: for acts that imply it."""
    task.done_at, task.outcome = act.at, outcome
    move(task, transition)
    task.reindexObject()
    act.write(f"task.{transition}", task)


def tasks_of(record: Any) -> list[Task]:
    """The record's tasks, oldest first."""
    return [by_uid(uid, ITask, near=record) for uid in record.tasks]


def _make(record: Any, kind: str, label: str, order: Order, act: Deed, above: str | None) -> Task:
    draft = Task(title=record.title)
    draft.assignee, draft.assignee_name = order.assignee, name_of(order.assignee)
    draft.disposition, draft.instruction = order.disposition, order.instruction
    draft.due_on, draft.above = order.due_on, above
    draft.about, draft.about_kind, draft.about_label = IUUID(record), kind, label
    draft.author, draft.given_at = act.actor, act.at
    uid = new_uid()
    folder = shard(record, TASKS, act.at.year, uid)
    task: Task = file_object(folder, draft, "records_task", uid=uid)
    record.tasks = (*record.tasks, IUUID(task))
    allow(task, order.assignee, WORK)
    allow(task, act.actor.id, READ)
    return task


def _task_of(letter: Any, act: Deed) -> Task:
    """The open task by which the person acting has the letter."""
    mine = principals_of(act.actor.id)
    for task in reversed(tasks_of(letter)):
        if task.done_at is None and task.assignee in mine:
            return task
    raise invalid("assignee", "state_forbids")
