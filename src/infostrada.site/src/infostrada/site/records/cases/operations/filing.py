"""Letters come into a case: a clerk files one, or a channel brings an answer."""

from infostrada.site.records.cases.content import Case
from infostrada.site.records.cases.permissions import WORK_ON
from infostrada.site.records.cases.rules import FILING
from infostrada.site.records.deed import Deed
from infostrada.site.records.deed import deed
from infostrada.site.records.personal.special.sealing import seal_letter
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.tasks.operations import close as close_task
from infostrada.site.records.tasks.operations import HANDLE
from infostrada.site.records.tasks.operations import tasks_of
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


def attach_letter(case: Case, letter: Any) -> None:
    """File a letter in a case that is not closed; the dekretacja to deal with it is fulfilled."""
    require(WORK_ON, case)
    require(HANDLE, letter)
    if state_of(case) not in FILING:
        raise Blocked([], reason="case_not_open")
    take_letter_in(case, letter, deed(case))


def take_letter_in(case: Case, letter: Any, act: Deed) -> bool:
    """File a letter a channel brought into the case it answers; False when the case takes none now.

    For channels: no right is asked for, `act` names the channel.
    """
    if state_of(case) not in FILING:
        return False
    file_letter(case, letter, act)
    case.reindexObject()
    act.write("case.letter", case, letter=IUUID(letter))
    return True


def file_letter(case: Case, letter: Any, act: Deed) -> None:
    """The letter stands in the case from now on, its tasks to deal with it are done; the caller has checked the right."""
    if letter.case_uid is not None:
        raise invalid("letter", "letter_in_case")
    letter.case_uid = IUUID(case)
    letter.outside_symbol = letter.outside_title = letter.outside_system = ""
    case.letters = (*case.letters, IUUID(letter))
    case.step(act.at, act.actor, "letter_filed", IUUID(letter), f"RPW {letter.rpw_number}")
    for task in tasks_of(letter):
        if task.done_at is None and task.disposition in ("do załatwienia", "pilne"):
            close_task(task, act, "finish", "")
    move(letter, "file_in_case")
    seal_letter(case, letter, act)
    letter.reindexObject()
    act.write("letter.filed", letter, case=IUUID(case))
