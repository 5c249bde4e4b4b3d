"""What the commission decides about ballots: void with a reason, look at signals, erase when the time of keeping is over."""

from infostrada.core import journal
from infostrada.site.participation.budget.clock import now
from infostrada.site.participation.budget.rounds.content import BudgetRound
from infostrada.site.participation.budget.rounds.interfaces import IBudgetRound
from infostrada.site.participation.budget.voting import keys
from infostrada.site.participation.budget.voting import store
from infostrada.site.participation.budget.voting.identity import Person
from infostrada.site.participation.budget.voting.operations import tags_of
from infostrada.site.participation.budget.voting.pieces import CERTIFY
from infostrada.site.records.deed import deed
from infostrada.site.records.find import record_at
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import invalid
from infostrada.site.records.problems import require
from infostrada.site.records.workflow import state_of
from plone.uuid.interfaces import IUUID

import transaction


def void(edition: BudgetRound, person: Person, reason: str) -> int:
    """The ballots of a person do not count; returns how many there are. The row names nobody."""
    return _decide(edition, person, reason, restored=False)


def restore(edition: BudgetRound, person: Person, reason: str) -> int:
    """The voiding was wrong."""
    return _decide(edition, person, reason, restored=True)


def _decide(edition: BudgetRound, person: Person, reason: str, restored: bool) -> int:
    require(CERTIFY, edition)
    if state_of(edition) != "frozen":
        raise Blocked([], reason="state_forbids")
    if not reason.strip():
        raise invalid("reason", "reason_missing")
    election, act = IUUID(edition), deed(edition)
    found = store.has_voted(election, tags_of(edition, person))
    if not found:
        raise invalid("surname", "nobody_voted")
    for tag in found:
        store.void(election, tag, reason.strip(), act.actor.id, restored)
    word = "restored" if restored else "voided"
    journal.append(f"budget.ballot.{word}", unit=act.unit, uid=election, data={"reason": reason.strip()})
    return len(found)


def signals(edition: BudgetRound) -> dict[str, list[int]]:
    """Groups that share a phone or a network."""
    require(CERTIFY, edition)
    return store.signals(IUUID(edition))


def erase(edition: BudgetRound) -> int:
    """When the time of keeping is over: marks and the key of the tags go, authors' addresses and scans of lists too.

    The worker does it by itself; returns how many marks there were.
    """
    if edition.certified_at is None or now() < edition.terms().phases["retention_to"]:
        raise Blocked([], reason="retention_not_over")
    election, act = IUUID(edition), deed(edition)
    gone = store.erase(election)
    for project in edition.objectValues():
        project.sealed_contact, project.lists = "", ()
    journal.append("budget.round.erased", unit=act.unit, uid=election, data={"marks": gone})
    transaction.get().addAfterCommitHook(lambda ok: keys.destroy(election, *keys.NAMES) if ok else None)
    return gone


def erase_due() -> None:
    """Erase what is due, each edition in a transaction of its own."""
    for election in store.certified():
        edition = record_at(election)
        if IBudgetRound.providedBy(edition) and now() >= edition.terms().phases["retention_to"]:
            erase(edition)
            transaction.commit()
    transaction.abort()
