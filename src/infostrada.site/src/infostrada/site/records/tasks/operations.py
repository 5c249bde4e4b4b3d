"""Dekretacja: give a letter or case to a person or post, and finish the task."""

from infostrada.core.calendar import polish_today
from infostrada.core.record.grants import revoke
from infostrada.site.records.actor import name_of
from infostrada.site.records.actor import principals_of
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.events import LetterAssigned
from infostrada.site.records.find import by_uid
from infostrada.site.records.find import record_at
from infostrada.site.records.lists import HANDLING
from infostrada.site.records.lists import JOINING
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import Fault
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import InvalidData
from infostrada.site.records.problems import require
from infostrada.site.records.rights import allow
from infostrada.site.records.rights import JOIN
from infostrada.site.records.rights import READ
from infostrada.site.records.rights import WORK
from infostrada.site.records.store import file_object
from infostrada.site.records.store import new_uid
from infostrada.site.records.store import shard
from infostrada.site.records.store import TASKS
from infostrada.site.records.tasks.content import Task
from infostrada.site.records.tasks.content import Transcription
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
    """Give somebody a task in a case, for example an opinion: they may read the case and, until it is done, add to it.

    The leading unit keeps the sign and the case; a co-operating one opens no second case of the same matter.
    """
    require(WORK_ON, case)
    act = deed(case)
    faults = order_faults(order, today=polish_today())
    if not faults and not is_addressee(order.assignee, act.unit):
        faults = [("assignee", "principal_unknown")]
    if faults:
        raise InvalidData(Fault(field, reason) for field, reason in faults)
    order = routed(order, unit_of(case))
    task = _make(case, "case", str(case.sign), order, act, None)
    allow(case, order.assignee, JOIN if order.disposition in JOINING else READ)
    case.step(act.at, act.actor, "task_given", IUUID(task), task.assignee_name)
    act.write("case.task", case, task=IUUID(task), to=order.assignee)
    return task


def finish_task(task: Task, outcome: str = "") -> None:
    """The addressee says that the task is done."""
    require("infostrada.site: Finish tasks", task)
    close(task, deed(task), "finish", outcome)


def withdraw_task(task: Task, reason: str) -> None:
    """The author of a wrong dekretacja takes it back, with all that was passed on from it.

    Whoever had the letter by it alone has it no more; a letter nobody has waits for a dekretacja again.
    """
    require("View", task)
    act = deed(task)
    if act.actor.id != task.author.id:
        require(FURTHER, task)
    if not reason.strip():
        raise invalid("reason", "required")
    record = record_at(task.about)
    for each in (task, *_passed_on(task, record)):
        close(each, act, "withdraw", reason.strip())
        _take_right_back(each, record)
    if task.about_kind == "letter" and record is not None:
        _back_to_others(record)


def correct_task(task: Task, order: Order, reason: str) -> Task:
    """The author of a wrong dekretacja gives it anew, in one act: the wrong one is withdrawn and says why."""
    if task.done_at is not None:
        raise Blocked([], reason="state_forbids")
    record = record_at(task.about)
    if record is None:
        raise invalid("assignee", "unknown_object")
    withdraw_task(task, reason)
    return (ask if task.about_kind == "case" else assign)(record, order)


def note_transcription(task: Task) -> Transcription:
    """The dekretacja was rewritten by hand onto the paper, dated and signed (dekretacja zastępcza)."""
    require("View", task)
    if task.transcribed is not None:
        raise Blocked([], reason="transcribed_already")
    act = deed(task)
    task.transcribed = Transcription(act.actor, act.at)
    act.write("task.transcribed", task)
    return task.transcribed


def close(task: Task, act: Deed, transition: str, outcome: str) -> None:
    """Finish or withdraw without asking for a permission: for acts that imply it."""
    task.done_at, task.outcome = act.at, outcome
    move(task, transition)
    task.reindexObject()
    if task.about_kind == "case":
        _end_joining(task)
    act.write(f"task.{transition}", task)


def _end_joining(task: Task) -> None:
    """Whoever was asked goes on reading the case, but adds no more to it."""
    case = record_at(task.about)
    others = _others(task, case) if case is not None else []
    if case is not None and not any(each.done_at is None and each.disposition in JOINING for each in others):
        allow(case, task.assignee, READ)
        revoke(case, task.assignee, JOIN)


def _passed_on(task: Task, record: Any) -> list[Task]:
    """Open tasks that stand on this one, however far it was passed on."""
    found, above = [], {IUUID(task)}
    for each in tasks_of(record) if record is not None else ():
        if each.above in above:
            above.add(IUUID(each))
            if each.done_at is None:
                found.append(each)
    return found


def _take_right_back(task: Task, record: Any) -> None:
    """End the right this task alone gave; what another task gave, done ones too, stays."""
    if record is None or task.about_kind != "letter" or record.case_uid is not None:
        return
    handling = task.disposition in HANDLING
    stand = [each for each in _others(task, record) if state_of(each) != "withdrawn"]
    if not any((each.disposition in HANDLING) == handling for each in stand):
        revoke(record, task.assignee, WORK if handling else READ)


def _others(task: Task, record: Any) -> list[Task]:
    """Other tasks of the same addressee about the record."""
    return [
        each for each in tasks_of(record) if each.assignee == task.assignee and IUUID(each) != IUUID(task)
    ]


def _back_to_others(letter: Any) -> None:
    """The letter is with whoever else has it, or waits again."""
    names = [each.assignee_name for each in tasks_of(letter) if each.done_at is None]
    letter.assigned_to = names[-1] if names else ""
    if not names and state_of(letter) == "assigned":
        move(letter, "unassign")
    letter.reindexObject()


def tasks_of(record: Any) -> list[Task]:
    """The record's tasks, oldest first."""
    return [by_uid(uid, ITask, near=record) for uid in record.tasks]


def _make(record: Any, kind: str, label: str, order: Order, act: Deed, above: str | None) -> Task:
    draft = Task(title=record.title)
    draft.assignee, draft.assignee_name = order.assignee, name_of(order.assignee)
    draft.disposition, draft.instruction, draft.sign_off = (
        order.disposition,
        order.instruction,
        order.sign_off,
    )
    draft.due_on, draft.above = order.due_on, above
    draft.about, draft.about_kind, draft.about_label = IUUID(record), kind, label
    draft.author, draft.given_at = act.actor, act.at
    # A task in a case with special categories of data is not for the posts that see every task.
    draft.__ac_local_roles_block__ = bool(getattr(record, "special", ()))
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
