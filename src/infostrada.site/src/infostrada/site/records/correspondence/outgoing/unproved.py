"""Decisions nobody is proved to have received stand against ending a case for good, where its type asks for proof.

Sources: KPA art. 109 § 1 (a decision is served), art. 39-49b (ways of service and their proofs), art. 130 § 1 (the term of
appeal, and with it finality, runs from service).
"""

from collections.abc import Iterator
from datetime import date
from infostrada.site.records.cases.interfaces import ICase
from infostrada.site.records.cases.interfaces import IEndingBlockers
from infostrada.site.records.cases.rules import Blocker
from infostrada.site.records.correspondence.outgoing.content import Outgoing
from infostrada.site.records.find import record_at
from infostrada.site.records.types.operations import version_of
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID
from zope.component import adapter
from zope.interface import implementer


DECIDING = frozenset({"decyzja", "postanowienie"})


@implementer(IEndingBlockers)
@adapter(ICase)
class ServiceUnproved:
    """Letters that carry a decision, each with its own proof; one sent again to the same addressee is proved by the later one."""

    def __init__(self, case: ICase) -> None:
        self.case = case

    def against(self, closed_on: date) -> Iterator[Blocker]:
        """Nothing for a case whose type does not ask."""
        version = version_of(self.case)
        if version is None or not version.definition.proof:
            return
        letters = self._letters()
        proved = {_whom(letter) for letter in letters if letter.served_on is not None}
        for letter in letters:
            said = f"RPWych {letter.rpw_number}: {letter.recipient}"
            if letter.served_on is None and _whom(letter) not in proved:
                yield Blocker("service_unproved", IUUID(letter), said)
            elif letter.served_on is not None and letter.served_on > closed_on:
                yield Blocker("closes_before_service", IUUID(letter), said)
        decision = self.case.decision_uid
        if decision and decision not in {letter.document_uid for letter in letters}:
            held = self.case.get(decision)
            yield Blocker("decision_not_dispatched", decision, held.title if held is not None else "")

    def _letters(self) -> list[Outgoing]:
        found = filter(None, map(record_at, self.case.outgoing))
        return [
            letter
            for letter in found
            if state_of(letter) != "cancelled"
            and (letter.document_kind in DECIDING or letter.document_uid == self.case.decision_uid)
        ]


def _whom(letter: Outgoing) -> tuple[str, str, str]:
    """One document for one addressee, by the entry in the register of parties or by name and town."""
    addressee = letter.addressee
    return letter.document_uid, addressee.party or addressee.line.casefold(), addressee.city.casefold()
