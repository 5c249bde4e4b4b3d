"""Letters that make no case (dokumentacja nietworząca akt sprawy), and letters that wait to be completed.

Source: model records instruction, Dz.U. 2011 nr 14 poz. 67, § 5: such documentation is grouped by the final class of the
plan and the year, without a list of cases: invoices, lists of attendance, unwanted offers, congratulations.
"""

from infostrada.core.calendar import polish_today
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.operations import REGISTER
from infostrada.site.records.correspondence.rules import OPEN
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.lists import HANDLING
from infostrada.site.records.plan.marking import exemption_of
from infostrada.site.records.plan.operations import plan_on
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.tasks.operations import close
from infostrada.site.records.tasks.operations import HANDLE
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from infostrada.site.units.lookup import unit_of
from plone import api


def file_outside(letter: Letter, class_symbol: str, note: str = "") -> None:
    """Put a letter among the documentation that makes no case, in a final class; the task to deal with it is fulfilled.

    What belongs to a class another system leads is handled there. Filed in a case later it leaves the class again. Raises InvalidData or Blocked.
    """
    require(HANDLE, letter)
    if state_of(letter) not in OPEN:
        raise Blocked([], reason="state_forbids")
    plan = plan_on(unit_of(letter), polish_today())
    held = plan.get(class_symbol) if plan is not None else None
    if plan is None:
        raise invalid("class_symbol", "no_plan")
    if held is None:
        raise invalid("class_symbol", "class_unknown")
    if not plan.takes_cases(class_symbol):
        raise invalid("class_symbol", "class_not_final")
    act = deed(letter)
    letter.outside_symbol, letter.outside_title = held.symbol, held.title
    letter.outside_system = exemption_of(letter, held.symbol, polish_today()).system
    _note(letter, note)
    for task in tasks_of(letter):
        if task.done_at is None and task.disposition in HANDLING:
            close(task, act, "finish", "")
    move(letter, "file_outside_case")
    letter.reindexObject()
    act.write("letter.outside_case", letter, symbol=held.symbol, note=note.strip())


def ask_completion(letter: Letter, what: str) -> None:
    """The letter waits until something is known or comes: a missing page, an unreadable sender."""
    act = _begin(letter)
    if not what.strip():
        raise invalid("what", "required")
    _note(letter, what)
    move(letter, "ask_completion")
    letter.reindexObject()
    act.write("letter.incomplete", letter, what=what.strip())


def complete(letter: Letter, note: str = "") -> None:
    """What was missing is here: the letter goes on where it stood, with whoever had it."""
    act = _begin(letter)
    _note(letter, note)
    move(letter, "complete")
    if any(task.done_at is None for task in tasks_of(letter)):
        move(letter, "assign")
    letter.reindexObject()
    act.write("letter.completed", letter, note=note.strip())


def _note(letter: Letter, text: str) -> None:
    if text.strip():
        letter.remarks = "\n".join(filter(None, (letter.remarks, text.strip())))


def _begin(letter: Letter) -> Deed:
    """For the registry, and for whoever the letter was given to."""
    if not api.user.has_permission(HANDLE, obj=letter):
        require(REGISTER, letter)
    return deed(letter)
