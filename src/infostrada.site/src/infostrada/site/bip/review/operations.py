"""Approving and refusing a change that waits for a second person; page and service call the same."""

from infostrada.site.bip.content import Entry
from infostrada.site.bip.content import Proposal
from infostrada.site.bip.operations import carry_out_change
from infostrada.site.bip.operations import enter
from infostrada.site.bip.operations import PUBLISH
from infostrada.site.bip.rules import second_person_needed
from infostrada.site.bip.timing.moments import is_public
from infostrada.site.records.deed import deed
from infostrada.site.records.problems import Blocked
from infostrada.site.records.problems import require


def approve_change(entry: Entry) -> None:
    """Carry out the change that waits; whoever proposed it cannot. The change log names who approved it."""
    wanted = _waiting(entry)
    act = deed(entry)
    if second_person_needed(True, wanted.by.id, act.actor.id):
        raise Blocked([], reason="proposed_by_yourself")
    entry.proposal = None
    carry_out_change(entry, act, wanted)
    enter(act, "change_approved", entry, proposed_by=wanted.by.id)


def refuse_change(entry: Entry, reason: str = "") -> None:
    """Drop the change that waits; its proposer may do that too. The entry stays as it is."""
    wanted = _waiting(entry)
    act = deed(entry)
    entry.proposal = None
    enter(act, "change_refused", entry, proposed_by=wanted.by.id, reason=reason.strip())


def _waiting(entry: Entry) -> Proposal:
    require(PUBLISH, entry)
    if entry.proposal is None or not is_public(entry):
        raise Blocked([], reason="no_change_waits")
    return entry.proposal
