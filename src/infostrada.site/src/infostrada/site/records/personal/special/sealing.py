"""What lies outside a case with special categories of data and would tell of it: letters, tasks, outgoing letters, numbers, persons.

The register of letters goes on showing that a number is taken, since when, how it came and where the paper stands (instruction, Dz.U. 2011 nr 14
poz. 67: one continuous register); title and sender of such a letter stand neither in its row nor in any index nor in the row of its number, so
no list, search, file, tile or suggestion can show them. The letter itself is opened by those who may see its case.
"""

from collections.abc import Iterable
from infostrada.core import numbers
from infostrada.core.record.grants import grants_on
from infostrada.core.record.grants import revoke
from infostrada.site.records.correspondence.content import Letter
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.deed import Deed
from infostrada.site.records.find import record_at
from infostrada.site.records.numbering.entries import entry_of
from infostrada.site.records.personal.special.persons import follow
from infostrada.site.records.personal.special.persons import persons_in
from infostrada.site.records.workflow import move
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from typing import Any


def seal_all(cases: Iterable[Any], act: Deed) -> None:
    """Close or open what belongs to the cases, as each of them is now."""
    told: list[Any] = []
    persons: set[str] = set()
    for case in cases:
        letters: list[Letter] = [*filter(None, map(record_at, case.letters))]
        outgoing: list[Outgoing] = [*filter(None, map(record_at, case.outgoing))]
        for letter in letters:
            _seal_letter(case, letter, act)
        for sent in outgoing:
            _seal_outgoing(case, sent)
        for task in _tasks_of(case):
            _seal_task(task, bool(case.special), named=False)
        case.reindexObject()
        told += [case, *letters, *outgoing]
        persons |= persons_in(case, letters, outgoing)
    _tell(told, persons)


def seal_letter(case: Any, letter: Letter, act: Deed) -> None:
    """Close a letter filed in the case, or open it: whoever has a right on the letter but none on the case loses it."""
    if _seal_letter(case, letter, act):
        _tell([case, letter], persons_in(case, [letter], []))


def _tell(records: Iterable[Any], persons: set[str]) -> None:
    """Rows of numbers tell what the registers do; persons named here alone leave the register of parties, or come back."""
    numbers.amend({IUUID(each): entry_of(each) for each in records})
    follow(persons)


def _seal_letter(case: Any, letter: Letter, act: Deed) -> bool:
    """Was there anything to change?"""
    wanted = bool(case.special)
    step = ("in_case", "seal") if wanted else ("sealed", "unseal")
    if state_of(letter) != step[0]:
        return False
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
    return True


def _seal_outgoing(case: Any, letter: Outgoing) -> None:
    """The register keeps the addressee the law wants in it and loses the rest."""
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
