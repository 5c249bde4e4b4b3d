"""Letters of a case that were given a number and have not gone out stand against settling it.

A case is settled when its letter is sent (the instruction's "załatwienie"), not when the letter lies in a drawer. One
that waits for its network is on its way; if the network does not take it, it is ready again.
"""

from collections.abc import Iterable
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.interfaces import IClosingBlockers
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.find import record_at
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from zope.interface import implementer


@implementer(IClosingBlockers)
class LettersUnsent:
    """Letters ready to go: send them or cancel them."""

    def __init__(self, case: ICase) -> None:
        self.case = case

    @property
    def blockers(self) -> Iterable[Blocker]:
        """One for each letter."""
        for letter in map(record_at, self.case.outgoing):
            if letter is not None and letter.queued_at is None and state_of(letter) == "ready":
                yield Blocker("letter_not_sent", IUUID(letter), f"RPWych {letter.rpw_number}: {letter.title}")
