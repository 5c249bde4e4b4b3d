"""What lies outside a case with special categories of data and would tell of it: its letters, tasks and outgoing letters.

The register of letters goes on showing that a number is taken, since when, how it came and where the paper stands (instruction, Dz.U. 2011 nr 14
poz. 67: one continuous register); title and sender of such a letter stand neither in its row nor in any index, so no list, search,
file, tile or suggestion can show them. The letter itself is opened by those who may see its case.
"""

from collections.abc import Iterable
from infostrada.core.record.grants import grants_on
from infostrada.core.record.grants import revoke
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.deed import Deed
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


def seal_all(case: Any, act: Deed) -> None:
    """Close or open what belongs to the case, as the case is now."""
    for letter in filter(None, map(record_at, case.letters)):
        seal_letter(case, letter, act)
    for letter in filter(None, map(record_at, case.outgoing)):
        seal_outgoing(case, letter)
    for task in _tasks_of(case):
        _seal_task(task, bool(case.special), named=False)


def seal_letter(case: Any, letter: Letter, act: Deed) -> None:
    """Close the letter with its case, or open it: whoever has a right on the letter but none on the case loses it."""
    wanted = bool(case.special)
    step = ("in_case", "seal") if wanted else ("sealed", "unseal")
    if state_of(letter) != step[0]:
        return
    letter.sealed = wanted
    if wanted:
        seeing = {one.principal for one in grants_on(IUUID(case))}
        for principal in {one.principal for one in grants_on(IUUID(letter))} - seeing:
            revoke(letter, principal)
    for task in _tasks_of(letter):
        _seal_task(task, wanted, named=True)
    move(letter, step[1])
    letter.reindexObject()
    act.write(f"letter.{step[1]}", letter, case=IUUID(case))


def seal_outgoing(case: Any, letter: Any) -> None:
    """The register of outgoing letters keeps the addressee the law wants in it and loses the title."""
    if letter.sealed != bool(case.special):
        letter.sealed = bool(case.special)
        letter.reindexObject()


def _tasks_of(record: Any) -> Iterable[Any]:
    return filter(None, map(record_at, record.tasks))


def _seal_task(task: Any, wanted: bool, *, named: bool) -> None:
    """Posts that see every task do not see this one; of a letter's task (`named` by its title) lists do not show the title."""
    task.__ac_local_roles_block__ = wanted
    task.sealed = wanted and named
    task.reindexObject()
